"""Accounts and sessions, on every store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.contract import Store
from storage.people import Account, NameTaken, Role, Session, UnknownAccount
from tests.factories import NIGHT


def make_account(name: str = "Aigul", role: Role = Role.REVIEWER, password: str = "h") -> Account:
    return Account(name=name, role=role, password=password, made_at=NIGHT)


def make_session(key: str = "k1", account: str = "Aigul") -> Session:
    return Session(key=key, account=account, made_at=NIGHT, seen_at=NIGHT)


def test_an_account_comes_back_in_any_case_of_letters(store: Store) -> None:
    store.add_account(make_account("Әсел"))
    assert store.account("әСЕЛ") == make_account("Әсел")


def test_a_name_is_given_once(store: Store) -> None:
    store.add_account(make_account())
    with pytest.raises(NameTaken):
        store.add_account(make_account("aigul", password="other"))
    assert store.accounts() == (make_account(),)


def test_accounts_come_by_name(store: Store) -> None:
    for name in ("ruslan", "Aigul", "dana"):
        store.add_account(make_account(name))
    assert [one.name for one in store.accounts()] == ["Aigul", "dana", "ruslan"]


def test_a_session_comes_back_until_it_is_ended(store: Store) -> None:
    store.add_account(make_account())
    store.add_session(make_session(account="AIGUL"))
    assert store.session("k1") == make_session()
    store.end_session("k1")
    assert store.session("k1") is None


def test_a_session_tells_when_it_was_used(store: Store) -> None:
    store.add_account(make_account())
    store.add_session(make_session())
    later = NIGHT + timedelta(hours=1)
    store.touch_session("k1", later)
    assert store.session("k1") == replace(make_session(), seen_at=later)


def test_a_session_that_was_ended_is_not_revived(store: Store) -> None:
    store.touch_session("gone", NIGHT)
    assert store.session("gone") is None


def test_nobody_without_an_account_gets_a_session(store: Store) -> None:
    with pytest.raises(UnknownAccount):
        store.add_session(make_session())


def test_all_sessions_of_one_person_end_and_no_others(store: Store) -> None:
    for name in ("Aigul", "Ruslan"):
        store.add_account(make_account(name))
        store.add_session(make_session(name, name))
    assert store.end_sessions("aigul") == 1
    assert store.session("Aigul") is None and store.session("Ruslan") is not None


@pytest.mark.parametrize("change", ["change", "remove"])
def test_a_changed_or_removed_account_is_signed_out(store: Store, change: str) -> None:
    store.add_account(make_account())
    store.add_session(make_session())
    if change == "change":
        store.change_account(make_account(role=Role.READER))
    else:
        store.remove_account("aigul")
    assert store.session("k1") is None


def test_a_changed_account_keeps_its_spelling(store: Store) -> None:
    store.add_account(make_account())
    store.change_account(make_account("aigul", Role.EDITOR, "new"))
    assert store.account("aigul") == make_account("Aigul", Role.EDITOR, "new")


def test_what_is_unknown_is_neither_changed_nor_removed(store: Store) -> None:
    with pytest.raises(UnknownAccount):
        store.change_account(make_account())
    with pytest.raises(UnknownAccount):
        store.remove_account("Aigul")
