from concurrent.futures import ThreadPoolExecutor

import pytest

from spiders.records import Refusal, SourceState
from storage.contract import LeaseHeld, Store
from storage.records import Changes, Holder, RunState, SourceHistory
from tests.factories import (
    at,
    make_holder,
    make_page_record,
    make_run,
    make_source_night,
    make_stored_document,
)


def alive(_: Holder) -> bool:
    return True


def gone(_: Holder) -> bool:
    return False


def test_a_free_lease_is_taken(store: Store) -> None:
    store.take_lease(make_holder(), alive)
    with pytest.raises(LeaseHeld) as held:
        store.take_lease(make_holder(pid=2), alive)
    assert held.value.holder == make_holder()


def test_a_holder_may_take_the_lease_again(store: Store) -> None:
    store.take_lease(make_holder(), alive)
    store.take_lease(make_holder(), alive)


def test_the_lease_of_a_process_that_is_gone_falls_at_once(store: Store) -> None:
    store.take_lease(make_holder(), alive)
    store.take_lease(make_holder(pid=2), gone)
    with pytest.raises(LeaseHeld):
        store.take_lease(make_holder(), alive)


def test_who_holds_the_lease_can_be_asked(store: Store) -> None:
    before = store.lease_holder()
    store.take_lease(make_holder(), alive)
    assert (before, store.lease_holder()) == (None, make_holder())


def test_a_dropped_lease_is_free(store: Store) -> None:
    store.take_lease(make_holder(), alive)
    store.drop_lease(make_holder())
    store.take_lease(make_holder(pid=2), alive)


def test_only_its_holder_drops_the_lease(store: Store) -> None:
    store.take_lease(make_holder(), alive)
    store.drop_lease(make_holder(pid=2))
    with pytest.raises(LeaseHeld):
        store.take_lease(make_holder(pid=2), alive)


def test_of_many_callers_at_once_exactly_one_gets_the_lease(store: Store) -> None:
    def takes(pid: int) -> bool:
        try:
            store.take_lease(make_holder(pid=pid), alive)
        except LeaseHeld:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(takes, range(1, 17))) == 1


def test_a_new_run_interrupts_the_one_that_never_ended(store: Store) -> None:
    store.open_run(make_run(1))
    store.open_run(make_run(2))
    assert [(r.id, r.state) for r in store.runs()] == [
        ("run-2", RunState.RUNNING),
        ("run-1", RunState.INTERRUPTED),
    ]


def test_a_closed_run_is_finished_and_stays_so(store: Store) -> None:
    store.open_run(make_run(1))
    store.close_run("run-1", at(5))
    store.open_run(make_run(2))
    assert store.runs()[1] == make_run(1, state=RunState.FINISHED, finished_at=at(5))


def test_the_newest_runs_come_first_up_to_the_limit(store: Store) -> None:
    for number in (2, 3, 1):
        store.open_run(make_run(number))
    assert [run.id for run in store.runs(2)] == ["run-3", "run-2"]


def test_a_run_is_opened_once(store: Store) -> None:
    store.open_run(make_run(1))
    with pytest.raises(ValueError, match="there already"):
        store.open_run(make_run(1))


def test_a_run_that_was_never_opened_is_not_closed(store: Store) -> None:
    with pytest.raises(ValueError, match="no run"):
        store.close_run("run-9", at(0))


def test_the_later_outcome_of_a_source_replaces_the_earlier(store: Store) -> None:
    refusals = (Refusal(url="https://a.example/1", reason="robots"),)
    later = make_source_night("b", state=SourceState.PARTIAL, refused=1, refusals=refusals)
    for night in (make_source_night("b"), make_source_night("a"), later):
        store.add_source_night(night)
    store.add_source_night(make_source_night("a", run_id="run-2"))
    assert store.source_nights("run-1") == (make_source_night("a"), later)


def test_a_night_s_account_comes_back_as_it_was_given(store: Store) -> None:
    night = make_source_night(documents=7, last_good=at(1), cure="mend the selector")
    store.add_source_night(night)
    assert store.source_nights("run-1") == (night,)


def test_a_history_tells_the_good_nights_and_what_the_recent_ones_gave(store: Store) -> None:
    states = ["unchanged", "ok", "suspicious", "failed", "unproven", "skipped", "ok"]
    for number, state in enumerate(states, start=1):
        store.open_run(make_run(number))
        night = make_source_night(
            run_id=f"run-{number}", state=SourceState(state), documents=10**number
        )
        store.add_source_night(night)
    assert store.source_histories(since=at(2), before=at(7)) == {
        "news": SourceHistory(first_good=at(1), last_good=at(2), nights=2, documents=1_111_100)
    }


def test_a_source_without_a_good_night_says_so(store: Store) -> None:
    store.open_run(make_run(1))
    store.add_source_night(make_source_night("b", state=SourceState.UNPROVEN))
    store.add_source_night(make_source_night("a"))
    store.add_source_night(make_source_night("c", run_id="run-9"))  # of a run that never was
    found = store.source_histories(since=at(0), before=at(2))
    assert {name: each.last_good for name, each in found.items()} == {"a": at(1), "b": None}


def test_documents_are_counted_by_source(store: Store) -> None:
    documents = (
        make_stored_document(1, story_id=None),
        make_stored_document(2, story_id=None),
        make_stored_document(3, story_id=None, source_id="blog"),
        make_stored_document(4, story_id=None, run_id="run-2"),
    )
    store.apply(Changes(documents=documents))
    assert store.documents_by_source("run-1") == {"blog": 1, "news": 2}


def test_a_run_counts_what_it_brought(store: Store) -> None:
    store.add_pages([make_page_record(1), make_page_record(2, run_id="run-2")])
    assert store.counts("run-1") == {"pages": 1, "documents": 0, "failures": 0}
