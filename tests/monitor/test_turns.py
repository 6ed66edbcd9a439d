"""A job's turn on a local date."""

from datetime import date, timedelta

import pytest

from monitor.turns import Due, had, lateness, missed, told_late
from storage.memory import MemoryStore
from storage.records import Turn
from tests.factories import at, make_run

DAY = date(2026, 11, 24)


def due(day: date = DAY) -> Due:
    return Due(job="night", local_date=day, due_at=at(0))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def begin(store: MemoryStore, day: date, run_id: str | None = None) -> None:
    store.begin_turn(Turn(job="night", local_date=day, due_at=at(0), begun_at=at(1), run_id=run_id))


def end(store: MemoryStore, day: date) -> None:
    begin(store, day)
    store.end_turn("night", day, at(9))


def test_a_turn_that_began_and_never_ended_is_still_to_be_had(store: MemoryStore) -> None:
    store.open_run(make_run(1))
    begin(store, DAY, "run-1")
    assert had(store, due()) is None


def test_a_turn_whose_run_was_closed_before_a_kill_was_had(store: MemoryStore) -> None:
    """Row 54: killed between closing the run and saying that the turn has ended."""
    store.open_run(make_run(1))
    begin(store, DAY, "run-1")
    store.close_run("run-1", at(8))
    assert had(store, due()) is not None


def test_another_date_s_turn_is_another_turn(store: MemoryStore) -> None:
    end(store, DAY - timedelta(days=1))
    assert had(store, due()) is None


def test_missed_dates_lie_between_the_last_ended_turn_and_this(store: MemoryStore) -> None:
    """Row 72."""
    end(store, DAY - timedelta(days=4))
    begin(store, DAY - timedelta(days=3))
    assert [day.day for day in missed(store, due())] == [21, 22, 23]


def test_before_the_first_turn_nothing_was_missed(store: MemoryStore) -> None:
    assert missed(store, due()) == ()


def test_turns_that_a_clock_made_in_the_future_miss_nothing(store: MemoryStore) -> None:
    """Row 74."""
    end(store, DAY + timedelta(days=365))
    assert missed(store, due()) == ()


def test_a_turn_in_time_is_not_said_to_be_late() -> None:
    assert lateness(due(), at(14), ()) is None


def test_a_late_turn_says_by_how_much() -> None:
    """Row 72."""
    said = lateness(due(), at(135), ())
    assert said is not None and said.startswith("This night is late by 2 h 15 min: it was due at")


def test_a_clock_that_ran_back_makes_no_negative_age() -> None:
    """Row 74."""
    assert lateness(due(), at(-600), ()) is None


def test_nights_made_up_for_are_named() -> None:
    """Row 72."""
    dates = (date(2026, 11, 22), date(2026, 11, 23))
    assert lateness(due(), at(0), dates) == (
        "This night is made up for 2026-11-22, 2026-11-23, when this machine ran none"
    )


def test_of_a_long_absence_only_the_first_date_is_named() -> None:
    dates = tuple(DAY + timedelta(days=n) for n in range(200))
    assert "made up for 200 dates since 2026-11-24" in str(lateness(due(), at(0), dates))


def test_a_first_turn_is_late_for_nothing(store: MemoryStore) -> None:
    begin(store, DAY)
    assert told_late(store, due(), at(600)) is None


def test_a_later_turn_says_what_it_makes_up_for(store: MemoryStore) -> None:
    """Row 72."""
    end(store, DAY - timedelta(days=2))
    begin(store, DAY)
    assert "late by 10 h 0 min" in str(told_late(store, due(), at(600)))
    assert "made up for 2026-11-23" in str(told_late(store, due(), at(600)))
