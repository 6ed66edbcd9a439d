"""What persons say of clauses is appended, and cites only flags that are there."""

import pytest

from storage.contract import Store, UnknownFlag
from storage.records import Changes, Implementation
from tests.factories import make_flag, make_status


@pytest.fixture
def flagged(store: Store) -> Store:
    store.apply(Changes(flags=(make_flag(1), make_flag(2))))
    return store


def test_a_status_comes_back_as_it_was_set(flagged: Store) -> None:
    kept = flagged.add_status(make_status(flags=(1, 2), note="Қол қойылды", rung=None))
    assert kept == make_status(number=1, flags=(1, 2), note="Қол қойылды", rung=None)
    assert flagged.statuses() == (kept,)


def test_earlier_statuses_stay_in_the_order_given(store: Store) -> None:
    kept = [store.add_status(make_status(implementation=one)) for one in Implementation]
    assert store.statuses("KZ-TRE-1") == tuple(kept)
    assert [one.number for one in kept] == list(range(1, len(kept) + 1))


def test_only_the_statuses_of_one_recommendation_are_given(store: Store) -> None:
    store.add_status(make_status())
    other = store.add_status(make_status(recommendation="KZ-ZHA-1"))
    assert store.statuses("KZ-ZHA-1") == (other,)


def test_a_status_that_cites_an_unknown_flag_is_not_kept(flagged: Store) -> None:
    with pytest.raises(UnknownFlag):
        flagged.add_status(make_status(flags=(1, 3)))
    assert flagged.statuses() == ()
