"""Asking sources whether they answer: a small crawl into a folder that is thrown away."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.contracts import Crawler
from spiders.records import CrawlPlan, Limits, Source, SourceOutcome, SourcePlan

PAGES_AT_MOST = 3
SECONDS_AT_MOST = 90


def probe_sources(
    crawler: Crawler,
    sources: Sequence[Source],
    *,
    user_agent: str,
    loopback: tuple[str, ...] = (),
    proxy: str | None = None,
) -> Iterator[SourceOutcome]:
    """Fetch at most PAGES_AT_MOST pages of each source, as a night would, and keep none.

    Gives each source's outcome as it ends.
    """
    with TemporaryDirectory(prefix="recwatch-") as folder:
        plans = [
            replace(
                _plan(source, Path(folder) / f"probe-{index}.warc.gz", user_agent),
                loopback=loopback,
                proxy=proxy,
            )
            for index, source in enumerate(sources)
        ]
        with closing(crawler.crawl(plans)) as messages:
            yield from (m for m in messages if isinstance(m, SourceOutcome))


def _plan(source: Source, warc: Path, user_agent: str) -> CrawlPlan:
    pace = replace(source.pace, pages_at_most=PAGES_AT_MOST, seconds_at_most=SECONDS_AT_MOST)
    return CrawlPlan(
        run_id="probe",
        warc=str(warc),
        user_agent=user_agent,
        sources=(SourcePlan(source=replace(source, pace=pace)),),
        limits=Limits(deadline=SECONDS_AT_MOST * 2),
    )
