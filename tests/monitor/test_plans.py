"""What a crawl is told of earlier nights."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.plans import plan_crawls
from spiders.records import (
    CrawlPlan,
    EntryPoint,
    Expectation,
    Kind,
    KnownPage,
    Role,
    Source,
    SourceOutcome,
    SourceState,
    Tier,
)
from storage.memory import MemoryStore
from storage.records import Run, RunState, SourceNight
from tests.factories import at, make_page_record

FEED = "https://news.example/rss"


def make_source(source_id: str = "news", url: str = FEED, disabled: str | None = None) -> Source:
    return Source(
        id=source_id,
        name="News",
        publisher="News",
        tier=Tier.INDEPENDENT_MEDIA,
        country=None,
        languages=("en",),
        entry_points=(EntryPoint(url=url, kind=Kind.FEED),),
        allowed_hosts=("news.example",),
        expects=Expectation(documents_per_week=1, text_at_least=1),
        disabled_because=disabled,
    )


def planned(store: MemoryStore, *sources: Source) -> tuple[CrawlPlan, ...]:
    return plan_crawls(
        sources,
        store,
        run_id="r2",
        folder=Path("warc"),
        user_agent="test",
        loopback=(),
        proxy=None,
        keys=(),
        now=at(100),
        recheck_before=at(100),
    )


def feed_known_after(state: SourceState | None) -> KnownPage:
    """The feed as the plan knows it after a night that ended so; None: it was killed."""
    store = MemoryStore()
    ended = None if state is None else at(50)
    running = RunState.RUNNING
    store.open_run(Run(id="r1", started_at=at(0), finished_at=None, state=running, rules="h"))
    store.add_pages([make_page_record(1, run_id="r1", role=Role.FEED, url=FEED, etag='"v1"')])
    if state is not None and ended is not None:
        outcome = SourceOutcome(
            source_id="news", state=state, reason="", read=1, unchanged=0, refused=0
        )
        store.add_source_night(SourceNight(run_id="r1", outcome=outcome))
        store.close_run("r1", ended)
    later = at(100) + timedelta(seconds=1)
    store.open_run(Run(id="r2", started_at=later, finished_at=None, state=running, rules="h"))
    return planned(store, make_source())[0].sources[0].known[0]


@pytest.mark.parametrize("state", [SourceState.OK, SourceState.UNCHANGED])
def test_a_list_that_was_read_to_its_end_is_asked_for_with_its_validators(
    state: SourceState,
) -> None:
    assert feed_known_after(state).etag == '"v1"'


@pytest.mark.parametrize("state", [SourceState.PARTIAL, SourceState.FAILED, None])
def test_a_list_that_was_cut_short_is_asked_for_whole(state: SourceState | None) -> None:
    known = feed_known_after(state)
    assert (known.etag, known.sha256) == (None, "")


def test_sources_of_one_site_share_a_child() -> None:
    both = planned(MemoryStore(), make_source("a"), make_source("b", "https://news.example/b"))
    assert [len(plan.sources) for plan in both] == [2]


def test_sources_that_visit_one_site_share_a_child() -> None:
    """Row 24: a host is asked by one child at a time."""
    visits = replace(
        make_source("b", "https://other.example/b"), allowed_hosts=("other.example", "news.example")
    )
    apart = make_source("c", "https://far.example/c")
    plans = planned(
        MemoryStore(), make_source("a"), visits, replace(apart, allowed_hosts=("far.example",))
    )
    assert sorted(len(plan.sources) for plan in plans) == [1, 2]


def test_a_disabled_source_is_not_planned() -> None:
    assert planned(MemoryStore(), make_source(disabled="it is gone")) == ()
