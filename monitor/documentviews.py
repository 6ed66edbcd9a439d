"""A stored document with all that belongs to it, gathered for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from monitor.flagviews import TIER_WORDS, Guide
from monitor.misses import standing_misses
from monitor.passages import Passage, passages
from rules.explain import Explanation, Finding, SignalExplanation, explain
from rules.matcher import Matcher
from rules.nearly import NearMatch, together
from rules.reasons import found_said, gap_said
from rules.records import Document, Match
from storage.contract import Store
from storage.found import Find, Miss
from storage.records import Flag, PageRecord, StoredDocument

T = TypeVar("T")

EXPLAINED_AT_MOST = 60_000  # characters: a page is asked for while somebody waits
_SHOWN_AT_MOST = 6


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a recommendation was or was not told of: sentences about what was found.

    matched: what made a match. held: (words, why it fell). near: (there, what is missing).
    """

    recommendation: str
    notes: tuple[str, ...]
    matched: tuple[str, ...]
    held: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...]


class TooLongToExplain(Exception):
    """The document is too long to be explained while somebody waits: name the command."""


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


def why(matcher: Matcher, document: Document, recommendation: str) -> Why:
    """What the rules made of a document for one recommendation.

    Raises TooLongToExplain, and KeyError for a recommendation that the rules do not have.
    """
    if len(document.text) > EXPLAINED_AT_MOST:
        raise TooLongToExplain(document.id)
    found = explain(matcher, document, recommendation)
    told = [(signal, finding) for signal in found.signals for finding in signal.findings]
    matched = [_words(*one) for one in told if _is_match(one[1])]
    held = [(_words(s, f), f.why_not) for s, f in told if not _is_match(f)]
    return Why(
        recommendation=recommendation,
        notes=found.notes,
        matched=_few(matched),
        held=_few(held),
        near=_few([_near(one) for one in _nearest(found)]),
    )


def _nearest(found: Explanation) -> Sequence[NearMatch]:
    return together(found.nearly)


def _is_match(finding: Finding) -> bool:
    return finding.counts and finding.reported


def _words(signal: SignalExplanation, finding: Finding) -> str:
    quotes = " … ".join(dict.fromkeys(piece.quote for piece in finding.evidence))
    return f"{signal.signal} ({signal.toward.value}): “{quotes}”"


def _near(near: NearMatch) -> tuple[str, str]:
    missing = "; ".join(gap_said(gap) for gap in near.gaps)
    return f"{near.signal} ({near.toward.value}): {found_said(near)}", missing


def _few(found: Sequence[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))[:_SHOWN_AT_MOST]
