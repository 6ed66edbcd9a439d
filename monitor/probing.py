"""Asking sources whether they answer: a small crawl into a folder that is thrown away.

    sources ─► a few bundles, a child each, under a deadline ─► what was listed, what could be read

What a site sends is read where a night would read it: lists in the child, articles in the engine's
workers. A round in which nothing at all answers is the last: a machine without a network is told so
within a minute, however many sources there are.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.contracts import Assessment, Crawler, Engine, PageReader
from monitor.extract.dates import parse_date
from spiders.records import (
    CrawlPlan,
    Entry,
    EntryPoint,
    Limits,
    RecordWritten,
    Role,
    Source,
    SourceOutcome,
    SourcePlan,
    SourceState,
)
from spiders.urls import registered_domain
from storage.records import PageRecord, page_id

BUNDLES = 6  # children at once: each waits for one site at a time
ROUND_SECONDS = 30
PAGE_SECONDS = 6  # thrice at most, so that a page under way ends within a minute of the start
PATIENCE = 20  # ... for the one source that was named
ARTICLES = 2  # pages beyond the entry points
DELAY_AT_MOST = 1.0  # three or four questions to a site need no longer pauses
_RUN = "probe"
_LISTS = frozenset({Role.FEED, Role.SITEMAP, Role.LISTING, Role.API, Role.STATUS_PAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What probing needs, made by wiring.

    reader, make_engine: over the folder they are given. loopback, proxy, keys: as CrawlPlan has
    them.
    """

    crawler: Crawler
    reader: Callable[[Path], PageReader]
    make_engine: Callable[[Sequence[Source], Path], Engine]
    user_agent: str
    loopback: tuple[str, ...] = ()
    proxy: str | None = None
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What came of asking one source.

    lists: the entry points that answered, each with its status. entries: what they listed, articles
    that were fetched among them. dated: those whose date could be read. pages: what was read of
    articles and status pages.
    """

    source: Source
    outcome: SourceOutcome
    lists: tuple[tuple[str, int], ...] = ()
    entries: tuple[Entry, ...] = ()
    dated: int = 0
    pages: tuple[Assessment, ...] = ()

    @property
    def was_asked(self) -> bool:
        """Whether its turn came before the time was over."""
        outcome = self.outcome
        never_began = outcome.state is SourceState.SKIPPED and not outcome.refused
        return not (never_began and not outcome.read)

    @property
    def is_usable(self) -> bool:
        """Whether a night would get anything from it."""
        return bool(self.entries) or any(page.documents for page in self.pages)


@dataclass(slots=True)
class _Heard:
    """What one round's children have said."""

    records: dict[str, list[RecordWritten]] = field(default_factory=dict)
    outcomes: dict[str, SourceOutcome] = field(default_factory=dict)


def probe_sources(parts: Parts, sources: Sequence[Source], today: date) -> Iterator[Probe]:
    """Fetch a few pages of each source, as a night would, and keep none; no store is touched.

    Gives a Probe per source, round by round. Those whose turn did not come are asked in a further
    round, unless the last one brought no answer at all.
    """
    waiting = list(sources)
    while waiting:
        probes = _round(parts, waiting, today)
        goes_on = any(probe.outcome.read for probe in probes)
        done = [probe for probe in probes if probe.was_asked or not goes_on]
        yield from done
        seen = {probe.source.id for probe in done}
        waiting = [source for source in waiting if source.id not in seen] if goes_on else []


def _round(parts: Parts, sources: Sequence[Source], today: date) -> list[Probe]:
    with TemporaryDirectory(prefix="recwatch-") as name:
        folder = Path(name)
        (folder / _RUN).mkdir()
        heard = _Heard()
        with closing(parts.crawler.crawl(_plans(parts, sources, folder / _RUN))) as messages:
            for message in messages:
                if isinstance(message, SourceOutcome):
                    heard.outcomes[message.source_id] = message
                else:
                    heard.records.setdefault(message.source_id, []).append(message)
        return _probes(parts, sources, heard, folder, today)


# -- what is asked ---------------------------------------------------------------------------------


def _plans(parts: Parts, sources: Sequence[Source], folder: Path) -> list[CrawlPlan]:
    """As many children as are useful; sources of one site share one, as on a night."""
    sites: dict[str, list[Source]] = {}
    for source in sources:
        sites.setdefault(registered_domain(source.entry_points[0].url), []).append(source)
    page_seconds = PATIENCE if len(sources) == 1 else PAGE_SECONDS
    bundles: list[list[Source]] = [[] for _ in range(min(BUNDLES, len(sites)))]
    for number, site in enumerate(sites.values()):
        bundles[number % len(bundles)] += site
    return [
        CrawlPlan(
            run_id=_RUN,
            warc=str(folder / f"{number}.warc.gz"),
            user_agent=parts.user_agent,
            sources=tuple(SourcePlan(source=_shortened(source)) for source in bundle),
            limits=Limits(deadline=ROUND_SECONDS, page_seconds=page_seconds),
            loopback=parts.loopback,
            proxy=parts.proxy,
            keys=parts.keys,
        )
        for number, bundle in enumerate(bundles)
    ]


def _shortened(source: Source) -> Source:
    pace = replace(
        source.pace,
        delay=min(source.pace.delay, DELAY_AT_MOST),
        pages_at_most=len(source.entry_points) + ARTICLES,
        seconds_at_most=ROUND_SECONDS,
    )
    points = tuple(_first_page(point) for point in source.entry_points)
    return replace(source, pace=pace, entry_points=points)


def _first_page(point: EntryPoint) -> EntryPoint:
    if point.listing is not None:
        return replace(point, listing=replace(point.listing, pages_at_most=1))
    if point.api is not None:
        return replace(point, api=replace(point.api, pages_at_most=1))
    return point


# -- what came -------------------------------------------------------------------------------------


def _probes(
    parts: Parts, sources: Sequence[Source], heard: _Heard, folder: Path, today: date
) -> list[Probe]:
    pages = [_page(written) for found in heard.records.values() for written in found]
    assessed = _assessed(parts, sources, folder, [p for p in pages if not _is_list(p)])
    reader = parts.reader(folder)
    probes = []
    for source in sources:
        own = [page for page in pages if page.written.source_id == source.id]
        entries = [entry for page in own for entry in reader.read(page).entries]
        days = [parse_date(entry.published, today) for entry in entries]
        probes.append(
            Probe(
                source=source,
                outcome=heard.outcomes[source.id],
                lists=tuple((p.written.url, p.written.status) for p in own if _was_asked_for(p)),
                entries=tuple(entries),
                dated=sum(day is not None for day in days),
                pages=tuple(assessed[page.id] for page in own if page.id in assessed),
            )
        )
    return probes


def _page(written: RecordWritten) -> PageRecord:
    return PageRecord(id=page_id(written.warc, written.offset), run_id=_RUN, written=written)


def _was_asked_for(page: PageRecord) -> bool:
    return page.written.role in _LISTS


def _is_list(page: PageRecord) -> bool:
    """A status page is a list that is read as well."""
    return page.written.role not in (Role.ARTICLE, Role.STATUS_PAGE)


def _assessed(
    parts: Parts, sources: Sequence[Source], folder: Path, pages: Sequence[PageRecord]
) -> dict[str, Assessment]:
    if not pages:
        return {}
    engine = parts.make_engine(sources, folder)
    try:
        return {each.page_id: each for each in engine.assess(pages)}
    finally:
        engine.close()
