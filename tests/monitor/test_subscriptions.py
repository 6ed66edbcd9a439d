"""Who is told what, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.subscriptions import (
    BadSubscription,
    checked,
    is_due,
    is_heartbeat_due,
    subscriptions_of,
    theme_of,
    wanted_recommendations,
    wants,
)
from storage.memory import MemoryStore
from storage.post import Rhythm, Subscription
from storage.records import Answer, Heading, Lane, Review
from tests.monitor.flagging import AT, make_flag, make_register

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
ALL = Subscription(address="a@example.org")


def review(answer: Answer) -> Review:
    return Review(number=1, flag=1, answer=answer, note="", reviewer="aru", at=AT)


@pytest.mark.parametrize(
    ("wishes", "wanted"),
    [
        ({}, True),
        ({"recommendations": ("KZ-ZHA-1",)}, True),
        ({"recommendations": ("KZ-OTH-1",)}, False),
        ({"addressees": ("government",)}, True),
        ({"addressees": ("eu",)}, False),
        ({"themes": ("Prisoners",)}, True),
        ({"themes": ("Elections",)}, False),
        ({"recommendations": ("KZ-OTH-1",), "themes": ("Prisoners",)}, True),
        ({"directions": (Heading.PROGRESS,)}, True),
        ({"directions": (Heading.REGRESSION,)}, False),
        ({"lanes": (Lane.COMING,)}, False),
        ({"languages": ("ru", "kk")}, True),
        ({"languages": ("en",)}, False),
        ({"confirmed_only": True}, False),
    ],
)
def test_each_wish_narrows(wishes: dict[str, Any], wanted: bool) -> None:
    wish = replace(ALL, **wishes)
    chosen = wanted_recommendations(wish, make_register())
    assert wants(wish, make_flag(1), "ru", None, chosen) is wanted


def test_what_points_both_ways_is_told_to_who_wants_either() -> None:
    mixed = make_flag(1, heading=Heading.MIXED)
    assert wants(replace(ALL, directions=(Heading.REGRESSION,)), mixed, "ru", None)


@pytest.mark.parametrize(
    ("answer", "confirmed_only", "wanted"),
    [
        (Answer.PROGRESS, True, True),
        (Answer.REGRESSION, True, True),
        (Answer.NO_CHANGE, True, False),
        (Answer.UNSURE, True, False),
        (Answer.NOT_RELEVANT, False, False),
        (Answer.NO_CHANGE, False, True),
    ],
)
def test_what_a_person_said_decides(answer: Answer, confirmed_only: bool, wanted: bool) -> None:
    wish = replace(ALL, confirmed_only=confirmed_only)
    assert wants(wish, make_flag(1), "ru", review(answer)) is wanted


@pytest.mark.parametrize(
    ("wishes", "last_days_ago", "due"),
    [
        ({}, None, True),
        ({}, 0, False),
        ({}, 1, True),
        ({"rhythm": Rhythm.AT_ONCE}, 0, True),
        ({"rhythm": Rhythm.WEEKLY}, 6, False),
        ({"rhythm": Rhythm.WEEKLY}, 7, True),
        ({"hour": 7, "zone": "Asia/Almaty"}, 1, True),  # 07:30 there
        ({"hour": 8, "zone": "Asia/Almaty"}, 1, False),
        ({"hour": 3}, 1, False),  # 02:30
        ({"paused_until": date(2026, 11, 23)}, 9, False),
        ({"paused_until": date(2026, 11, 22)}, 9, True),
        ({"paused_until": date(2026, 11, 22), "zone": "America/New_York"}, 9, False),
        ({"paused_from": date(2026, 11, 23), "paused_until": date(2026, 11, 30)}, 9, False),
        ({"paused_from": date(2026, 11, 24), "paused_until": date(2026, 11, 30)}, 9, True),
        ({"ended_at": AT}, 9, False),
    ],
)
def test_a_letter_is_due_by_the_day_and_hour_of_the_reader(
    wishes: dict[str, Any], last_days_ago: int | None, due: bool
) -> None:
    last = None if last_days_ago is None else AT - timedelta(days=last_days_ago)
    assert is_due(replace(ALL, **wishes), AT, last) is due


@given(
    st.integers(0, 3 * 365 * 24).map(lambda hours: EPOCH + timedelta(hours=hours)),
    st.sampled_from(["Europe/Berlin", "Asia/Almaty", "UTC", "America/New_York"]),
    st.one_of(st.none(), st.integers(0, 23)),
)
def test_no_day_brings_two_daily_letters(start: datetime, zone: str, hour: int | None) -> None:
    """Also where a clock is put back, and where a whole country changes its zone."""
    wish = replace(ALL, zone=zone, hour=hour)
    last: datetime | None = None
    days: list[date] = []
    for hours in range(80):
        now = start + timedelta(hours=hours)
        if is_due(wish, now, last):
            days.append(now.astimezone(ZoneInfo(zone)).date())
            last = now
    assert len(days) == len(set(days)) >= 3


def test_a_week_without_a_letter_is_time_for_a_sign_of_life() -> None:
    beating = replace(ALL, heartbeat=True)
    assert is_heartbeat_due(beating, AT, AT - timedelta(days=7))
    assert not is_heartbeat_due(beating, AT, AT - timedelta(days=6))
    assert not is_heartbeat_due(ALL, AT, None)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"recommendations": ("NO-1",)}, "no recommendation 'NO-1'"),
        ({"addressees": ("nobody",)}, "no addressee 'nobody': it has government"),
        ({"themes": ("Weather",)}, "no theme 'Weather': it has Prisoners"),
        ({"lanes": (Lane.BACKLOG,)}, "never mailed"),
        ({"languages": ("Russian",)}, "'Russian' is no language, as en, ru, kk"),
        ({"name": "x" * 81}, "at most 80"),
        ({"name": "a\u202eb"}, "can be seen"),
        ({"paused_from": date(2026, 1, 1)}, "needs a last day"),
        (
            {"paused_from": date(2026, 1, 2), "paused_until": date(2026, 1, 1)},
            "ends on 2026-01-01, before",
        ),
        ({"hour": 24}, "24 is no hour"),
        ({"zone": "Mars/Base"}, "no time zone"),
        ({"zone": "../etc/passwd"}, "no time zone"),
        ({"address": "nobody"}, "not a mail address"),
        ({"address": "a@b\r\nBcc: c@d"}, "not a mail address"),
    ],
)
def test_what_can_not_be_kept_is_said(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(BadSubscription, match=says):
        checked(replace(ALL, **wrong), make_register())


def test_a_theme_is_named_by_its_beginning() -> None:
    assert theme_of(make_register(), "prison") == "Prisoners"
    for words in ("", "  ", "weather"):
        with pytest.raises(BadSubscription, match="it has Prisoners"):
            theme_of(make_register(), words)


def test_where_nobody_subscribed_the_settings_say_who_reads() -> None:
    store = MemoryStore()
    assert subscriptions_of(store, "x@example.org") == (Subscription(address="x@example.org"),)
    store.keep_subscription(ALL)
    assert subscriptions_of(store, "x@example.org") == (ALL,)


def test_whoever_ended_letters_does_not_get_them_by_the_settings() -> None:
    store = MemoryStore()
    store.keep_subscription(replace(ALL, ended_at=AT))
    assert subscriptions_of(store, ALL.address) == ()
