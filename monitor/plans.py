"""Crawl plans: sources grouped by site, a child process each, with what is known of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from spiders.records import (
    CrawlPlan,
    KnownPage,
    Limits,
    Role,
    Source,
    SourcePlan,
    SourceState,
)
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
    proxy: str | None,
    keys: tuple[tuple[str, str], ...],
    now: datetime,
    recheck_before: datetime,
) -> tuple[CrawlPlan, ...]:
    """One plan for the sources that share a site, so that a host meets one child only."""
    well = _ended_well(store, before=run_id)
    return tuple(
        CrawlPlan(
            run_id=run_id,
            warc=str(folder / f"{run_id}-{number:03d}.warc.gz"),
            user_agent=user_agent,
            sources=tuple(_source_plan(s, store, now, recheck_before, well) for s in group),
            limits=Limits(deadline=sum(s.pace.seconds_at_most for s in group) + GRACE),
            loopback=loopback,
            proxy=proxy,
            keys=tuple((name, key) for name, key in keys if name in {s.id for s in group}),
        )
        for number, group in enumerate(_groups(sources), start=1)
    )


def _groups(sources: Sequence[Source]) -> tuple[tuple[Source, ...], ...]:
    """By site, and sites that one source visits go together."""
    groups: list[tuple[set[str], list[Source]]] = []
    for source in (each for each in sources if each.disabled_because is None):
        sites = _sites(source)
        shared = [group for group in groups if group[0] & sites]
        groups = [group for group in groups if not group[0] & sites]
        names = sites.union(*(group[0] for group in shared))
        groups.append((names, [*(s for group in shared for s in group[1]), source]))
    return tuple(tuple(group) for _, group in sorted(groups, key=lambda group: min(group[0])))


def _sites(source: Source) -> set[str]:
    points = (point.url for point in source.entry_points)
    hosts = (f"http://{host}/" for host in source.allowed_hosts)
    return {registered_domain(url) for url in (*points, *hosts)}


def _ended_well(store: Store, before: str) -> frozenset[str]:
    """The sources whose newest outcome in an earlier run says that all listed was visited."""
    newest: dict[str, SourceState] = {}
    earlier = (run for run in store.runs() if run.id < before)
    for run in earlier:
        for night in store.source_nights(run.id):
            newest.setdefault(night.outcome.source_id, night.outcome.state)
        if run.finished_at is None:
            break  # it was killed: what it has no outcome of was cut short
    return frozenset(source_id for source_id, state in newest.items() if state.is_good)


def _source_plan(
    source: Source, store: Store, now: datetime, recheck_before: datetime, well: frozenset[str]
) -> SourcePlan:
    since = now - timedelta(days=source.recheck_days)
    known = store.known_pages(source.id, Recheck(since=since, before=recheck_before))
    if source.id not in well:
        known = tuple(_to_be_read_whole(page) for page in known)
    return SourcePlan(source=source, known=known)


def _to_be_read_whole(page: KnownPage) -> KnownPage:
    """A list asked for without conditions: "not modified" would hide what was not visited."""
    if page.role in (Role.ARTICLE, Role.ENTRIES):
        return page
    return replace(page, etag=None, last_modified=None, sha256="")
