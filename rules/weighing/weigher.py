"""Weighs the pages of one register, where something was learnt for it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from rules.candidates import Candidate, Reading
from rules.weighing.scale import SCALE, Scale, read_scale
from rules.weighing.signs import signs
from rules.weighing.weigh import Outcome, cases, weigh


class Weigher:
    """A register's scale, read when the first page is weighed. Safe between threads.

    text: of a scale's file that was read without fault; empty: nothing is weighed. names: the
    concepts by number.
    """

    def __init__(self, text: str, names: Mapping[int, str]) -> None:
        self._text = text
        self._names = names

    @property
    def without_scale(self) -> "Weigher":
        """One that weighs nothing."""
        return Weigher("", self._names)

    @cached_property
    def scale(self) -> Scale | None:
        """The scale; None where there is none."""
        return read_scale(self._text, SCALE).item if self._text else None

    def signs(self, reading: Reading, chosen: Sequence[Candidate]) -> frozenset[str]:
        """The signs of a page that tells what is chosen."""
        return signs(reading, chosen, self._names)

    def outcomes(self, chosen: Sequence[Candidate], reading: Reading) -> tuple[Outcome, ...]:
        """What comes of a page's cases; none without a scale. chosen: what the page tells."""
        if self.scale is None or not chosen:
            return ()
        return weigh(self.scale, cases(chosen, reading), self.signs(reading, chosen))
