"""Asking archives: what sites said long ago, taken in as pages of the sources they belong to.

    captures of an address or of a source's hosts (Wayback)  ─┐
    news of a month (Common Crawl), by the hosts of sources   ├─► WARC ─► assess ─► settle
    a WARC file of others, or of a night of our own          ─┘

A page has the address that it had, and was seen when it was captured; so what is old is backlog,
and an earlier state of a known page replaces nothing. What was taken before is not taken again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urljoin

from monitor.found import added_source
from monitor.night import NightPlan, NightReport, Parts, Progress, fetch, page_record, take_in
from monitor.recover import is_ours, take_in_copy
from spiders.captures import is_archived
from spiders.records import (
    EntryPoint,
    Kind,
    KnownPage,
    RecordWritten,
    Refusal,
    Source,
    SourcePlan,
)
from spiders.urls import host_and_port, is_on_host
from spiders.wishes import ArchiveWish
from storage.contract import Store
from storage.records import Recheck, Run

ROWS = 1000  # captures that one question to an index gives
_TYPES = "mimetype:(text/html|application/xhtml[+]xml|text/plain|application/pdf)"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
TakeWarc = Callable[..., Iterable[RecordWritten | Refusal]]  # spiders.warcfile.take_warc


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of archives. addresses: as an index takes them, `*` at the end: all below.

    sources: those that the pages may belong to. belongs: by host, as in ArchiveWish.
    """

    addresses: tuple[str, ...]
    sources: tuple[Source, ...]
    belongs: tuple[tuple[str, str], ...]


def ask_for_sources(sources: Sequence[Source]) -> Asked:
    """All that lies on the hosts of these sources."""
    return Asked(
        addresses=tuple(f"{host}/*" for source in sources for host in source.allowed_hosts),
        sources=tuple(sources),
        belongs=_hosts(sources),
    )


def ask_for_address(address: str, catalogue: Sequence[Source]) -> Asked:
    """What lies at an address; it belongs to the source of that host, or is added by hand."""
    own = next((s for s in catalogue if is_on_host(address, s.allowed_hosts)), None)
    source = own or added_source(address)
    host, _ = host_and_port(address)
    return Asked(addresses=(address,), sources=(source,), belongs=((host, source.id),))


def together(asked: Sequence[Asked]) -> Asked:
    """All of it as one."""
    sources = {source.id: source for each in asked for source in each.sources}
    return Asked(
        addresses=tuple(dict.fromkeys(a for each in asked for a in each.addresses)),
        sources=tuple(sources.values()),
        belongs=tuple(dict.fromkeys(pair for each in asked for pair in each.belongs)),
    )


# -- questions -------------------------------------------------------------------------------------


def captures_wanted(
    archive: Source, asked: Asked, *, since: str, until: str, versions: bool
) -> Source:
    """The archive with what to ask its index. since, until: digits, "2004" or "20121231", or "".

    versions: every text that an address had; otherwise the first capture of each.
    """
    wish = ArchiveWish(belongs=asked.belongs)
    period = [(name, value) for name, value in (("from", since), ("to", until)) if value]
    rest = [
        ("output", "json"),
        ("fl", "timestamp,original,mimetype,statuscode,digest"),
        ("filter", "statuscode:200"),
        ("filter", _TYPES),
        ("collapse", "digest" if versions else "urlkey"),
        *period,
        ("limit", str(ROWS)),
        ("showResumeKey", "true"),
    ]
    index = archive.entry_points[0].url
    return _with_points(
        archive, (f"{index}?{urlencode([('url', a), *rest])}" for a in asked.addresses), wish
    )


def news_wanted(archive: Source, asked: Asked, *, month: str, files: tuple[int, int]) -> Source:
    """The archive with the list of a month, "2017/03", and the files of it to read."""
    languages = {language for source in asked.sources for language in source.languages}
    wish = ArchiveWish(belongs=asked.belongs, languages=tuple(sorted(languages)), files=files)
    root = archive.entry_points[0].url
    return _with_points(archive, (urljoin(root, f"{month}/warc.paths.gz"),), wish)


def _with_points(archive: Source, urls: Iterable[str], wish: ArchiveWish) -> Source:
    points = tuple(EntryPoint(url=url, kind=Kind.ARCHIVE, wish=wish) for url in urls)
    return replace(archive, entry_points=points, disabled_because=None)


# -- taking in -------------------------------------------------------------------------------------


def take_from_archive(
    parts: Parts, plan: NightPlan, archive: Source, asked: Asked, progress: Progress
) -> NightReport:
    """Fetch what the archive has of it, assess and settle. Raises LeaseHeld.

    archive: as made by `captures_wanted` or `news_wanted`.
    """

    def bring(run: Run, folder: Path) -> None:
        known = tuple(_taken(parts.store, asked.sources))
        wanted = (SourcePlan(source=archive, known=known),)
        warc = folder / f"{run.id}-{archive.id}.warc.gz"
        fetch(parts, plan, run, wanted, warc=warc, progress=progress)

    whole = replace(plan, sources=(archive, *asked.sources))
    return take_in(parts, whole, bring, progress)


def take_from_file(
    parts: Parts, plan: NightPlan, file: Path, take_warc: TakeWarc, progress: Progress
) -> tuple[NightReport, tuple[Refusal, ...]]:
    """Take in a WARC file: of others, the pages on hosts of the plan's sources; of our own, all
    that was crawled, as it was. Gives what could not be read as well. Raises LeaseHeld, OSError.
    """
    refusals: list[Refusal] = []

    def bring(run: Run, folder: Path) -> None:
        if is_ours(file):
            take_in_copy(parts.store, run, file, folder)
            return
        written = take_warc(
            file,
            folder / f"{run.id}-file.warc.gz",
            run_id=run.id,
            wish=ArchiveWish(belongs=_hosts(plan.sources)),
            now=parts.clock.now(),
            known=frozenset((k.url, k.sha256) for k in _taken(parts.store, plan.sources)),
        )
        for each in written:
            if isinstance(each, Refusal):
                refusals.append(each)
            else:
                parts.store.add_pages((page_record(run.id, each),))
                progress.crawled(each)
            if parts.stopping():
                return

    return take_in(parts, plan, bring, progress), tuple(refusals)


def _hosts(sources: Sequence[Source]) -> tuple[tuple[str, str], ...]:
    return tuple((host, source.id) for source in sources for host in source.allowed_hosts)


def _taken(store: Store, sources: Sequence[Source]) -> Iterable[KnownPage]:
    """What archives gave before."""
    for source in sources:
        pages = store.known_pages(source.id, Recheck(since=_NEVER, before=_NEVER))
        yield from (page for page in pages if is_archived(page.url))
