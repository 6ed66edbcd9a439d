import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from spiders.crawl import ProcessCrawler
from spiders.records import (
    CrawlPlan,
    Entry,
    EntryPoint,
    Expectation,
    Kind,
    KnownPage,
    Limits,
    Pace,
    RecordWritten,
    Role,
    Source,
    SourceOutcome,
    SourcePlan,
    Tier,
)
from spiders.shapes import ListingShape
from tests.crawl.site import Site
from tests.crawl.warcs import entries_of

QUICK = Pace(delay=0, concurrent=8)
SMALL = Limits(page_bytes=200_000, unpacked_bytes=300_000, page_seconds=1, deadline=60)


@dataclass
class Crawled:
    records: list[RecordWritten]
    outcomes: dict[str, SourceOutcome]
    warc: Path

    def of(self, source_id: str, role: Role | None = None) -> list[RecordWritten]:
        return [
            each
            for each in self.records
            if each.source_id == source_id and role in {None, each.role}
        ]

    def entries(self, source_id: str) -> list[Entry]:
        """The entries that were kept in place of their articles."""
        spans = self.of(source_id, Role.ENTRIES)
        return [entry for span in spans for entry in entries_of(self.warc, span)]

    def entry_of(self, source_id: str) -> Entry:
        """The entry that was kept beside the one article of a source."""
        (span,) = self.of(source_id, Role.ARTICLE)
        (entry,) = entries_of(self.warc, span)
        return entry

    def refusal(self, source_id: str, url: str) -> str:
        (found,) = (each for each in self.outcomes[source_id].refusals if each.url == url)
        return found.reason


def make_source(
    source_id: str,
    *points: tuple[str, Kind],
    hosts: tuple[str, ...],
    listing: ListingShape | None = None,
    follow: bool = True,
    articles: tuple[str, ...] = (),
    pace: Pace = QUICK,
    unverified_hosts: tuple[str, ...] = (),
    by_proxy: bool = False,
) -> Source:
    return Source(
        id=source_id,
        name=source_id,
        publisher="a publisher",
        tier=Tier.NGO,
        country="KZ",
        languages=("en",),
        entry_points=tuple(
            EntryPoint(url=url, kind=kind, listing=listing if kind is Kind.LISTING else None)
            for url, kind in points
        ),
        allowed_hosts=hosts,
        expects=Expectation(documents_per_week=1, text_at_least=1),
        follow=follow,
        articles=articles,
        pace=pace,
        unverified_hosts=unverified_hosts,
        by_proxy=by_proxy,
    )


def make_plan(
    warc: Path,
    *sources: Source | SourcePlan,
    loopback: tuple[str, ...],
    limits: Limits = SMALL,
    run_id: str = "a-run",
    proxy: str | None = None,
    keys: tuple[tuple[str, str], ...] = (),
) -> CrawlPlan:
    plans = (each if isinstance(each, SourcePlan) else SourcePlan(source=each) for each in sources)
    return CrawlPlan(
        run_id=run_id,
        warc=str(warc),
        user_agent="recwatch/0.1 (+https://example.org/contact)",
        sources=tuple(plans),
        limits=limits,
        loopback=loopback,
        proxy=proxy,
        keys=keys,
    )


def crawl(plan: CrawlPlan) -> Crawled:
    messages = list(ProcessCrawler(concurrent=1).crawl([plan]))
    outcomes = [each for each in messages if isinstance(each, SourceOutcome)]
    assert len(outcomes) == len(plan.sources)
    return Crawled(
        records=[each for each in messages if isinstance(each, RecordWritten)],
        outcomes={each.source_id: each for each in outcomes},
        warc=Path(plan.warc),
    )


def known_from(records: list[RecordWritten], *, recheck: bool = True) -> tuple[KnownPage, ...]:
    """What a store would know after a night."""
    pages = [
        KnownPage(
            url=each.url,
            role=each.role,
            sha256=each.payload_sha256,
            etag=each.etag,
            last_modified=each.last_modified,
            whole_at=each.fetched_at,
            recheck=recheck,
        )
        for each in records
        if each.status == 200 and each.role is not Role.ENTRIES
    ]
    entries = [
        KnownPage(url=url, role=Role.ENTRIES, sha256=sha256)
        for each in records
        for url, sha256 in each.entry_keys
    ]
    return (*pages, *entries)


@pytest.fixture(scope="module")
def open_site() -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def make(*, tls: ssl.SSLContext | None = None) -> Site:
        sites.append(Site(tls=tls))
        return sites[-1]

    yield make
    for site in sites:
        threading.Thread(target=site.close, daemon=True).start()
