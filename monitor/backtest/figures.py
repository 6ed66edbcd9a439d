"""Figures over pairs: recall, precision and their intervals. Pure counting, no document is read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from monitor.backtest.records import Expected, Outcome, Pair

# Mean recall over recommendations leaves out those with fewer pairs: one miss would decide them.
PAIRS_FOR_MACRO = 3
COUNTED = (Outcome.FOUND, Outcome.MISSED, Outcome.FALSE)
_Z = 1.96  # of a two-sided 95 % interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval; None of nothing."""
        if not self.of:
            return None
        n, p = self.of, self.count / self.of
        centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Pairs, or documents, that were found, missed, and raised without cause."""

    found: int
    missed: int
    false: int

    @property
    def recall(self) -> Share:
        """Of what was expected, what was found."""
        return Share(count=self.found, of=self.found + self.missed)

    @property
    def precision(self) -> Share:
        """Of what was raised, what was expected; statements stand aside."""
        return Share(count=self.found, of=self.found + self.false)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a backtest measured.

    direction: of the pairs found, those that point where the label says. other: the same two
    questions over events that are no regressions, the rare and telling ones. statements: those
    taken for events. macro: the mean recall over `macro_of` recommendations; None over none.
    """

    documents: Counts
    pairs: Counts
    direction: Share
    other: Share
    other_direction: Share
    statements: Share
    macro: float | None
    macro_of: int
    recommendations: tuple[tuple[str, Counts], ...]
    languages: tuple[tuple[str, Counts], ...]


def measure(pairs: Sequence[Pair]) -> Figures:
    """The figures of a run."""
    found = [pair for pair in pairs if pair.outcome is Outcome.FOUND]
    expected = [pair for pair in pairs if pair.outcome in (Outcome.FOUND, Outcome.MISSED)]
    rare_found = [pair for pair in found if _is_rare(pair)]
    taken = sum(pair.outcome is Outcome.TAKEN for pair in pairs)
    stated = sum(pair.outcome is Outcome.STATED for pair in pairs)
    counted = [pair for pair in pairs if pair.outcome in COUNTED]
    recommendations = _by(counted, lambda pair: pair.recommendation)
    recalls = [c.recall for _, c in recommendations if c.recall.of >= PAIRS_FOR_MACRO]
    return Figures(
        documents=_documents(pairs),
        pairs=count(pairs),
        direction=_right(found),
        other=Share(count=len(rare_found), of=sum(_is_rare(pair) for pair in expected)),
        other_direction=_right(rare_found),
        statements=Share(count=taken, of=taken + stated),
        macro=sum(r.count / r.of for r in recalls) / len(recalls) if recalls else None,
        macro_of=len(recalls),
        recommendations=recommendations,
        languages=_by(counted, lambda pair: pair.language),
    )


def count(pairs: Iterable[Pair]) -> Counts:
    """The pairs by what became of them."""
    outcomes = [pair.outcome for pair in pairs]
    return Counts(
        found=outcomes.count(Outcome.FOUND),
        missed=outcomes.count(Outcome.MISSED),
        false=outcomes.count(Outcome.FALSE),
    )


def _documents(pairs: Iterable[Pair]) -> Counts:
    """Whether a document was put before a person at all, for whatever recommendation.

    A document with statements but no event counts neither way, however it was answered.
    """
    by_document: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_document.setdefault(pair.document, []).append(pair)
    found = missed = false = 0
    for own in by_document.values():
        raised = any(pair.answered for pair in own)
        if any(pair.expected is not None and pair.expected.is_event for pair in own):
            found, missed = found + raised, missed + (not raised)
        elif raised and all(pair.expected is None for pair in own):
            false += 1
    return Counts(found=found, missed=missed, false=false)


def _right(found: Sequence[Pair]) -> Share:
    return Share(count=sum(pair.is_right_way for pair in found), of=len(found))


def _is_rare(pair: Pair) -> bool:
    return pair.expected in (Expected.PROGRESS, Expected.MIXED)


def _by(pairs: Sequence[Pair], name_of: Callable[[Pair], str]) -> tuple[tuple[str, Counts], ...]:
    names = sorted({name_of(pair) for pair in pairs})
    return tuple((name, count(p for p in pairs if name_of(p) == name)) for name in names)
