"""A night's account over a store: kept as outcomes come, settled when pages were read."""

from datetime import UTC, datetime, timedelta

from monitor.accounts import NightAccounts
from spiders.records import Source, SourceState
from storage.memory import MemoryStore
from storage.records import Changes, Run
from tests.factories import make_run, make_source_night, make_stored_document
from tests.monitor.sources import make_source

TONIGHT = datetime(2026, 11, 25, 2, tzinfo=UTC)


def with_nights(*states: SourceState, documents: int = 1) -> MemoryStore:
    """A store with a night of "news" on each day up to yesterday."""
    store = MemoryStore()
    for days, state in enumerate(reversed(states), start=1):
        store.open_run(make_run(days, started_at=TONIGHT - timedelta(days=days)))
        night = make_source_night(run_id=f"run-{days}", state=state, documents=documents)
        store.add_source_night(night)
    return store


def tonight(store: MemoryStore, *sources: Source) -> tuple[Run, NightAccounts]:
    run = make_run(99, id="tonight", started_at=TONIGHT)
    store.open_run(run)
    return run, NightAccounts(store, run, sources)


def test_a_failure_tells_when_the_source_was_last_well_and_what_to_do() -> None:
    store = with_nights(SourceState.OK, SourceState.FAILED)
    _, accounts = tonight(store, make_source())
    outcome = make_source_night(state=SourceState.FAILED, reason="HTTP 404 (…)").outcome
    assert accounts.keep(outcome) == outcome
    accounts.settle_up()
    (night,) = store.source_nights("tonight")
    assert night.last_good == TONIGHT - timedelta(days=2)
    assert night.cure.startswith("that address is dead")


def test_documents_of_the_night_are_counted_into_its_account() -> None:
    store = with_nights()
    _, accounts = tonight(store, make_source())
    accounts.keep(make_source_night().outcome)
    store.apply(Changes(documents=(make_stored_document(run_id="tonight", story_id=None),)))
    accounts.settle_up()
    assert [night.documents for night in store.source_nights("tonight")] == [1]


def test_a_source_that_falls_silent_is_suspicious_after_two_weeks() -> None:
    store = with_nights(*[SourceState.UNCHANGED] * 20, documents=0)
    _, accounts = tonight(store, make_source())
    accounts.keep(make_source_night(state=SourceState.UNCHANGED).outcome)
    accounts.settle_up()
    (night,) = store.source_nights("tonight")
    assert night.outcome.state is SourceState.SUSPICIOUS
    assert night.outcome.reason.startswith("0 new documents in 14 days")


def test_it_stays_suspicious_as_long_as_it_is_silent() -> None:
    states = [SourceState.UNCHANGED] * 20 + [SourceState.SUSPICIOUS] * 20
    store = with_nights(*states, documents=0)
    _, accounts = tonight(store, make_source())
    accounts.keep(make_source_night(state=SourceState.UNCHANGED).outcome)
    accounts.settle_up()
    assert store.source_nights("tonight")[0].outcome.state is SourceState.SUSPICIOUS


def test_a_night_that_was_stopped_leaves_no_enabled_source_without_a_state() -> None:
    store = with_nights()
    off = make_source("off", disabled_because="shut")
    _, accounts = tonight(store, make_source("a"), make_source("b"), off)
    accounts.keep(make_source_night("a").outcome)
    accounts.settle_up()
    states = {n.outcome.source_id: n.outcome.state for n in store.source_nights("tonight")}
    assert states == {"a": SourceState.OK, "b": SourceState.SKIPPED}
