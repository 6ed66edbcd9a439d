"""Accounts below the pages: what is kept of a password, and what is refused."""

import pytest

from monitor.notes import BadAnswer
from monitor.people import BadPassword, add_person, person_of, set_password, sign_in, sign_out
from storage.memory import MemoryStore
from storage.people import Role
from tests.monitor.flagging import FixedClock

GOOD, OTHER = "four plain words here", "some other words there"
CLOCK = FixedClock()


def test_a_password_is_kept_as_its_hash_only() -> None:
    store = MemoryStore()
    kept = add_person(store, "Aigul", Role.REVIEWER, GOOD, CLOCK)
    assert kept.password.startswith("$argon2id$") and GOOD not in kept.password


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "x" * 1001])
def test_a_weak_or_endless_password_is_refused(password: str) -> None:
    with pytest.raises(BadPassword):
        add_person(MemoryStore(), "Aigul", Role.REVIEWER, password, CLOCK)


def test_a_name_of_nothing_visible_is_refused() -> None:
    with pytest.raises(BadAnswer):
        add_person(MemoryStore(), "\u200b ", Role.REVIEWER, GOOD, CLOCK)


def test_the_old_password_opens_nothing_any_more() -> None:
    store = MemoryStore()
    add_person(store, "Aigul", Role.REVIEWER, GOOD, CLOCK)
    set_password(store, "aigul", OTHER)
    assert sign_in(store, "Aigul", GOOD, CLOCK) is None
    assert sign_in(store, "Aigul", OTHER, CLOCK) is not None


@pytest.mark.parametrize("name", ["", "\0", "x" * 10_000, "\ud800", "'; --"])
def test_odd_names_open_nothing(name: str) -> None:
    assert sign_in(MemoryStore(), name, GOOD, CLOCK) is None


def test_each_sign_in_is_a_session_of_its_own() -> None:
    store = MemoryStore()
    add_person(store, "Aigul", Role.REVIEWER, GOOD, CLOCK)
    one, two = (sign_in(store, "Aigul", GOOD, CLOCK) for _ in range(2))
    assert one is not None and two is not None and one.token != two.token
    sign_out(store, one.token)
    assert person_of(store, one.token, CLOCK) is None
    assert person_of(store, two.token, CLOCK) is not None
