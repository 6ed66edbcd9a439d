"""A stored document with all that belongs to it, gathered for its page."""

from dataclasses import dataclass

from monitor.flagviews import TIER_WORDS, Guide
from monitor.misses import standing_misses
from monitor.passages import Passage, passages
from rules.records import Match
from storage.contract import Store
from storage.found import Find, Miss
from storage.records import Flag, PageRecord, StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A version of a document. find: where a person brought it in; None: a night did.

    flags: of its story. misses: what people say it should have been flagged for. record: where its
    bytes lie; None where the store does not say.
    """

    stored: StoredDocument
    source_name: str
    tier: str
    record: PageRecord | None
    matches: tuple[Match, ...]
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...]
    find: Find | None
    misses: tuple[Miss, ...]


def view_document(store: Store, guide: Guide, stored: StoredDocument) -> DocumentView:
    """The document with its surroundings."""
    own, source = stored.document, guide.sources.get(stored.source_id)
    matches = store.matches(own.id)
    return DocumentView(
        stored=stored,
        source_name=source.name if source else stored.source_id,
        tier=TIER_WORDS[source.tier] if source else "source unknown",
        record=store.page(stored.page_id),
        matches=matches,
        passages=passages(own, matches),
        flags=store.story_flags(stored.story_id) if stored.story_id else (),
        find=store.find_of(own.id),
        misses=standing_misses(store.misses(own.id)),
    )
