"""What a digest is made of, before any words: tallies, groups by recommendation, coverage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.flagviews import FlagView
from rules.records import Register
from spiders.records import SourceState
from storage.records import Flag, Heading, Lane

# Regressions first: they are what a reader must not miss.
HEADING_ORDER = (Heading.REGRESSION, Heading.MIXED, Heading.PROGRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A source that was not read as it should be. state: "failed", "partial" or "suspicious".

    last_good: when it last was; None: never, or not known. cure: what may help; "": not known.
    """

    name: str
    state: SourceState
    reason: str
    last_good: date | None = None
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read: no flag means little where little was.

    sources, troubles: of the newest night; pages: of all `nights` that are told, the newest of
    which counts for the local date `night` (None: for none, as a run by hand). late: a sentence for
    each that came late. nights: 0 before the first.
    """

    sources: int
    pages: int
    troubles: tuple[Trouble, ...] = ()
    nights: int = 1
    night: date | None = None
    late: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """How many sources gave nothing at all."""
        return sum(trouble.state is SourceState.FAILED for trouble in self.troubles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The flags of one recommendation in one lane. shown: the first ones of `count`."""

    recommendation: str
    asks: str
    count: int
    shown: tuple[FlagView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    """What waits, as one HTML file to be answered in a browser and sent back.

    flags: numbers of those in it, the first of the `waiting` ones that the letter tells.
    """

    name: str
    page: str
    flags: tuple[int, ...]
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a reader comes back to what a letter tells.

    origin: where the review pages are for everybody, as https://review.example.org; "": on the
    machine of whoever runs them alone. end: the address that ends these letters; "": there is none.
    file: what comes with the letter; None: nothing.
    """

    origin: str = ""
    end: str = ""
    file: ReviewFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContent:
    """Everything a letter says. tally: of the happened lane, by heading. day: the letter's date.

    reopened: earlier flags that the last night opened again. ways: back to them.
    """

    register: Register
    day: date
    coverage: Coverage
    happened: tuple[Group, ...]
    coming: tuple[Group, ...]
    tally: Mapping[Heading, int] = field(default_factory=dict)
    reopened: int = 0
    ways: Ways = field(default_factory=Ways)

    @property
    def coming_count(self) -> int:
        """The number of planned matters."""
        return sum(group.count for group in self.coming)

    @property
    def count(self) -> int:
        """All flags of the letter."""
        return sum(self.tally.values()) + self.coming_count


def tally(flags: Iterable[Flag]) -> dict[Heading, int]:
    """How many flags point where, in the happened lane."""
    counts = dict.fromkeys(HEADING_ORDER, 0)
    for flag in flags:
        if flag.lane is Lane.HAPPENED:
            counts[flag.heading] += 1
    return counts


def grouped(
    flags: Sequence[Flag], lane: Lane, register: Register
) -> tuple[tuple[str, tuple[Flag, ...]], ...]:
    """The flags of a lane by recommendation.

    Recommendations with a regression come first, then in the register's order; within one,
    regressions first, then the newest.
    """
    by_recommendation: dict[str, list[Flag]] = {}
    for flag in flags:
        if flag.lane is lane:
            by_recommendation.setdefault(flag.recommendation, []).append(flag)
    position = {r.id: index for index, r in enumerate(register.recommendations)}
    ordered = [
        (name, tuple(sorted(found, key=_urgency))) for name, found in by_recommendation.items()
    ]
    ordered.sort(key=lambda pair: (_urgency(pair[1][0])[0], position.get(pair[0], len(position))))
    return tuple(ordered)


def in_order(flags: Sequence[Flag], register: Register) -> tuple[Flag, ...]:
    """The flags as a letter tells them: what happened first, then what is coming."""
    lanes = (Lane.HAPPENED, Lane.COMING)
    groups = (group for lane in lanes for _, group in grouped(flags, lane, register))
    return tuple(flag for group in groups for flag in group)


def _urgency(flag: Flag) -> tuple[int, int]:
    return HEADING_ORDER.index(flag.heading), -flag.number
