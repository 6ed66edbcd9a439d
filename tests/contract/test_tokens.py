"""Tokens, on every store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.contract import Store
from storage.people import Role, UnknownAccount
from storage.tokens import Token, TokenNameTaken
from tests.contract.test_people import make_account
from tests.factories import NIGHT


def make_token(key: str = "k1", account: str = "Aigul", name: str = "sheet") -> Token:
    return Token(key=key, account=account, name=name, made_at=NIGHT)


def people(store: Store, *names: str) -> Store:
    for name in names:
        store.add_account(make_account(name))
    return store


def test_a_token_comes_back_under_its_owners_name(store: Store) -> None:
    people(store, "Aigul").add_token(make_token(account="aIGUL"))
    assert store.token("k1") == make_token()
    assert store.token("k2") is None


def test_of_a_person_no_two_tokens_have_one_name(store: Store) -> None:
    people(store, "Aigul", "ruslan").add_token(make_token())
    store.add_token(make_token("k2", "ruslan"))
    with pytest.raises(TokenNameTaken):
        store.add_token(make_token("k3"))
    assert store.token("k3") is None


def test_only_a_person_who_is_known_has_a_token(store: Store) -> None:
    with pytest.raises(UnknownAccount):
        store.add_token(make_token())


def test_tokens_come_by_person_and_name(store: Store) -> None:
    people(store, "b", "A")
    for key, account, name in (("1", "b", "x"), ("2", "A", "z"), ("3", "A", "y")):
        store.add_token(make_token(key, account, name))
    assert [token.key for token in store.tokens()] == ["3", "2", "1"]
    assert [token.key for token in store.tokens("a")] == ["3", "2"]


def test_the_last_use_is_noted(store: Store) -> None:
    people(store, "Aigul").add_token(make_token())
    later = NIGHT + timedelta(hours=1)
    store.touch_token("k1", later)
    store.touch_token("unknown", later)
    assert store.tokens() == (replace(make_token(), used_at=later),)


def test_a_token_is_revoked_once(store: Store) -> None:
    people(store, "Aigul").add_token(make_token())
    assert store.revoke_token("aigul", "sheet")
    assert not store.revoke_token("aigul", "sheet")
    assert store.token("k1") is None


def test_a_person_who_is_removed_leaves_no_token(store: Store) -> None:
    people(store, "Aigul", "b").add_token(make_token())
    store.add_token(make_token("k2", "b"))
    store.remove_account("AIGUL")
    assert [token.key for token in store.tokens()] == ["k2"]


def test_another_role_leaves_the_tokens(store: Store) -> None:
    people(store, "Aigul").add_token(make_token())
    store.change_account(make_account("Aigul", Role.READER))
    assert store.token("k1") is not None
