"""What a person found by hand: one address to fetch, or one file to take in as evidence."""

from pathlib import Path
from urllib.parse import urlsplit

from spiders.records import Expectation, KnownPage, Pace, Role, Source, SourcePlan, Tier

SOURCE_ID = "added"


def added_source(url: str = "", country: str | None = None) -> Source:
    """The source that stands for what people add. It starts nowhere: what it reads is named.

    url: the address to fetch, "" for files. country: what the added text is about by itself.
    """
    host = urlsplit(url).netloc
    return Source(
        id=SOURCE_ID,
        name="Added by hand",
        publisher="various",
        tier=Tier.AGGREGATOR,
        country=country,
        languages=(),
        entry_points=(),
        allowed_hosts=(host,) if host else (),
        expects=Expectation(documents_per_week=0, text_at_least=0),
        pace=Pace(pages_at_most=3, seconds_at_most=120),
    )


def added_plan(url: str, country: str | None = None) -> SourcePlan:
    """A plan that fetches exactly this page, known or not."""
    wanted = KnownPage(url=url, role=Role.ARTICLE, sha256="", recheck=True)
    return SourcePlan(source=added_source(url, country), known=(wanted,))


def is_address(text: str) -> bool:
    """Whether what was typed is an address to fetch; otherwise it names a file."""
    return text.startswith(("http://", "https://")) and not Path(text).exists()
