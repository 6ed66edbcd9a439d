"""Time cut into periods, and how much of each of them somebody was watching. Pure.

A month in which no night ran tells nothing: what is missing is told, and never taken for nothing
having happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storage.board import NightCover

_DAY = timedelta(days=1)


class Span(StrEnum):
    """How far back a chart looks."""

    TWO_YEARS = "2"
    FIVE_YEARS = "5"
    ALL = "all"


SPAN_WORDS = {
    Span.TWO_YEARS: "two years",
    Span.FIVE_YEARS: "five years",
    Span.ALL: "since the report",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month or a year. first, last: its days, both included."""

    first: date
    last: date

    @property
    def is_year(self) -> bool:
        """Whether it is a year, not a month."""
        return (self.last - self.first).days > 31

    @property
    def label(self) -> str:
        """How a person names it."""
        if self.is_year:
            return str(self.first.year)
        return f"{self.first:%b %Y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """How a period was watched. days: those that are over; nights: those of them with a run.

    silent: the mean share of sources that gave nothing in these nights, 0 to 1.
    """

    days: int
    nights: int
    silent: float

    @property
    def missing(self) -> float:
        """The share of which nothing is known, 0 to 1; 0 where no day is over yet."""
        if not self.days:
            return 0.0
        return 1 - (self.nights / self.days) * (1 - self.silent)


def periods(span: Span, report: date, today: date) -> tuple[Period, ...]:
    """The periods of a span, oldest first; the last holds today. ALL: a year each."""
    if span is Span.ALL:
        first = min(report.year, today.year)
        return tuple(
            Period(first=date(year, 1, 1), last=date(year, 12, 31))
            for year in range(first, today.year + 1)
        )
    months = int(span.value) * 12
    newest = today.year * 12 + today.month - 1
    return tuple(_month(number) for number in range(newest - months + 1, newest + 1))


def _month(number: int) -> Period:
    """A month, counted from that of the year 0."""
    first = date(number // 12, number % 12 + 1, 1)
    following = number + 1
    after = date(following // 12, following % 12 + 1, 1)
    return Period(first=first, last=after - _DAY)


def place(day: date, of: Sequence[Period]) -> int | None:
    """Which of the periods holds a day; None: none of them."""
    if not of or not of[0].first <= day <= of[-1].last:
        return None
    if of[0].is_year:
        return day.year - of[0].first.year
    return (day.year - of[0].first.year) * 12 + day.month - of[0].first.month


def covers(nights: Iterable[NightCover], of: Sequence[Period], today: date) -> tuple[Cover, ...]:
    """How each period was watched. Of two runs on one day the better one counts.

    Today counts where a run was made already: its night may be still to come.
    """
    best: dict[date, float] = {}
    for night in nights:
        day, share = night.started_at.date(), night.silent / night.asked if night.asked else 1.0
        best[day] = min(best.get(day, 1.0), share)
    return tuple(_cover(period, best, today) for period in of)


def _cover(period: Period, best: dict[date, float], today: date) -> Cover:
    end = min(period.last, today)
    own = [share for day, share in best.items() if period.first <= day <= end]
    over = max((end - period.first).days + 1, 0)
    if period.first <= today <= period.last and today not in best:
        over -= 1
    return Cover(days=over, nights=len(own), silent=sum(own) / len(own) if own else 0.0)
