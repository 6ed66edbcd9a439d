"""Whether nights run, and how /healthz says so."""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from monitor.healthz import Healthz
from monitor.pulse import Pulse, no_pulse, take_pulse
from storage.memory import MemoryStore
from tests.factories import at, make_holder, make_run

PLENTY = 2**40


@pytest.fixture
def store() -> MemoryStore:
    kept = MemoryStore()
    kept.open_run(make_run(1))
    kept.close_run("run-1", at(5))
    return kept


def test_a_night_of_yesterday_is_well(store: MemoryStore) -> None:
    assert take_pulse(store, at(5) + timedelta(hours=35), PLENTY).is_well


def test_a_night_that_was_not_made_up_for_is_trouble(store: MemoryStore) -> None:
    pulse = take_pulse(store, at(5) + timedelta(hours=37), PLENTY)
    assert pulse.trouble == ("the last night ended more than 36 hours ago",)


def test_a_night_that_is_under_way_is_no_last_night(store: MemoryStore) -> None:
    store.open_run(make_run(2))
    store.take_lease(make_holder(), lambda _: True)
    pulse = take_pulse(store, at(9), PLENTY)
    assert (pulse.last_night, pulse.running) == (at(5), True)


def test_a_clock_that_ran_back_makes_no_trouble(store: MemoryStore) -> None:
    """Row 74."""
    assert take_pulse(store, at(5) - timedelta(days=3), PLENTY).is_well


def test_a_disk_that_is_nearly_full_is_trouble(store: MemoryStore) -> None:
    assert take_pulse(store, at(6), 2**20).trouble == ("the disk is nearly full",)


def ask(pulse: Pulse, method: str = "GET") -> tuple[int, bytes, dict[bytes, bytes]]:
    sent: list[Mapping[str, Any]] = []

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> Mapping[str, Any]:
        return {}

    asked = Healthz(lambda: pulse)({"type": "http", "method": method}, receive, send)
    with ThreadPoolExecutor(1) as pool:  # a browser's test may have left a loop in this thread
        pool.submit(asyncio.run, asked).result()
    start, body = sent
    return start["status"], body["body"], dict(start["headers"])


def test_healthz_says_well_with_200(store: MemoryStore) -> None:
    status, body, _ = ask(take_pulse(store, at(6), PLENTY))
    assert (status, json.loads(body)["ok"]) == (200, True)


def test_healthz_says_trouble_with_503() -> None:
    """Row 62."""
    status, body, _ = ask(no_pulse(PLENTY))
    assert (status, json.loads(body)["trouble"]) == (503, ["the database is away"])


def test_healthz_is_not_kept_by_caches() -> None:
    assert ask(no_pulse(PLENTY))[2][b"cache-control"] == b"no-store"


def test_healthz_changes_nothing() -> None:
    assert ask(no_pulse(PLENTY), "POST")[0] == 405


def test_healthz_gives_no_body_to_head() -> None:
    assert ask(no_pulse(PLENTY), "HEAD")[:2] == (503, b"")


def test_healthz_tells_nothing_but_hours_and_bytes(store: MemoryStore) -> None:
    body = json.loads(ask(take_pulse(store, at(6), PLENTY))[1])
    assert set(body) == {"ok", "last_night", "running", "free_bytes", "trouble"}
