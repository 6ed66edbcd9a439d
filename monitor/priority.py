"""In which order flags are looked at, and why: points that a person can add up.

    demand's weight + what it is about + who says it + how many voices  ─► points
    points, then the day                                                ─► priority

Pure. A priority is points × 100,000 + days since 1990, so that of equal points the newer is first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.flagviews import TIER_WORDS
from rules.records import Ladder, LifeState, Match, Recommendation, Toward
from spiders.records import Source, Tier
from storage.records import Flag, Heading, Lane

_DAYS = 100_000
_FIRST_DAY = date(1990, 1, 1)
_DEMAND = {
    LifeState.OPEN: (3, "the demand is open"),
    LifeState.CARRIED: (3, "the demand lives on in current practice"),
    LifeState.FULFILLED: (1, "the demand is fulfilled"),
    LifeState.OVERTAKEN: (0, "the demand is overtaken"),
}
_TIERS = {
    Tier.OFFICIAL: 3,
    Tier.INTERGOVERNMENTAL: 3,
    Tier.NGO: 2,
    Tier.INDEPENDENT_MEDIA: 2,
    Tier.STATE_MEDIA: 1,
    Tier.AGGREGATOR: 0,
}
_VOICES_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Why a flag stands where it stands. reasons: (points, in words). day: breaks a tie."""

    reasons: tuple[tuple[int, str], ...]
    day: date

    @property
    def points(self) -> int:
        """All reasons together."""
        return sum(points for points, _ in self.reasons)

    @property
    def priority(self) -> int:
        """One number, the higher the sooner."""
        days = min(max((self.day - _FIRST_DAY).days, 0), _DAYS - 1)
        return self.points * _DAYS + days

    @property
    def sentence(self) -> str:
        """The sum, to be read."""
        parts = ", ".join(f"{words} ({points})" for points, words in self.reasons)
        return f"Priority {self.points}: {parts}; of equal ones the newer stands first."


def weigh(
    flag: Flag,
    *,
    matches: Sequence[Match],
    recommendation: Recommendation | None,
    ladder: Ladder | None,
    sources: Iterable[Source | None],
    published: date | None,
) -> Weight:
    """The weight of a flag.

    matches: those it rests on. sources: of the story's documents, that of the shown one first;
    None for one that the catalogue has no more.
    """
    known = tuple(sources)
    reasons = (
        _demand(recommendation),
        _way(flag),
        _rung(matches, ladder),
        _source(known[0] if known else None),
        _voices(known),
    )
    day = published or flag.raised_at.date()
    # A date in the future or a typing error of a site must not hold a flag at the top.
    return Weight(reasons=reasons, day=min(day, flag.raised_at.date()))


def _demand(recommendation: Recommendation | None) -> tuple[int, str]:
    if recommendation is None:
        return 0, "the register has this demand no more"
    return _DEMAND[recommendation.life.state]


def _way(flag: Flag) -> tuple[int, str]:
    if flag.lane is Lane.COMING:
        return 2, "it is still to come, and can be acted upon"
    if flag.heading is Heading.PROGRESS:
        return 1, "possible progress"
    return 2, "possible regression"


def _rung(matches: Sequence[Match], ladder: Ladder | None) -> tuple[int, str]:
    """The further up the ladder the weightier, from 0 to 3; a reversal weighs 3."""
    if ladder is None:
        return 0, "no rung"
    best = (0, "no rung")
    for match in matches:
        if match.rung is None:
            continue
        if match.toward is Toward.REGRESSION or match.rung in ladder.reversals:
            return 3, f"the reversal “{match.rung}”"
        place = ladder.rungs.index(match.rung) + 1 if match.rung in ladder.rungs else 0
        points = (3 * place) // max(len(ladder.rungs), 1)
        best = max(best, (points, f"rung “{match.rung}”"))
    return best


def _source(source: Source | None) -> tuple[int, str]:
    if source is None:
        return 0, "a source that the catalogue has no more"
    return _TIERS[source.tier], f"source: {TIER_WORDS[source.tier]}"


def _voices(sources: Iterable[Source | None]) -> tuple[int, str]:
    """Publishers that are their own; one publisher's outlets are one voice, aggregators none."""
    own = {s.publisher for s in sources if s is not None and s.tier is not Tier.AGGREGATOR}
    count = len(own)
    if count <= 1:
        return 0, "one voice"
    return min(count - 1, _VOICES_AT_MOST), f"{count} independent voices"
