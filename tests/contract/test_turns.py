"""Turns of scheduled jobs, over every store."""

from datetime import date, timedelta

import pytest

from storage.contract import Store
from storage.records import Turn
from tests.factories import at

DAY = date(2026, 11, 24)


def make_turn(days: int = 0, job: str = "night", run_id: str | None = "run-1") -> Turn:
    """A turn that was due a little before it began."""
    day = DAY + timedelta(days=days)
    return Turn(job=job, local_date=day, due_at=at(0), begun_at=at(1), run_id=run_id)


def test_a_turn_is_kept_as_it_began(store: Store) -> None:
    store.begin_turn(make_turn())
    assert store.turns("night") == (make_turn(),)


def test_a_second_try_takes_the_place_of_the_first(store: Store) -> None:
    store.begin_turn(make_turn())
    assert store.begin_turn(make_turn(run_id="run-2"))
    assert [turn.run_id for turn in store.turns("night")] == ["run-2"]


def test_a_turn_that_has_ended_does_not_begin_again(store: Store) -> None:
    store.begin_turn(make_turn())
    store.end_turn("night", DAY, at(5))
    assert not store.begin_turn(make_turn(run_id="run-2"))
    assert [(turn.run_id, turn.ended_at) for turn in store.turns("night")] == [("run-1", at(5))]


def test_the_first_end_of_a_turn_stands(store: Store) -> None:
    store.begin_turn(make_turn())
    store.end_turn("night", DAY, at(5))
    store.end_turn("night", DAY, at(9))
    assert store.turns("night")[0].ended_at == at(5)


def test_a_turn_that_never_began_can_not_end(store: Store) -> None:
    store.begin_turn(make_turn(1))
    with pytest.raises(ValueError, match="no turn of night on 2026-11-24"):
        store.end_turn("night", DAY, at(5))


def test_a_turn_does_not_begin_with_an_end(store: Store) -> None:
    ended = Turn(job="night", local_date=DAY, due_at=at(0), begun_at=at(1), ended_at=at(2))
    with pytest.raises(ValueError, match="without an end"):
        store.begin_turn(ended)


def test_turns_come_newest_date_first_and_of_their_job_alone(store: Store) -> None:
    for turn in (make_turn(-30), make_turn(1), make_turn(0), make_turn(5, job="digests")):
        store.begin_turn(turn)
    assert [turn.local_date.day for turn in store.turns("night", limit=2)] == [25, 24]


def test_a_job_may_make_no_runs(store: Store) -> None:
    store.begin_turn(make_turn(job="digests", run_id=None))
    assert store.turns("digests")[0].run_id is None
