"""Screens documents: one pass over a flat text says which signals could be satisfied, and where.

Most documents hold nothing, and most lines of the others nothing that matters. The screen never
denies what is there; what it lets through is read exactly. It goes by lines, for neither sentences
nor forms cross one:

1. An automaton strikes marks: of each form its longest stretch of whole words, up to the end or to
   the first letters that are left open.
2. A mark stands for concepts, and these for needs (rules/ways.py) as bits. The bits of an option's
   needs lie `width` apart, so that two shifts and ANDs test all options of a line at once.
3. A signal passes if each look of one of its ways has an option that is met.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_

from ahocorasick_rs import AhoCorasick, Implementation

from rules.expression import Node
from rules.flat import LINE_BREAK
from rules.forms import Form
from rules.ways import Look, Need, Option, Where, beside, ways

# With more options than this some share a bit, so that no register makes the pass slow.
WIDTH_AT_MOST = 8192
# A form's further marks are looked for unless they are so short: " in " stands in every line.
MARK_AT_LEAST = len(" and")
# Of an option so many needs are looked at, the rarest; as many shifts and one are in Plan._met.
NEEDS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Passed:
    """What a screen lets through: signals by their order, and the lines in which to read.

    Line 0 is the title; it and the lead are to be read besides.
    """

    signals: tuple[int, ...]
    lines: tuple[int, ...]


class _Signal:
    """A signal's ways, of each look the bits of its options, and the bits of what lies beside."""

    __slots__ = ("alone", "needs_nothing", "sought", "together")

    def __init__(self, node: Node, bits: Callable[[Look], int]) -> None:
        found = [[bits(look) for look in way] for way in ways(node)]
        self.needs_nothing = [] in found
        self.alone = reduce(or_, (way[0] for way in found if len(way) == 1), 0)
        self.together = [way for way in found if len(way) > 1]
        besides = map(bits, beside(node))
        self.sought = reduce(or_, chain(*found, besides), 0)

    def passes(self, met: int) -> bool:
        """Whether the options that are met could satisfy it."""
        if met & self.alone or self.needs_nothing:
            return True
        for way in self.together:
            for look in way:
                if not met & look:
                    break
            else:
                return True
        return False


class Plan:
    """The options of all signals of a register, as bits. Immutable, shared by all languages.

    masks: by concept the bits of the needs that it meets. always: the bits of needs that an option
    does not have.
    """

    def __init__(
        self, nodes: Sequence[Node], frequency: Callable[[Need], float], concepts: int
    ) -> None:
        self._numbers: dict[tuple[Where, Option], int] = {}
        self._signals = [_Signal(node, self._bits) for node in nodes]
        self._width = min(len(self._numbers), WIDTH_AT_MOST)
        self._places = dict.fromkeys(Where, 0)
        self.masks, self.always = [0] * concepts, 0
        for (where, option), number in self._numbers.items():
            self._places[where] |= 1 << number
            self._spread(sorted(option, key=frequency)[:NEEDS_AT_MOST], number)
        self._owners = self._by_option()
        self.spare = 1 << NEEDS_AT_MOST * self._width

    def _bits(self, look: Look) -> int:
        numbers = self._numbers
        known = ((look.where, option) for option in look.options)
        return reduce(
            or_, (1 << numbers.setdefault(one, len(numbers) % WIDTH_AT_MOST) for one in known), 0
        )

    def _spread(self, needs: Sequence[Need], number: int) -> None:
        for slot in range(NEEDS_AT_MOST):
            bit = 1 << (slot * self._width + number)
            if slot >= len(needs):
                self.always |= bit
                continue
            for concept in needs[slot]:
                self.masks[concept] |= bit

    def _by_option(self) -> dict[int, list[int]]:
        """The signals that look for an option, by its bit; under 0 those that need nothing."""
        owners: dict[int, list[int]] = {}
        for order, signal in enumerate(self._signals):
            if signal.needs_nothing:
                owners.setdefault(0, []).append(order)
            for bit in _split(signal.sought):
                owners.setdefault(bit, []).append(order)
        return owners

    def passed(self, lines: Sequence[int], lead: Iterable[int] | None = None) -> Passed | None:
        """What could be satisfied where the lines hold such bits; None: nothing.

        lead: the lines of the lead; None: it is not known yet, and may be any.
        """
        places, everywhere = self._places, range(1, len(lines))
        found = [self._met(line) & places[Where.LINE] for line in lines]
        led = reduce(or_, (lines[n] for n in (everywhere if lead is None else lead)), self.always)
        met = reduce(or_, found)
        met |= self._met(lines[0]) & places[Where.TITLE] | self._met(led) & places[Where.LEAD]
        signals = [order for order in self._touched(met) if self._signals[order].passes(met)]
        if not signals:
            return None
        sought = reduce(or_, (self._signals[order].sought for order in signals))
        return Passed(tuple(signals), tuple(n for n, here in enumerate(found) if here & sought))

    def _met(self, bits: int) -> int:
        """The options all of whose needs are met."""
        return bits & bits >> self._width & bits >> 2 * self._width

    def _touched(self, met: int) -> list[int]:
        owners = self._owners
        return sorted({order for bit in (0, *_split(met)) for order in owners.get(bit, ())})


class Screen:
    """The marks of one language's forms. Immutable, safe between threads."""

    def __init__(
        self, plan: Plan, forms: Iterable[tuple[int, Form]], counts_as: Sequence[Sequence[int]]
    ) -> None:
        self._always, self._paired = plan.always, plan.spare
        self._masks = {LINE_BREAK: 0}
        self._pairs: dict[str, list[tuple[frozenset[str], int]]] = {}
        for number, form in forms:
            bits = reduce(or_, (plan.masks[concept] for concept in counts_as[number]), 0)
            if bits:
                self._add(_marks(form), bits)
        self._automaton = AhoCorasick(
            list(self._masks), implementation=Implementation.ContiguousNFA, store_patterns=True
        )

    def _add(self, marks: list[str], bits: int) -> None:
        first, *others = marks
        others = [mark for mark in others if len(mark) > MARK_AT_LEAST]
        for mark in (first, *others):
            self._masks.setdefault(mark, 0)
        if others:
            self._masks[first] |= self._paired
            self._pairs.setdefault(first, []).append((frozenset(others), bits))
        else:
            self._masks[first] |= bits

    def lines(self, words: str) -> list[int]:
        """For each line of a flat text the bits of the needs that it could meet."""
        struck: list[str] = self._automaton.find_matches_as_strings(words, overlapping=True)
        bits, start = [], 0
        for _ in range(struck.count(LINE_BREAK)):
            end = struck.index(LINE_BREAK, start)
            bits.append(self._line(struck[start:end]))
            start = end + 1
        return [*bits, self._line(struck[start:])]

    def _line(self, marks: list[str]) -> int:
        bits = reduce(or_, map(self._masks.__getitem__, marks), self._always)
        return self._with_pairs(bits, set(marks)) if bits & self._paired else bits

    def _with_pairs(self, bits: int, marks: set[str]) -> int:
        for mark in marks:
            for others, more in self._pairs.get(mark, ()):
                if others <= marks:
                    bits |= more
        return bits


def _marks(form: Form) -> list[str]:
    """A form's stretches without open letters, as a flat text has them; the longest first."""
    marks, mark = [], " "
    for piece in form.pieces:
        mark += piece.text
        if piece.stem:
            marks.append(mark)
            mark = ""
        mark += " "
    if mark.strip():
        marks.append(mark)
    return sorted(marks, key=lambda one: (-len(one), one))


def _split(bits: int) -> Iterator[int]:
    """The single bits, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest
