"""Crawl plans: sources grouped by site, a child process each, with what is known of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from spiders.records import CrawlPlan, Limits, Source, SourcePlan
from spiders.urls import registered_domain
from storage.contract import Store
from storage.records import Recheck

GRACE = 120  # seconds beyond the slowest source's own limit before a child is killed


def plan_crawls(
    sources: Sequence[Source],
    store: Store,
    *,
    run_id: str,
    folder: Path,
    user_agent: str,
    loopback: tuple[str, ...],
    now: datetime,
    recheck_before: datetime,
) -> tuple[CrawlPlan, ...]:
    """One plan per registered domain, so that a host meets one child only and a hang hurts few."""
    return tuple(
        CrawlPlan(
            run_id=run_id,
            warc=str(folder / f"{run_id}-{number:03d}.warc.gz"),
            user_agent=user_agent,
            sources=tuple(_source_plan(s, store, now, recheck_before) for s in group),
            limits=Limits(deadline=sum(s.pace.seconds_at_most for s in group) + GRACE),
            loopback=loopback,
        )
        for number, group in enumerate(_groups(sources), start=1)
    )


def _groups(sources: Sequence[Source]) -> tuple[tuple[Source, ...], ...]:
    groups: dict[str, list[Source]] = {}
    for source in sources:
        if source.disabled_because is None:
            groups.setdefault(registered_domain(source.entry_points[0].url), []).append(source)
    return tuple(tuple(groups[name]) for name in sorted(groups))


def _source_plan(
    source: Source, store: Store, now: datetime, recheck_before: datetime
) -> SourcePlan:
    since = now - timedelta(days=source.recheck_days)
    recheck = Recheck(since=since, before=recheck_before)
    return SourcePlan(source=source, known=store.known_pages(source.id, recheck))
