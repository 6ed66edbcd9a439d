"""The records of measuring: what a person expects of a document, and what the rules answered."""

from dataclasses import dataclass
from enum import StrEnum

from rules.complaints import Place
from rules.records import Document, Toward


class Expected(StrEnum):
    """What a label says. MIXED: an event in both directions. STATEMENT: nothing changed yet."""

    PROGRESS = "progress"
    REGRESSION = "regression"
    MIXED = "mixed"
    STATEMENT = "statement"

    @property
    def is_event(self) -> bool:
        """Whether it asks for a flag. A statement counts neither for nor against."""
        return self is not Expected.STATEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a person expects of one document: (recommendation, expected) pairs; none for NONE."""

    document: str
    pairs: tuple[tuple[str, Expected], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document with what is expected of it.

    is_whole: whether its pairs are all that there is to say; else nothing beyond them counts.
    """

    document: Document
    pairs: tuple[tuple[str, Expected], ...]
    is_whole: bool = True


class Outcome(StrEnum):
    """What became of a pair. STATED: a statement that raised nothing. TAKEN: one that did."""

    FOUND = "found"
    MISSED = "missed"
    FALSE = "false"
    STATED = "stated"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One document and recommendation, with a label, an answer, or both.

    expected: None where the label does not name the recommendation. answered: the directions of
    the actual matches; empty where there are none.
    """

    document: str
    language: str
    recommendation: str
    expected: Expected | None
    answered: frozenset[Toward]

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        if self.expected is None:
            return Outcome.FALSE
        if self.expected.is_event:
            return Outcome.FOUND if self.answered else Outcome.MISSED
        return Outcome.TAKEN if self.answered else Outcome.STATED

    @property
    def is_right_way(self) -> bool:
        """Whether a pair that was found points where the label says, and nowhere else."""
        if self.expected is Expected.MIXED:
            return True
        return {toward.value for toward in self.answered} == {self.expected}
