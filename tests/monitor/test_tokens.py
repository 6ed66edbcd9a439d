"""Tokens for programs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.notes import BadAnswer
from monitor.tokens import bearer_of, make_token
from storage.memory import MemoryStore
from storage.people import Account, Role
from tests.monitor.flagging import AT, FixedClock


def make_store() -> MemoryStore:
    store = MemoryStore()
    store.add_account(Account(name="Aru", role=Role.REVIEWER, password="h", made_at=AT))
    return store


def test_a_token_opens_as_its_owner_with_the_role_of_the_moment() -> None:
    store = make_store()
    made = make_token(store, "Aru", "sheet", FixedClock())
    changed = replace(store.accounts()[0], role=Role.READER)
    store.change_account(changed)
    assert bearer_of(store, made.secret, FixedClock()) == changed


def test_what_opens_is_not_in_the_store() -> None:
    store = make_store()
    made = make_token(store, "Aru", "sheet", FixedClock())
    assert made.secret not in repr(store.tokens())
    assert bearer_of(store, made.token.key, FixedClock()) is None


@pytest.mark.parametrize("secret", ["", "recwatch_", "recwatch_x", "x" * 10_000, "recwatch_\udc80"])
def test_what_was_never_made_opens_nothing(secret: str) -> None:
    assert bearer_of(make_store(), secret, FixedClock()) is None


def test_the_last_use_is_noted_to_the_minute() -> None:
    store, clock = make_store(), FixedClock()
    made = make_token(store, "Aru", "sheet", clock)
    for seconds in (0, 30, 100):
        bearer_of(store, made.secret, FixedClock(AT + timedelta(seconds=seconds)))
    assert store.tokens()[0].used_at == AT + timedelta(seconds=100)


@pytest.mark.parametrize("name", ["", " \u200b ", "x" * 61])
def test_a_token_without_a_fit_name_is_refused(name: str) -> None:
    with pytest.raises(BadAnswer):
        make_token(make_store(), "Aru", name, FixedClock())


def test_a_person_has_a_bounded_number_of_tokens() -> None:
    store = make_store()
    for number in range(20):
        make_token(store, "Aru", f"t{number}", FixedClock())
    with pytest.raises(BadAnswer):
        make_token(store, "Aru", "one more", FixedClock())
