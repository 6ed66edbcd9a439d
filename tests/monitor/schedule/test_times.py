"""Row 73 and the clock changes around it: when a job is due, on every local date once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule.times import Daily, Hourly

ZONES = ("Europe/Berlin", "Asia/Almaty", "UTC", "America/New_York", "Pacific/Apia", "Africa/Cairo")


def daily(zone: str = "Europe/Berlin", at: time = time(2, 30)) -> Daily:
    return Daily(at=at, zone=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        pytest.param("Europe/Berlin", date(2026, 3, 29), "01:30", id="row73-spring-hour-left-out"),
        pytest.param("Europe/Berlin", date(2026, 10, 25), "00:30", id="row73-autumn-first-coming"),
        pytest.param("Europe/Berlin", date(2026, 10, 26), "01:30", id="row73-day-after"),
        pytest.param("Asia/Almaty", date(2024, 2, 29), "20:30", id="row73-almaty-before"),
        pytest.param("Asia/Almaty", date(2024, 3, 1), "21:30", id="row73-almaty-after"),
    ],
)
def test_a_turn_is_due_at_the_hour_that_clocks_there_show(
    zone: str, day: date, expected: str
) -> None:
    assert f"{daily(zone).due_at(day):%H:%M}" == expected


def test_the_hour_that_comes_twice_belongs_to_one_date() -> None:
    """Row 73: at its second coming the same date's turn is due, which was had."""
    times, second = daily(), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert times.latest(second) == times.latest(second - timedelta(hours=1))


def test_before_its_hour_the_day_before_is_due() -> None:
    now = datetime(2026, 11, 24, 1, 29, tzinfo=UTC)
    assert daily().latest(now)[0] == date(2026, 11, 23)


@given(
    zone=st.sampled_from(ZONES),
    now=st.integers(946_684_800, 2_145_830_400).map(lambda s: datetime.fromtimestamp(s, UTC)),
    at=st.times().map(lambda each: each.replace(second=0, microsecond=0)),
)
def test_what_is_due_is_due_by_now_and_the_next_is_not(zone: str, now: datetime, at: time) -> None:
    times = daily(zone, at)
    _, since = times.latest(now)
    assert since <= now < times.next_after(now)


@given(day=st.dates(date(2000, 1, 1), date(2037, 12, 31)), zone=st.sampled_from(ZONES[:4]))
def test_a_later_date_is_due_later(day: date, zone: str) -> None:
    times = daily(zone)
    assert times.due_at(day) < times.due_at(day + timedelta(days=1))


def test_an_hourly_job_is_due_since_the_last_such_minute() -> None:
    now = datetime(2026, 11, 24, 9, 4, tzinfo=UTC)
    assert Hourly(minute=5).latest(now) == datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
