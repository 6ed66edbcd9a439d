"""How well two people agree who answered the same flags without seeing each other's answers.

    pairs of answers ─► raw agreement ─► Cohen's kappa: agreement beyond what chance would give

Pure. The interval is Wilson's for the share of agreement, carried over into kappa with agreement
by chance held as it was observed; unlike the usual one it says something where all agree. First
and second reader are roles: over time each is played by many. Under PAIRS_AT_LEAST pairs no kappa
is given, for it would be noise.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from storage.reading import SecondReading
from storage.records import Answer

PAIRS_AT_LEAST = 10
_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Cohen's kappa with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How two readers agree. agreed: pairs of equal answers, of `pairs` in all.

    kappa: None under PAIRS_AT_LEAST pairs, or where all answers are the same, so that chance alone
    would make all agree.
    """

    recommendation: str
    pairs: int
    agreed: int
    kappa: Kappa | None

    @property
    def share(self) -> float:
        """Raw agreement, from 0 to 1; 0 without a pair."""
        return self.agreed / self.pairs if self.pairs else 0.0

    @property
    def sentence(self) -> str:
        """What may be said of it, and no more."""
        if self.pairs < PAIRS_AT_LEAST:
            return f"too few to say: {self.pairs} of at least {PAIRS_AT_LEAST} pairs"
        if self.kappa is None:
            return "kappa says nothing here: every answer was the same"
        k = self.kappa
        return f"kappa {k.value:.2f} (95 %: {k.low:.2f} to {k.high:.2f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """All pairs together, each recommendation that has any, and what was answered against what.

    crossed: (first answer, second answer, how often), the most frequent first.
    """

    together: Agreement
    each: tuple[Agreement, ...]
    crossed: tuple[tuple[Answer, Answer, int], ...]


def agreements(readings: Sequence[SecondReading]) -> Agreements:
    """Agreement over all and by recommendation, in the order of their names."""
    names = sorted({one.recommendation for one in readings})
    pairs = Counter((one.first.answer, one.second.answer) for one in readings)
    differing = [(a, b, n) for (a, b), n in pairs.items() if a is not b]
    return Agreements(
        together=_agreement("", readings),
        each=tuple(
            _agreement(name, [one for one in readings if one.recommendation == name])
            for name in names
        ),
        crossed=tuple(sorted(differing, key=lambda row: (-row[2], row[0], row[1]))),
    )


def _agreement(name: str, readings: Iterable[SecondReading]) -> Agreement:
    pairs = [(one.first.answer, one.second.answer) for one in readings]
    agreed = sum(first is second for first, second in pairs)
    kappa = kappa_of(pairs) if len(pairs) >= PAIRS_AT_LEAST else None
    return Agreement(recommendation=name, pairs=len(pairs), agreed=agreed, kappa=kappa)


def kappa_of(pairs: Sequence[tuple[Answer, Answer]]) -> Kappa | None:
    """Cohen's kappa of one pair or more; None where chance alone would make all agree."""
    count = len(pairs)
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(firsts[answer] * seconds[answer] for answer in firsts) / count**2
    if by_chance == 1:
        return None
    observed = sum(a is b for a, b in pairs) / count
    low, high = _wilson(observed, count)
    value, low, high = ((p - by_chance) / (1 - by_chance) for p in (observed, low, high))
    return Kappa(value=value, low=low, high=high)


def _wilson(share: float, count: int) -> tuple[float, float]:
    """Wilson's interval for a share of `count`."""
    middle = share + _Z**2 / (2 * count)
    half = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    scale = 1 + _Z**2 / count
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
