"""What a person may ask of the rules on a page: read a text, try a change, lint. Pure work, done in
a process of its own (`monitor.engine.bench`): a hostile text must not hold the server.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Protocol

from monitor.explaining import InShort, Tree, in_short, trees
from monitor.passages import Passage, whole
from monitor.trying import Trial, rules_to_try, try_rules
from rules.complaints import Complaint
from rules.explain import explain
from rules.lint.run import lint
from rules.matcher import Matcher
from rules.records import Document, Match
from rules.register import Rulebook
from rules.rulefolders import ChangedFile
from storage.contract import Store

LETTERS_SHOWN = 20_000
FINDINGS_AT_MOST = 20
GLOSSES_AT_MOST = 60


class TookTooLong(Exception):
    """The text or the change needs more time or memory than a page may take: say so."""


class Busy(Exception):
    """Somebody else's text is being read: try again in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedText:
    """A text to be read. language: "" has it guessed. recommendation: "" asks for all."""

    title: str
    text: str
    language: str = ""
    published: date | None = None
    country: str | None = None
    recommendation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """What the rules, named by their digest, read in it.

    told: title and text with the words marked, cut at `LETTERS_SHOWN`. trees: of the one
    recommendation that was asked for, each with `FINDINGS_AT_MOST`; () for all.
    """

    rules: str
    language: str
    country: str | None
    told: tuple[Passage, ...]
    glosses: tuple[tuple[str, str], ...]
    short: InShort
    trees: tuple[Tree, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChange:
    """Changed files to be held against the last nights."""

    changed: tuple[ChangedFile, ...]
    nights: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedChange:
    """complaints: why the change does not load; then there is no trial. trial: None besides where
    the change alters no verdict.
    """

    complaints: tuple[Complaint, ...] = ()
    trial: Trial | None = None


class LintState(StrEnum):
    """How far lint came. FAILED: it took too long, or the rules don't load any more."""

    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What lint warns of, by place; () until it is done."""

    state: LintState
    complaints: tuple[Complaint, ...] = ()


class Bench(Protocol):
    """Where such work is done, one piece at a time, under a deadline and a limit of memory."""

    def read(self, asked: AskedText) -> ReadText:
        """Raises TookTooLong, Busy, BadFiles, KeyError for an unknown recommendation."""

    def try_(self, asked: AskedChange) -> TriedChange:
        """Raises TookTooLong, Busy, BadFiles, StoreUnusable."""

    def lint(self) -> "Linted":
        """The warnings about all rules; the first call has them worked out."""

    def close(self) -> None:
        """End the processes."""


def read_text(matcher: Matcher, asked: AskedText, guess: Callable[[str], str]) -> ReadText:
    """What the rules make of a text. Raises KeyError."""
    language = asked.language or guess(f"{asked.title}\n{asked.text}")
    document = Document(
        id="given",
        title=asked.title,
        text=asked.text,
        language=language,
        published=asked.published,
        country=asked.country,
    )
    one = asked.recommendation or None
    explanation = explain(matcher, document, one)
    matches = [m for m in matcher.match(document) if one in (None, m.recommendation)]
    return ReadText(
        rules=matcher.digest,
        language=language,
        country=asked.country,
        told=whole(document, matches, LETTERS_SHOWN),
        glosses=_glosses(matcher, matches),
        short=in_short(explanation, alone=one is not None),
        trees=tuple(_bounded(tree) for tree in trees(explanation)) if one else (),
    )


def _glosses(matcher: Matcher, matches: Sequence[Match]) -> tuple[tuple[str, str], ...]:
    """The words that count, with their meaning, once each."""
    from monitor.printable import shortened

    found: dict[str, str] = {}
    for piece in (piece for match in matches for piece in match.evidence):
        if gloss := matcher.vocabulary.gloss(piece.part):
            found.setdefault(shortened(piece.quote, 80), gloss)
    return tuple(islice(found.items(), GLOSSES_AT_MOST))


def _bounded(tree: Tree) -> Tree:
    """With its first findings: a text may repeat a sentence ten thousand times."""
    from dataclasses import replace

    return replace(tree, findings=tree.findings[:FINDINGS_AT_MOST])


def try_change(
    rulebook: Rulebook,
    load: Callable[[Sequence[ChangedFile]], tuple[Rulebook | None, tuple[Complaint, ...]]],
    open_store: Callable[[], AbstractContextManager[Store]],
    asked: AskedChange,
    *,
    overlay: Path,
    is_over: Callable[[], bool],
) -> TriedChange:
    """Hold a change against the last nights.

    load: the rules as if these files lay in the team's folder, `overlay`.
    """
    after, complaints = load(asked.changed)
    if after is None:
        return TriedChange(complaints=complaints)
    rules = rules_to_try(rulebook, after, asked.changed, overlay)
    if rules is None:
        return TriedChange()
    with open_store() as store:
        return TriedChange(trial=try_rules(store, rules, asked.nights, is_over=is_over))


def lint_rules(rulebook: Rulebook, matcher: Matcher) -> tuple[Complaint, ...]:
    """Every warning that needs no store."""
    return lint(rulebook, matcher)
