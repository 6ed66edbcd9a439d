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

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, groupby
from operator import itemgetter, or_

from ahocorasick_rs import AhoCorasick, Implementation

from rules.expression import Any, Node
from rules.flat import LINE_BREAK
from rules.forms import Form
from rules.ways import Look, Need, Option, Where, beside, ways

_BREAK = -1  # no bits
# Forms of several marks share so many bits that tell whether two marks of one may be there.
PAIRS = 251
# With more options than this some share a bit, so that no register makes the pass slow.
WIDTH_AT_MOST = 8192
MARK_AT_LEAST = len(" and ")
# Of an option so many needs are looked at, the rarest; as many shifts and one are in Plan._met.
NEEDS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Passed:
    """What a screen lets through, and the lines in which to read.

    signals: by their order, each with what is left of its expression. lines: beside title and lead,
    which have to be read too; 0 is the title. Lines with surnames are always among them, for one
    may say whose surname stands in another.
    """

    signals: tuple[tuple[int, Node], ...]
    lines: tuple[int, ...]


class _Branch:
    """A term of a signal's outermost OR; its ways, of each look the bits of its options."""

    __slots__ = ("node", "sought", "ways")

    def __init__(self, node: Node, bits: Callable[[Look], int]) -> None:
        self.node = node
        self.ways = [[bits(look) for look in way] for way in ways(node)]
        self.sought = reduce(or_, chain(*self.ways, map(bits, beside(node))), 0)


class Plan:
    """The options of all signals of a register, as bits. Immutable, shared by all languages.

    masks: by concept the bits of the needs that it meets. always: the bits of needs that an option
    does not have. person: the bit of a surname; spare: the first that is free.
    """

    def __init__(
        self, nodes: Sequence[Node], frequency: Callable[[Need], float], concepts: int
    ) -> None:
        self._numbers: dict[tuple[Where, Option], int] = {}
        self._signals = [
            [
                _Branch(term, self._bits)
                for term in (node.terms if isinstance(node, Any) else [node])
            ]
            for node in nodes
        ]
        self._width = min(len(self._numbers), WIDTH_AT_MOST)
        self._places = dict.fromkeys(Where, 0)
        self.masks, self.always = [0] * concepts, 0
        for (where, option), number in self._numbers.items():
            self._places[where] |= 1 << number
            self._spread(sorted(option, key=frequency)[:NEEDS_AT_MOST], number)
        self.person = 1 << NEEDS_AT_MOST * self._width
        self.spare = NEEDS_AT_MOST * self._width + 1
        self._always_met: set[tuple[int, int]] = set()
        self._by_option: dict[int, list[tuple[int, int]]] = {}
        self._by_look: dict[int, list[tuple[int, int, list[int]]]] = {}
        for order, branches in enumerate(self._signals):
            for number, branch in enumerate(branches):
                for way in branch.ways:
                    self._index(order, number, way)
        self._alone = reduce(or_, self._by_option, 0)
        self._first = reduce(or_, self._by_look, 0)

    def _index(self, order: int, branch: int, way: list[int]) -> None:
        """Files a way under the options of its only look, or of that with the fewest."""
        if not way:
            self._always_met.add((order, branch))
            return
        first, *others = sorted(way, key=lambda look: (look.bit_count(), look))
        for bit in _split(first):
            if others:
                self._by_look.setdefault(bit, []).append((order, branch, others))
            else:
                self._by_option.setdefault(bit, []).append((order, branch))

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

    def passed(self, lines: Sequence[int], lead: Iterable[int] | None = None) -> Passed | None:
        """What could be satisfied where the lines hold such bits; None: nothing.

        lead: the lines of the lead; None: it is not known yet, and may be any.
        """
        places, shift = self._places, self._width
        anywhere = places[Where.LINE]
        found = [bits & bits >> shift & bits >> 2 * shift & anywhere for bits in lines]
        met = reduce(or_, found) | self._met(lines[0]) & places[Where.TITLE]
        led = lines[1:] if lead is None else [lines[number] for number in lead]
        met |= self._met(reduce(or_, led, self.always)) & places[Where.LEAD]
        branches = self._satisfied(met)
        if not branches:
            return None
        sought = reduce(or_, (self._signals[order][n].sought for order, n in branches))
        return Passed(
            signals=tuple(self._left(branches)),
            lines=tuple(
                number
                for number, (here, bits) in enumerate(zip(found, lines, strict=True))
                if here & sought or bits & self.person
            ),
        )

    def _met(self, bits: int) -> int:
        """The options all of whose needs are met."""
        return bits & bits >> self._width & bits >> 2 * self._width

    def _satisfied(self, met: int) -> list[tuple[int, int]]:
        """The signals, with the branches of which a way is met."""
        found = set(self._always_met)
        for bit in _split(met & self._alone):
            found.update(self._by_option[bit])
        for bit in _split(met & self._first):
            for order, branch, others in self._by_look[bit]:
                if (order, branch) not in found and all(met & look for look in others):
                    found.add((order, branch))
        return sorted(found)

    def _left(self, branches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Node]]:
        for order, group in groupby(branches, key=itemgetter(0)):
            nodes = [self._signals[order][number].node for _, number in group]
            yield order, nodes[0] if len(nodes) == 1 else Any(tuple(nodes))


