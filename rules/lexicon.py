"""Finds every form of every concept in one pass over a folded text.

An automaton looks for one literal word of each form; boundaries and the other words are checked
only where it strikes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from rules.forms import BETWEEN, Form

# How far to look back for the words of a form that stand before its head.
_BACK_AT_MOST = 200
_REST = re.compile(r"\w*")


class Hit(NamedTuple):
    """A form of a concept at [start:end]. A tuple, for thousands are made in a document.

    open: where the letters begin that a stem left open in the last word; `end` if there are none.
    """

    start: int
    end: int
    concept: int
    open: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What to check around a literal: concepts in one word, as such or as a stem; longer forms."""

    words: tuple[int, ...]
    stems: tuple[int, ...]
    longer: "tuple[_Longer, ...]"


@dataclass(frozen=True, slots=True)
class _Longer:
    """A form of several words: what must stand before the literal, and what follows it."""

    concept: int
    before: re.Pattern[str] | None
    after: re.Pattern[str]
    stem: bool
    open: bool


class Lexicon:
    """An automaton over the forms of many concepts. Immutable, and safe between threads."""

    def __init__(self, forms: Iterable[tuple[int, Form]]) -> None:
        by_head: dict[str, list[tuple[int, Form]]] = {}
        for concept, form in forms:
            by_head.setdefault(form.pieces[form.head].text, []).append((concept, form))
        self._patterns = [_pattern(group) for group in by_head.values()]
        self._automaton = AhoCorasick(list(by_head), implementation=Implementation.ContiguousNFA)

    def find(self, plain: str) -> list[Hit]:
        """All hits in a folded text, by start, the longer first."""
        patterns = self._patterns
        hits: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
            if start and _in_word(plain[start - 1]):
                continue
            _check(patterns[number], plain, start, end, hits)
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.concept))
        return hits


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _check(pattern: _Pattern, plain: str, start: int, end: int, hits: list[Hit]) -> None:
    stop = end
    if end < len(plain) and _in_word(plain[end]):
        rest = _REST.match(plain, end)
        stop = rest.end() if rest else end
    else:
        hits.extend(Hit(start, end, concept, end) for concept in pattern.words)
    hits.extend(Hit(start, stop, concept, end) for concept in pattern.stems)
    for longer in pattern.longer:
        if (stop == end or longer.stem) and (hit := _longer(longer, plain, start, end, stop)):
            hits.append(hit)


def _longer(longer: _Longer, plain: str, start: int, end: int, stop: int) -> Hit | None:
    after = longer.after.match(plain, stop)
    if after is None:
        return None
    begin = start
    if longer.before is not None:
        base = max(0, start - _BACK_AT_MOST)
        before = longer.before.search(plain[base:start])
        if before is None:
            return None
        begin = base + before.start()
    if longer.after.groups:
        return Hit(begin, after.end(), longer.concept, after.start(1))
    return Hit(begin, after.end(), longer.concept, end if longer.open else stop)


def _pattern(group: list[tuple[int, Form]]) -> _Pattern:
    single = [(concept, form.pieces[0]) for concept, form in group if len(form.pieces) == 1]
    return _Pattern(
        tuple(dict.fromkeys(concept for concept, piece in single if not piece.stem)),
        tuple(dict.fromkeys(concept for concept, piece in single if piece.stem)),
        tuple(_compiled(concept, form) for concept, form in group if len(form.pieces) > 1),
    )


def _compiled(concept: int, form: Form) -> _Longer:
    head, last = form.head, form.pieces[-1]
    before = "".join(piece.pattern + BETWEEN for piece in form.pieces[:head])
    after = "".join(BETWEEN + piece.pattern for piece in form.pieces[head + 1 :])
    if after and last.stem:
        after = after.removesuffix(r"\w*") + r"(\w*)"
    return _Longer(
        concept,
        re.compile(rf"\b{before}\Z") if before else None,
        re.compile(rf"{after}(?!\w)"),
        stem=form.pieces[head].stem,
        open=not after and last.stem,
    )


def longest(hits: list[Hit], keeps: Sequence[frozenset[int]]) -> list[Hit]:
    """Drops a hit that lies strictly inside a longer one of another concept, or of its own.

    keeps[c]: the concepts that c includes; a hit of one of these does not silence c.
    `hits` come by start, the longer first.
    """
    kept: list[Hit] = []
    open_: list[Hit] = []
    for hit in hits:
        open_ = [longer for longer in open_ if longer.end > hit.start]
        if not any(_silences(longer, hit, keeps) for longer in open_):
            kept.append(hit)
        open_.append(hit)
    return kept


def _silences(longer: Hit, hit: Hit, keeps: Sequence[frozenset[int]]) -> bool:
    if longer.end < hit.end:
        return False
    if longer.end - longer.start == hit.end - hit.start:
        return longer.concept == hit.concept
    return longer.concept == hit.concept or longer.concept not in keeps[hit.concept]


def first_at(hits: Sequence[Hit], position: int) -> int:
    """The index of the first hit that starts at or behind a position."""
    return bisect_right(hits, position - 1, key=lambda hit: hit.start)
