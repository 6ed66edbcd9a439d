"""Holds changed rules against the stored documents of the last nights, before they are in place.

    nights, newest first ─► standing documents ─┬─► rules as they are ──┐
                                                └─► rules as changed ───┴─► new, gone, otherwise

Nothing is written. Memory is bounded: documents come a few at a time, and of each kind of
difference only the first rows are kept, while all are counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from monitor.passages import Passage, passages
from rules.affected import affected
from rules.compiler import compile_rulebook
from rules.matcher import Matcher
from rules.records import FLAGGING, Document, Factuality, Match
from rules.register import Rulebook
from rules.rulefolders import ChangedFile
from storage.contract import Store
from storage.records import Run, StoredDocument

NIGHTS = 30
ROWS_AT_MOST = 200
PASSAGES_AT_MOST = 2
_RUNS_AT_MOST = 2000
_AT_ONCE = 100
See = Callable[[int], None]


class Difference(StrEnum):
    """What becomes of a document and a recommendation. OTHERWISE: flagged in another way."""

    NEW = "new"
    GONE = "gone"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesToTry:
    """Rules as they are and as changed, both whole: what a page tells of one recommendation
    decides how it is read on another.

    names: the recommendations that are told of in any case; others only where they differ.
    """

    before: Matcher
    after: Matcher
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRow:
    """A document that changed rules judge otherwise. before, after: "signal: progress, done" ….

    passages: of the words that count, in the rules that flag it; as changed where both do.
    """

    what: Difference
    recommendation: str
    document_id: str
    title: str
    url: str
    language: str
    published: date | None
    source_id: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedCount:
    """Of one recommendation, or of all: how many documents are flagged, and how many otherwise."""

    flagged: int
    changed: Mapping[Difference, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What changed rules would have flagged. asked: nights; nights: those that were read whole.

    documents: that were read. is_whole: False where time ran out before all nights were read.
    counts: by recommendation. rows: the newest nights first, at most `ROWS_AT_MOST` of a kind.
    """

    names: tuple[str, ...]
    asked: int
    nights: tuple[date, ...]
    documents: int
    is_whole: bool
    total: TriedCount
    counts: Mapping[str, TriedCount]
    rows: tuple[TriedRow, ...]

    def of(self, what: Difference) -> tuple[TriedRow, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.what is what)


def rules_to_try(
    before: Rulebook, after: Rulebook, changed: Sequence[ChangedFile], overlay: Path | None
) -> RulesToTry | None:
    """What is to be held against documents; None where the change can alter no verdict.

    changed: what `after` read as if it lay in the folder `overlay`.
    """
    names = affected(before, after, changed, overlay)
    if not names:
        return None
    return RulesToTry(before=compile_rulebook(before), after=compile_rulebook(after), names=names)


def try_rules(
    store: Store,
    rules: RulesToTry,
    nights: int = NIGHTS,
    *,
    is_over: Callable[[], bool] = lambda: False,
    see: See = lambda _: None,
) -> Trial:
    """Hold both against what the last nights brought; a night is a day (UTC) with documents.

    is_over: asked before each document; True ends the trial with what was read by then. see: is
    told how many documents were read.
    """
    tally = _Tally(rules)
    read: list[date] = []
    is_whole = True
    for night, runs in groupby(store.runs(_RUNS_AT_MOST), lambda run: run.started_at.date()):
        if len(read) == nights or not is_whole:
            break
        before = tally.documents
        for stored in _documents(store, runs):
            if is_over():
                is_whole = False
                break
            tally.add(stored)
            see(tally.documents)
        if tally.documents > before and is_whole:
            read.append(night)
    return tally.trial(asked=nights, nights=tuple(read), is_whole=is_whole)


def _documents(store: Store, runs: Iterator[Run]) -> Iterator[StoredDocument]:
    """The standing versions that runs brought, a few at a time."""
    for run in runs:
        after: str | None = None
        while found := store.standing_of_run(run.id, after, _AT_ONCE):
            yield from found
            after = found[-1].document.id


@dataclass(slots=True)
class _Tally:
    """What was seen of documents so far."""

    rules: RulesToTry
    documents: int = 0
    rows: list[TriedRow] = field(default_factory=list)
    flagged: Counter[str] = field(default_factory=Counter)
    changed: Counter[tuple[str, Difference]] = field(default_factory=Counter)

    def add(self, stored: StoredDocument) -> None:
        self.documents += 1
        before = _flagging(self.rules.before, stored.document)
        after = _flagging(self.rules.after, stored.document)
        told, seen = set(self.rules.names), set[Difference]()
        for name in dict.fromkeys((*self.rules.names, *before, *after)):
            old, new = before.get(name, ()), after.get(name, ())
            self.flagged[name] += bool(new)
            what = _difference(old, new)
            if what is not None:
                seen.add(what)
                told.add(name)
                self._count(name, what)
                self._keep(what, name, stored, old, new)
        self.flagged[_ALL] += not told.isdisjoint(after)
        for what in seen:
            self._count(_ALL, what)

    def _count(self, name: str, what: Difference) -> None:
        self.changed[name, what] += 1

    def _keep(
        self,
        what: Difference,
        name: str,
        stored: StoredDocument,
        old: tuple[Match, ...],
        new: tuple[Match, ...],
    ) -> None:
        if sum(row.what is what for row in self.rows) >= ROWS_AT_MOST:
            return
        document = stored.document
        row = TriedRow(
            what=what,
            recommendation=name,
            document_id=document.id,
            title=document.title,
            url=document.url or stored.url,
            language=document.language,
            published=document.published,
            source_id=stored.source_id,
            before=_said(old),
            after=_said(new),
            passages=passages(document, new or old)[:PASSAGES_AT_MOST],
        )
        self.rows.append(row)

    def trial(self, *, asked: int, nights: tuple[date, ...], is_whole: bool) -> Trial:
        others = sorted({name for name, _ in self.changed} - {_ALL, *self.rules.names})
        names = (*self.rules.names, *others)
        return Trial(
            names=names,
            asked=asked,
            nights=nights,
            documents=self.documents,
            is_whole=is_whole,
            total=self._of(_ALL),
            counts={name: self._of(name) for name in names},
            rows=tuple(self.rows),
        )

    def _of(self, name: str) -> TriedCount:
        changed = {what: self.changed[name, what] for what in Difference}
        return TriedCount(flagged=self.flagged[name], changed=changed)


_ALL = ""


def _flagging(matcher: Matcher, document: Document) -> dict[str, tuple[Match, ...]]:
    """The matches that would raise a flag, by recommendation."""
    found: dict[str, tuple[Match, ...]] = {}
    for match in matcher.match(document):
        if match.factuality in FLAGGING:
            found[match.recommendation] = (*found.get(match.recommendation, ()), match)
    return found


def _difference(old: tuple[Match, ...], new: tuple[Match, ...]) -> Difference | None:
    if not old and not new:
        return None
    if not old:
        return Difference.NEW
    if not new:
        return Difference.GONE
    return None if _ways(old) == _ways(new) else Difference.OTHERWISE


def _ways(found: tuple[Match, ...]) -> frozenset[object]:
    """What a flag is made of: clauses, directions and rungs, and whether it happened."""
    return frozenset((m.clause, m.toward, m.factuality, m.rung) for m in found)


def _said(found: tuple[Match, ...]) -> tuple[str, ...]:
    said = (
        f"{match.signal}: {match.toward.value}"
        + (", planned" if match.factuality is Factuality.PLANNED else "")
        for match in found
    )
    return tuple(dict.fromkeys(said))