class Screen:
    """The marks of one language's forms. Immutable, safe between threads.

    counts_as: by concept those that its hits count for. people: the concepts of persons, whose
    surnames have numbers of their own.
    """

    def __init__(
        self,
        plan: Plan,
        forms: Iterable[tuple[int, Form]],
        counts_as: Sequence[Sequence[int]],
        people: Mapping[int, int],
    ) -> None:
        self._always, self._spare = plan.always, plan.spare
        self._masks = {LINE_BREAK: _BREAK}
        self._pairs: dict[str, list[tuple[str, int]]] = {}
        bits_of = [reduce(or_, (plan.masks[one] for one in known), 0) for known in counts_as]
        bits_of += [bits_of[people[number]] | plan.person for number in sorted(people)]
        for marks, bits in _needed(forms, bits_of):
            self._add(marks, bits)
        self._firsts = frozenset(self._pairs)
        self._automaton = AhoCorasick(
            list(self._masks), implementation=Implementation.ContiguousNFA, store_patterns=True
        )

    def _add(self, marks: Sequence[str], bits: int) -> None:
        for mark in marks:
            self._masks.setdefault(mark, 0)
        first, *others = marks
        if not others:
            self._masks[first] |= bits
            return
        self._pairs.setdefault(first, []).append((others[0], bits))
        bit = self._spare + len(self._pairs) % PAIRS
        self._masks[first] |= 1 << bit
        self._masks[others[0]] |= 1 << bit + PAIRS

    def lines(self, words: str) -> list[int]:
        """For each line of a flat text the bits of the needs that it could meet."""
        struck: list[str] = self._automaton.find_matches_as_strings(words, overlapping=True)
        known, bits = self._masks, self._always
        found, ends = list[int](), list[int]()
        for number, mark in enumerate(struck):
            mask = known[mark]
            if mask == _BREAK:
                found.append(bits)
                ends.append(number)
                bits = self._always
            else:
                bits |= mask
        found.append(bits)
        self._add_pairs(found, struck, ends)
        return found

    def _add_pairs(self, lines: list[int], struck: list[str], ends: list[int]) -> None:
        """Adds to the lines the bits of forms of which two marks are there."""
        one, other = self._spare, self._spare + PAIRS
        for number, bits in enumerate(lines):
            if not bits >> one & bits >> other:
                continue
            start = ends[number - 1] + 1 if number else 0
            there = set(struck[start : ends[number] if number < len(ends) else None])
            for mark in there & self._firsts:
                for second, more in self._pairs[mark]:
                    if second in there:
                        lines[number] |= more


def _needed(
    forms: Iterable[tuple[int, Form]], bits_of: Sequence[int]
) -> Iterator[tuple[Sequence[str], int]]:
    """For each form that some need asks for one or two marks to strike, with its bits.

    Two are those that stand in the fewest other forms, and so in the fewest texts.
    """
    found = [(_marks(form), bits_of[number]) for number, form in forms if bits_of[number]]
    usual = Counter(mark for marks, _ in found for mark in marks)
    for marks, bits in found:
        yield sorted(marks, key=lambda mark: (usual[mark], -len(mark), mark))[:2], bits


def _marks(form: Form) -> list[str]:
    """A form's stretches without open letters, as a flat text has them.

    Short ones only if there is no other: " in " stands in every line.
    """
    marks, mark = [], " "
    for piece in form.pieces:
        mark += piece.text
        if piece.is_open:
            marks.append(mark)
            mark = ""
        mark += " "
    if mark.strip():
        marks.append(mark)
    long = [one for one in marks if len(one) >= MARK_AT_LEAST]
    return long or [max(marks, key=len)]


def _split(bits: int) -> Iterator[int]:
    """The single bits, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest
