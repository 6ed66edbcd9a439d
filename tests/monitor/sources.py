"""Sources for tests: `make_source` supplies what a story does not care about."""

from typing import Any

from spiders.records import EntryPoint, Expectation, Kind, Source, Tier


def make_source(source_id: str = "news", *, week: float = 7, **given: Any) -> Source:
    """A source; week: how many documents a week it should give."""
    fields: dict[str, Any] = {
        "id": source_id,
        "name": source_id,
        "publisher": source_id,
        "tier": Tier.INDEPENDENT_MEDIA,
        "country": None,
        "languages": ("en",),
        "entry_points": (EntryPoint(url=f"https://{source_id}.example/rss", kind=Kind.FEED),),
        "allowed_hosts": (f"{source_id}.example",),
        "expects": Expectation(documents_per_week=week, text_at_least=100, dates_that_parse=0.9),
    }
    return Source(**fields | given)
