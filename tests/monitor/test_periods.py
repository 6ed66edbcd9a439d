"""Time in periods, and how much of it was watched."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.periods import Cover, Span, covers, periods, place
from storage.board import NightCover

REPORT = date(2004, 4, 5)
TODAY = date(2026, 3, 15)
DAYS = st.dates(date(2004, 4, 5), date(2040, 12, 31))


def night(day: date, asked: int = 4, silent: int = 0) -> NightCover:
    at = datetime.combine(day, time(2, 30), UTC)
    return NightCover(run_id=day.isoformat(), started_at=at, asked=asked, silent=silent)


def cover(*nights: NightCover, today: date = TODAY) -> Cover:
    """How the month of `today` was watched."""
    return covers(nights, periods(Span.TWO_YEARS, REPORT, today), today)[-1]


@given(today=DAYS, span=st.sampled_from(Span))
def test_periods_follow_each_other_and_the_last_holds_today(today: date, span: Span) -> None:
    of = periods(span, REPORT, today)
    follows = [one.last + timedelta(days=1) for one in of[:-1]]
    assert follows == [one.first for one in of[1:]]
    assert of[-1].first <= today <= of[-1].last


@given(today=DAYS, day=st.dates(date(1991, 1, 1), date(2041, 1, 1)), span=st.sampled_from(Span))
def test_a_day_is_placed_in_the_period_that_holds_it(today: date, day: date, span: Span) -> None:
    of = periods(span, REPORT, today)
    holding = [n for n, one in enumerate(of) if one.first <= day <= one.last]
    assert place(day, of) == (holding[0] if holding else None)


def test_two_years_are_twenty_four_months() -> None:
    of = periods(Span.TWO_YEARS, REPORT, TODAY)
    assert (len(of), of[0].label, of[-1].label) == (24, "Apr 2024", "Mar 2026")


def test_since_the_report_a_year_each() -> None:
    of = periods(Span.ALL, REPORT, TODAY)
    assert (len(of), of[0].label, of[-1].label) == (23, "2004", "2026")


def test_days_without_a_night_are_missing() -> None:
    found = cover(*(night(date(2026, 3, day)) for day in range(1, 8)))
    assert (found.nights, found.days, found.missing) == (7, 14, 0.5)


def test_a_month_of_which_nothing_is_known_is_missing_whole() -> None:
    assert cover().missing == 1.0


def test_today_is_waited_for() -> None:
    assert cover(today=date(2026, 3, 1)).missing == 0.0
    ran = cover(night(date(2026, 3, 1)), today=date(2026, 3, 1))
    assert (ran.nights, ran.days) == (1, 1)


def test_sources_that_give_nothing_are_missing() -> None:
    nights = [night(date(2026, 3, day), asked=4, silent=1) for day in range(1, 15)]
    assert cover(*nights).missing == 0.25


def test_of_two_nights_on_a_day_the_better_counts() -> None:
    day = date(2026, 3, 1)
    found = cover(night(day, silent=4), night(day, silent=0), today=date(2026, 3, 2))
    assert (found.nights, found.silent) == (1, 0.0)


@given(
    nights=st.lists(
        st.tuples(st.integers(0, 800), st.integers(1, 50), st.integers(0, 50)), max_size=40
    ),
    span=st.sampled_from(Span),
)
def test_a_share_is_a_share(nights: list[tuple[int, int, int]], span: Span) -> None:
    found = [
        night(TODAY - timedelta(days=ago), asked, min(silent, asked))
        for ago, asked, silent in nights
    ]
    for one in covers(found, periods(span, REPORT, TODAY), TODAY):
        assert 0 <= one.missing <= 1
