"""`recwatch schedule` and the turns of `recwatch run`, as typed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.schedule.loop import keep_once
from storage.contract import Store
from storage.records import Turn
from tests.monitor.doors.said import Command
from tests.monitor.flagging import AT

TODAY = datetime.now(UTC).date()


def have(store: Store, day: date) -> None:
    """That date's night was had."""
    store.begin_turn(Turn(job="night", local_date=day, due_at=AT, begun_at=AT))
    store.end_turn("night", day, AT)


def test_a_night_that_was_had_is_not_run_again_by_hand(store: Store, recwatch: Command) -> None:
    """Row 71."""
    have(store, TODAY)
    before = store.runs()
    said = recwatch("run", "--sources", "demo", "--date", str(TODAY))
    assert (said.code, store.runs()) == (0, before)
    assert "was run already" in said.err and "--again" in said.err


def test_a_date_that_is_none_is_said(recwatch: Command) -> None:
    said = recwatch("run", "--sources", "demo", "--date", "yesterday")
    assert (said.code, "YYYY-MM-DD" in said.err) == (2, True)


def test_after_a_night_that_was_had_only_letters_are_seen_to(
    store: Store, recwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECWATCH_ZONE", "UTC")
    for days in (-1, 0, 1):  # whatever the hour, and if midnight comes meanwhile
        have(store, TODAY - timedelta(days=days))
    before = store.runs()
    said = recwatch("schedule", "--once", "--sources", "demo")
    assert (said.code, store.runs()) == (0, before)
    assert "the letters have ended" in said.err
    assert "no night is due; next due" in said.err


def test_a_live_schedule_without_a_source_does_not_begin(recwatch: Command) -> None:
    said = recwatch("schedule", "--once")
    assert (said.code, "holds no source" in said.err) == (2, True)


def test_nothing_to_keep_is_nothing_to_wait_for() -> None:
    assert keep_once([], lambda sentence: None) == 0
