"""The administrator hears of a source on days 1, 3, 7, then weekly, and once when it is well."""

from datetime import datetime, timedelta

import pytest

from monitor.digests.message import Sender
from monitor.notices import queue_notices, step_of
from spiders.records import SourceOutcome, SourceState
from storage.memory import MemoryStore
from storage.records import SourceNight
from tests.monitor.flagging import AT, FixedClock, make_guide

ADMIN = "admin@example.org"


def night(state: SourceState, last_good: datetime | None, cure: str = "") -> SourceNight:
    outcome = SourceOutcome(
        source_id="herald", state=state, reason="no answer", read=0, unchanged=0, refused=0
    )
    return SourceNight(run_id="r", outcome=outcome, last_good=last_good, cure=cure)


def told(store: MemoryStore, now: datetime, one: SourceNight) -> int:
    return queue_notices(
        store,
        FixedClock(now),
        make_guide(),
        [one],
        run_id="r",
        administrator=ADMIN,
        sender=Sender(),
    )


@pytest.mark.parametrize(
    ("days", "step"), [(0, None), (1, 1), (2, 1), (3, 3), (6, 3), (7, 7), (13, 7), (14, 14)]
)
def test_the_steps_grow(days: int, step: int | None) -> None:
    assert step_of(days) == step


def test_a_long_trouble_is_told_on_its_days_and_its_end_once() -> None:
    store, good = MemoryStore(), AT
    bad = [
        day
        for day in range(1, 30)
        if told(store, good + timedelta(days=day), night(SourceState.FAILED, good))
    ]
    assert bad == [1, 3, 7, 14, 21, 28]
    well = night(SourceState.OK, good)
    assert [told(store, good + timedelta(days=30), well) for _ in range(2)] == [1, 0]


def test_a_source_that_never_was_good_alarms_nobody() -> None:
    assert told(MemoryStore(), AT, night(SourceState.FAILED, None)) == 0


def test_a_source_whose_trouble_was_not_told_is_not_well_again() -> None:
    assert told(MemoryStore(), AT + timedelta(days=5), night(SourceState.OK, AT)) == 0


def test_a_notice_says_since_when_why_and_what_may_help() -> None:
    store = MemoryStore()
    told(store, AT + timedelta(days=3), night(SourceState.FAILED, AT, cure="look at the selector"))
    (mail,) = store.mails()
    assert mail.address == ADMIN
    assert "for 3 days, since 23 Nov 2026" in mail.message.replace("=\r\n", "")
    assert "look at the selector" in mail.message.replace("=\r\n", "")
    assert "Auto-Submitted: auto-generated" in mail.message
