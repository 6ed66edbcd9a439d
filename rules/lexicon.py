"""Finds every form of every concept in one pass over a folded text.

An automaton looks for one literal word of each form; boundaries and the other words are checked
only where it strikes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from rules.forms import BETWEEN, Form

_REST = re.compile(r"\w*")
# BETWEEN as it reads from right to left.
_BETWEEN_BACK = r"(?:[ \-\"'&/,]{1,4}(?:\.(?=\w\b))?| ?\"!|(?<=\w)\.)"


class Hit(NamedTuple):
    """A form of a concept at [start:end]. A tuple, for thousands are made in a document.

    open: where the letters begin that a stem left open in the last word, or that inflection made;
    `end` if there are none.
    """

    start: int
    end: int
    concept: int
    open: int


class _Regex:
    """A regular expression compiled when it is first asked for: few of thousands ever are.

    match: as re.Pattern.match. Two threads may compile it twice, which harms nothing.
    """

    __slots__ = ("_source", "match")

    def __init__(self, source: str) -> None:
        self._source = source
        self.match: Callable[[str, int], re.Match[str] | None] = self._first

    def _first(self, text: str, position: int) -> re.Match[str] | None:
        self.match = re.compile(self._source).match
        return self.match(text, position)


@dataclass(frozen=True, slots=True)
class _Longer:
    """A form of several words around a literal: what stands before it, and what follows.

    `before` is matched on the reversed text, so that it is anchored like `after`. group: `after`
    has one, around what its last stem left open. endings, ending: as Piece has them, of the last
    word.
    """

    concept: int
    before: _Regex | None
    after: _Regex | None
    open: bool
    endings: frozenset[str] | None
    ending: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What to check around a literal.

    words, stems, lemmas: the concepts that it names alone, as a whole word (each with the length of
    the ending that inflection made), with any letters after it, or with one of these endings.
    whole, open: the longer forms to try in these two cases. is_mere: it is nothing but words.
    """

    words: tuple[tuple[int, int], ...]
    stems: tuple[int, ...]
    lemmas: tuple[tuple[int, frozenset[str]], ...]
    whole: "tuple[_Ways, ...]"
    open: "tuple[_Ways, ...]"
    is_mere: bool


@dataclass(frozen=True, slots=True)
class _Ways:
    """Longer forms that are refused together: where `any` fails, none of them is there."""

    any: _Regex
    backward: bool
    forms: tuple[_Longer, ...]


class _Patterns:
    """The patterns by the number of their literal, each made when it is first struck: few of
    thousands ever are. Two threads may make one twice, which harms nothing."""

    __slots__ = ("_groups", "_made")

    def __init__(self, groups: Iterable[list[tuple[int, Form]]]) -> None:
        self._groups = list(groups)
        self._made: dict[int, _Pattern] = {}

    def __getitem__(self, number: int) -> _Pattern:
        pattern = self._made.get(number)
        if pattern is None:
            pattern = self._made[number] = _pattern(self._groups[number])
        return pattern


class Lexicon:
    """An automaton over the forms of many concepts. Immutable, and safe between threads."""

    def __init__(self, forms: Iterable[tuple[int, Form]]) -> None:
        by_head: dict[str, list[tuple[int, Form]]] = {}
        for concept, form in forms:
            by_head.setdefault(form.pieces[form.head].text, []).append((concept, form))
        self.literals = tuple(by_head)  # what the automaton looks for
        self._patterns = _Patterns(by_head.values())
        self._automaton = AhoCorasick(
            list(self.literals), implementation=Implementation.ContiguousNFA
        )

    def find(self, plain: str, span: tuple[int, int] | None = None) -> list[Hit]:
        """All hits in a folded text, or in whole lines of it, by start, the longer first."""
        start, end = span or (0, len(plain))
        stretch = plain[start:end]
        hits = _Search(stretch, self._patterns).run(
            self._automaton.find_matches_as_indexes(stretch, overlapping=True)
        )
        if not start:
            return hits
        return [Hit(start + h.start, start + h.end, h.concept, start + h.open) for h in hits]


