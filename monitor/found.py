"""What a person found by hand: one address to fetch, or one file to take in as evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from spiders.records import Entry, Expectation, KnownPage, Pace, Role, Source, SourcePlan, Tier
from spiders.urls import is_on_host

SOURCE_ID = "added"
SECONDS = 120  # for the one page that was named


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file to take in. kind: its media type; None: by its name. entry: what is said of it."""

    path: Path
    kind: str | None = None
    entry: Entry | None = None


def found_sources() -> Iterator[Source]:
    """Every source that stands for what people add, so that their tiers and names are known."""
    for tier in (None, *Tier):
        yield added_source(tier=tier)


def added_source(
    url: str = "",
    country: str | None = None,
    catalogue: Sequence[Source] = (),
    tier: Tier | None = None,
) -> Source:
    """The source that stands for what people add. It starts nowhere: what it reads is named.

    url: the address to fetch, "" for files. country: what the added text is about by itself.
    catalogue: where a source of that host says how its pages may be fetched, it holds here too.
    tier: who speaks, as the person says; None: nobody said.
    """
    host = urlsplit(url).netloc
    of_host = [each for each in catalogue if host and is_on_host(url, each.allowed_hosts)]
    return Source(
        id=f"{SOURCE_ID}-{tier.value}" if tier else SOURCE_ID,
        name="Found by hand",
        publisher="various",
        tier=tier or Tier.AGGREGATOR,
        country=country,
        languages=(),
        entry_points=(),
        allowed_hosts=(host,) if host else (),
        expects=Expectation(documents_per_week=0, text_at_least=0),
        pace=Pace(pages_at_most=3, seconds_at_most=SECONDS),
        unverified_hosts=tuple(name for each in of_host for name in each.unverified_hosts),
        by_proxy=any(each.by_proxy for each in of_host),
    )


def added_plan(source: Source, url: str) -> SourcePlan:
    """A plan that fetches exactly this page, known or not."""
    wanted = KnownPage(url=url, role=Role.ARTICLE, sha256="", recheck=True)
    return SourcePlan(source=source, known=(wanted,))


def is_address(text: str) -> bool:
    """Whether what was typed is an address to fetch; otherwise it names a file."""
    return text.startswith(("http://", "https://")) and not Path(text).exists()
