"""Finds and misses, on every store."""

from dataclasses import replace
from datetime import date

import pytest

from rules.records import Toward
from storage.contract import Store
from storage.found import FindState, UnknownDocument, UnknownFind
from storage.records import Changes
from tests.factories import make_find, make_miss, make_stored_document


@pytest.fixture
def documented(store: Store) -> Store:
    store.apply(Changes(documents=(make_stored_document(1), make_stored_document(2))))
    return store


def test_a_find_comes_back_as_it_was_given(store: Store) -> None:
    given = make_find(
        kind="text/plain",
        text="Сот үкімі.\nЕкінші жол.",
        sha256="0" * 64,
        outlet="Дала хабары",
        title="Үкім",
        published=date(2026, 2, 1),
        country="KZ",
        note="қағаздан",
    )
    kept = store.add_find(given)
    assert kept == replace(given, number=1)
    assert store.find(1) == kept


def test_finds_come_newest_first_by_state(store: Store) -> None:
    for _ in range(3):
        store.add_find(make_find())
    store.close_find(replace(store.find(2), state=FindState.FAILED, said="nothing there"))
    assert [one.number for one in store.finds()] == [3, 2, 1]
    assert [one.number for one in store.finds(FindState.WAITING, 1)] == [3]
    assert store.finds(FindState.FAILED)[0].said == "nothing there"


def test_closing_changes_nothing_that_was_given(store: Store) -> None:
    kept = store.add_find(make_find(note="as it was"))
    closed = replace(kept, state=FindState.TAKEN, document_id="d", note="altered", text="altered")
    store.close_find(closed)
    expected = replace(kept, state=FindState.TAKEN, document_id="d")
    assert store.find(kept.number) == expected


def test_a_document_knows_its_find(store: Store) -> None:
    for _ in range(2):
        kept = store.add_find(make_find())
        store.close_find(replace(kept, state=FindState.TAKEN, document_id="d"))
    found = store.find_of("d")
    assert found is not None and found.number == 1
    assert store.find_of("other") is None


def test_an_unknown_find_is_said_to_be_so(store: Store) -> None:
    with pytest.raises(UnknownFind):
        store.find(1)
    with pytest.raises(UnknownFind):
        store.close_find(make_find(number=1))


def test_misses_come_in_the_order_given(documented: Store) -> None:
    first = documented.add_miss(make_miss())
    other = documented.add_miss(make_miss(document_id="document-2", toward=Toward.REGRESSION))
    back = documented.add_miss(make_miss(toward=None))
    assert documented.misses() == (first, other, back)
    assert documented.misses("document-1") == (first, back)
    assert [one.number for one in documented.misses()] == [1, 2, 3]


def test_only_what_is_stored_can_have_been_missed(store: Store) -> None:
    with pytest.raises(UnknownDocument):
        store.add_miss(make_miss())
    assert store.misses() == ()
