"""What a letter says of the nights since the last one, and which of them were late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.digests.content import Coverage
from monitor.digests.nights import coverage
from monitor.digests.words import LATE_AT_MOST, coverage_in_words, spoken_days
from spiders.records import SourceState
from storage.memory import MemoryStore
from storage.records import Run, RunState, Turn
from tests.factories import make_page_record, make_source_night
from tests.monitor.flagging import make_guide

ZONE = ZoneInfo("Asia/Almaty")


def night(
    store: MemoryStore, day: int, *, hours_late: float = 0, pages: int = 1, ends: bool = True
) -> str:
    """A night of November, with two sources of which one fails; gives its run."""
    due = datetime(2026, 11, day, 2, 30, tzinfo=ZONE).astimezone(UTC)
    begun, name = due + timedelta(hours=hours_late), f"run-{day}"
    store.open_run(
        Run(id=name, started_at=begun, finished_at=None, state=RunState.RUNNING, rules="")
    )
    local = date(2026, 11, day)
    store.begin_turn(Turn(job="night", local_date=local, due_at=due, begun_at=begun, run_id=name))
    numbers = range(day * 100, day * 100 + pages)
    store.add_pages([make_page_record(number, run_id=name) for number in numbers])
    store.add_source_night(make_source_night("herald", run_id=name))
    store.add_source_night(make_source_night("post", run_id=name, state=SourceState.FAILED))
    if ends:
        store.end_turn("night", local, begun + timedelta(hours=1))
    return name


def told(store: MemoryStore, run_id: str, since: datetime | None = None) -> tuple[str, ...]:
    found = coverage(store, make_guide(), run_id, since=since, zone="Asia/Almaty")
    return coverage_in_words(found)


def test_a_night_in_time_says_what_it_read() -> None:
    store = MemoryStore()
    night(store, 23)
    run = night(store, 24, pages=3, ends=False)
    assert told(store, run) == ("The night of 24 Nov 2026 read 1 of 2 sources, 3 pages.",)


def test_a_late_night_says_when_it_was_made_up() -> None:
    store = MemoryStore()
    night(store, 23)
    run = night(store, 24, hours_late=23, ends=False)
    assert told(store, run)[1:] == (
        "The night of 24 Nov 2026 was made up on 25 Nov 2026, 01:30 (Asia/Almaty), "
        "23 h 0 min late.",
    )


def test_it_says_so_also_in_a_letter_that_goes_out_later() -> None:
    store = MemoryStore()
    night(store, 23)
    run = night(store, 24, hours_late=23)
    assert "made up on 25 Nov 2026" in told(store, run)[1]


def test_a_night_that_stands_for_missed_ones_names_them() -> None:
    store = MemoryStore()
    night(store, 20)
    run = night(store, 23, ends=False)
    assert told(store, run)[1:] == (
        "The night of 23 Nov 2026 was in time; it also stands for the nights of 21 Nov 2026 and "
        "22 Nov 2026, when nothing was read.",
    )


@pytest.mark.parametrize("ends", [True, False])
def test_the_first_night_of_all_is_never_late(ends: bool) -> None:
    store = MemoryStore()
    run = night(store, 24, hours_late=9, ends=ends)
    assert len(told(store, run)) == 1


def test_a_weekly_letter_counts_all_nights_since_the_last() -> None:
    store = MemoryStore()
    for day in range(17, 25):
        run = night(store, day, pages=2, hours_late=5 * (day == 20))
    sentences = told(store, run, since=datetime(2026, 11, 18, 12, tzinfo=ZONE))
    assert sentences == (
        "6 nights since your last letter read 12 pages; the night of 24 Nov 2026 read 1 of 2 "
        "sources.",
        "The night of 20 Nov 2026 was made up on 20 Nov 2026, 07:30 (Asia/Almaty), 5 h 0 min late.",
    )


def test_before_the_first_night_that_is_said() -> None:
    assert told(MemoryStore(), "") == ("No night has run yet.",)


def test_of_many_late_nights_the_rest_are_counted() -> None:
    late = tuple(f"night {n}" for n in range(LATE_AT_MOST + 2))
    words = coverage_in_words(Coverage(sources=1, pages=1, nights=9, late=late))
    assert len(words) == LATE_AT_MOST + 2 and words[-1] == "2 more nights came late."


def test_of_many_missed_nights_the_first_is_named() -> None:
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(9)]
    assert spoken_days(days) == "9 nights from 1 Nov 2026 on"
    assert spoken_days(days[:1]) == "the night of 1 Nov 2026"