class _Search:
    """One text's search: the text in both directions, and what was found.

    Of hits alike, only that counts which comes first (see `longest`): that of a stem with letters
    after it, then that of a lemma, then that of a word as it is written.
    """

    __slots__ = ("_back", "_lemmas", "_patterns", "_plain", "_stems", "_words")

    def __init__(self, plain: str, patterns: _Patterns) -> None:
        self._plain = plain
        self._back = ""
        self._patterns = patterns
        self._stems: list[Hit] = []
        self._lemmas: list[Hit] = []
        self._words: list[Hit] = []

    def run(self, raw: Iterable[tuple[int, int, int]]) -> list[Hit]:
        """The hits at the places where the automaton struck."""
        plain, length = self._plain, len(self._plain)
        for number, start, end in raw:
            # Written out: of a document's strikes most end here.
            if start and ((before := plain[start - 1]).isalnum() or before == "_"):
                continue
            pattern = self._patterns[number]
            stop = end
            if end == length or not _in_word(plain[end]):
                for concept, ending in pattern.words:
                    kind = self._lemmas if ending else self._words
                    kind.append(Hit(start, end, concept, end - ending))
            elif rest := _REST.match(plain, end):
                stop = rest.end()
            if not pattern.is_mere:
                self._more(pattern, start, end, stop)
        return sorted(self._stems + self._lemmas + self._words, key=_order)

    def _more(self, pattern: _Pattern, start: int, end: int, stop: int) -> None:
        """A literal with the letters [end:stop] after it."""
        kind = self._stems if stop > end else self._words
        for concept in pattern.stems:
            kind.append(Hit(start, stop, concept, end))
        if pattern.lemmas:
            ending = self._plain[end:stop]
            for concept, endings in pattern.lemmas:
                if ending in endings:
                    self._lemmas.append(Hit(start, stop, concept, end))
        for ways in pattern.open if stop > end else pattern.whole:
            if self._meets(ways.any, ways.backward, start, stop):
                for form in ways.forms:
                    self._longer(form, start, end, stop)

    def _longer(self, form: _Longer, start: int, end: int, stop: int) -> None:
        begin, finish, opened = start, stop, end if form.open else stop - form.ending
        if form.before is not None:
            before = self._meets(form.before, True, start, stop)
            if not before:
                return
            begin = start - (before.end() - before.start())
        if form.after is not None:
            after = form.after.match(self._plain, stop)
            if not after:
                return
            finish = after.end()
            opened = after.start(1) if after.re.groups else finish - form.ending
        hit = Hit(begin, finish, form.concept, opened)
        if form.endings is not None:
            if self._plain[opened:finish] in form.endings:
                self._lemmas.append(hit)
        elif form.ending:
            self._lemmas.append(hit)
        else:
            (self._stems if opened < finish else self._words).append(hit)

    def _meets(
        self, pattern: _Regex, backward: bool, start: int, stop: int
    ) -> re.Match[str] | None:
        if not backward:
            return pattern.match(self._plain, stop)
        if not self._back:
            self._back = self._plain[::-1]
        return pattern.match(self._back, len(self._plain) - start)


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _order(hit: Hit) -> tuple[int, int, int]:
    return hit.start, -hit.end, hit.concept


def _pattern(group: list[tuple[int, Form]]) -> _Pattern:
    single = [(concept, form.pieces[0]) for concept, form in group if len(form.pieces) == 1]
    longer = [(concept, form) for concept, form in group if len(form.pieces) > 1]
    stems = [(concept, form) for concept, form in longer if form.pieces[form.head].is_open]
    return _Pattern(
        words=tuple({c: (c, piece.ending) for c, piece in single if not piece.is_open}.values()),
        stems=tuple(dict.fromkeys(concept for concept, piece in single if piece.stem)),
        lemmas=tuple((concept, p.endings) for concept, p in single if p.endings is not None),
        whole=_ways(longer),
        open=_ways(stems),
        is_mere=not longer and not any(piece.is_open for _, piece in single),
    )


def _ways(longer: list[tuple[int, Form]]) -> tuple[_Ways, ...]:
    """The forms by the side on which they are refused the soonest."""
    found = []
    for backward in (False, True):
        forms = [(c, f) for c, f in longer if (f.head == len(f.pieces) - 1) is backward]
        if forms:
            side = _before if backward else _after
            sides = dict.fromkeys(side(form, False) for _, form in forms)
            check = _Regex(f"(?:{'|'.join(sides)})(?!\\w)")
            found.append(_Ways(check, backward, tuple(_compiled(c, f) for c, f in forms)))
    return tuple(found)


def _compiled(concept: int, form: Form) -> _Longer:
    before, after = _before(form, False), _after(form, True)
    return _Longer(
        concept,
        _Regex(rf"{before}(?!\w)") if before else None,
        _Regex(rf"{after}(?!\w)") if after else None,
        open=form.pieces[-1].is_open,
        endings=form.pieces[-1].endings,
        ending=form.pieces[-1].ending,
    )


def _after(form: Form, grouped: bool) -> str:
    pieces = form.pieces[form.head + 1 :]
    after = "".join(BETWEEN + piece.pattern for piece in pieces)
    if grouped and pieces and pieces[-1].is_open:
        return after.removesuffix(r"\w*") + r"(\w*)"
    return after


def _before(form: Form, _: bool) -> str:
    """What stands before the head, from right to left."""
    return "".join(
        _BETWEEN_BACK + (r"\w*" if piece.stem else "") + re.escape(piece.text[::-1])
        for piece in reversed(form.pieces[: form.head])
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Silencing:
    """Which longer hits silence the shorter ones inside them; by the concept's number.

    topics: only concepts of one topic silence each other, for one author sees them together; None
    takes no part at all. keeps: the concepts that this one includes, which never silence it.
    decoys: concepts that exist only to win, against all topics.
    """

    topics: Sequence[str | None]
    keeps: Sequence[frozenset[int]]
    decoys: frozenset[int] = frozenset()

    def silences(self, longer: Hit, hit: Hit) -> bool:
        """Whether a hit is lost to another that begins no later."""
        if longer.end < hit.end:
            return False
        if longer.concept == hit.concept:
            return True
        if longer.end - longer.start == hit.end - hit.start:
            return False
        near = self.topics[longer.concept] == self.topics[hit.concept]
        rivals = near or longer.concept in self.decoys
        return rivals and longer.concept not in self.keeps[hit.concept]


def all_rivals(count: int) -> Silencing:
    """Concepts that all silence each other."""
    return Silencing(topics=[""] * count, keeps=[frozenset()] * count)


def longest(hits: list[Hit], silencing: Silencing) -> list[Hit]:
    """The hits that no longer one silences. `hits` come by start, the longer first."""
    kept: list[Hit] = []
    running: list[Hit] = []
    for hit in hits:
        if silencing.topics[hit.concept] is None:
            kept.append(hit)
            continue
        if running:
            running = [longer for longer in running if longer.end > hit.start]
        if not any(silencing.silences(longer, hit) for longer in running):
            kept.append(hit)
        running.append(hit)
    return kept
