from concurrent.futures import ThreadPoolExecutor

import pytest

from spiders.records import Refusal, SourceState
from storage.contract import LeaseHeld, Store
from storage.records import Holder, RunState
from tests.factories import at, make_holder, make_page_record, make_run, make_source_night


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


def test_a_run_counts_what_it_brought(store: Store) -> None:
    store.add_pages([make_page_record(1), make_page_record(2, run_id="run-2")])
    assert store.counts("run-1") == {"pages": 1, "documents": 0, "failures": 0}
