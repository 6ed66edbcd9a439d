"""Settling: the only place that remembers.

    (page, assessment), in the order of fetching
        ─► same text as before: nothing
        ─► an earlier state of a known address, or that it was gone once, from an archive: nothing
        ─► new text at a known address: a version ─► flags carried, reopened or raised
        ─► new address: a story of near-identical texts, or its own ─► flags raised
        ─► gone: flags reopened
        ─► watched page: only the passages that came or changed, flags of those that went reopened

What to do is decided in `monitor.decide`; this module asks the ledger and writes into it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto

from monitor.contracts import Assessed, Assessment
from monitor.decide import (
    Finding,
    Intent,
    Occasion,
    decide_gone,
    decide_new,
    decide_version,
    findings,
)
from monitor.ledger import Ledger
from monitor.stories import nearest_story
from monitor.watching import believed, decide_visit, why_anew
from rules.records import Document
from storage.contract import Store
from storage.records import (
    Change,
    Fingerprint,
    Flag,
    FlagEvent,
    MadeFrom,
    PageRecord,
    StoredDocument,
    Story,
)

EARLIEST = date(1991, 12, 16)
See = Callable[[PageRecord, Assessment], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleContext:
    """What settling needs to know. baseline: what was published before is backlog."""

    run_id: str
    now: datetime
    baseline: date


def settle(
    store: Store,
    assessed: Iterable[tuple[PageRecord, Assessment]],
    context: SettleContext,
    see: See = lambda *_: None,
) -> int:
    """Settle assessments in the order given; gives the number of new document versions.

    see: is shown each page with what was made of it: a watched page may not be believed.
    Commits after at most 200 documents or pages, so a killed run goes on where it was.
    """
    ledger = Ledger(store)
    settler = _Settler(ledger, context)
    count = 0
    for page, read in assessed:
        assessment = settler.believed(page, read)
        count += settler.settle_page(page, assessment)
        see(page, assessment)
        if ledger.is_full:
            ledger.flush()
    ledger.flush()
    return count


class _Settler:
    def __init__(self, ledger: Ledger, context: SettleContext) -> None:
        self._ledger = ledger
        self._context = context

    def believed(self, page: PageRecord, read: Assessment) -> Assessment:
        """As it is to be settled: of a watched page what stands decides whether to believe it."""
        if read.watched is None:
            return read
        before = self._ledger.page_version(read.url)
        if before is not None and self._is_older(page, before.seen_at):
            return replace(read, documents=(), watched=None)
        return believed(before, read, self._ledger.fact)

    def settle_page(self, page: PageRecord, assessment: Assessment) -> int:
        if assessment.gone:
            self._settle_gone(page, assessment.url, "the source took the page away")
        if assessment.watched is None:
            changed = sum(self._settle_document(page, found) for found in assessment.documents)
        else:
            changed = self._settle_watched(page, assessment)
        self._ledger.assessed(page.id, assessment.failure)
        return changed

    def _settle_watched(self, page: PageRecord, assessment: Assessment) -> int:
        before = self._ledger.page_version(assessment.url)
        visit = decide_visit(before, page, assessment, self._context.run_id)
        if visit.version is not None:
            self._ledger.add_version(visit.version)
        for url in visit.went:
            self._settle_gone(page, url, "the page does not say this any more")
        seen = _Seen.FIRST if visit.is_first else _Seen.AGAIN
        return sum(self._settle_document(page, found, seen) for found in visit.documents)

    def _settle_gone(self, page: PageRecord, url: str, why: str) -> None:
        standing = self._ledger.document_at(url)
        if standing is None or standing.gone_at is not None:
            return
        if self._is_older(page, standing.fetched_at):
            return
        at = page.written.fetched_at
        self._ledger.mark_gone(standing, at)
        self._put(decide_gone(self._ledger.document_flags(standing.document.id), at.date(), why))

    def _settle_document(
        self, page: PageRecord, found: Assessed, seen: "_Seen | None" = None
    ) -> bool:
        before = self._ledger.document_at(found.url)
        if before is not None and (
            _is_old_news(before, found) or self._is_older(page, before.fetched_at)
        ):
            return False
        story = self._story(before, found)
        change = _change(before, found)
        stored = self._stored(page, found, story, change)
        self._ledger.add_document(stored, found.matches)
        if story is not None:
            self._remember_story(story, found)
            self._flag(story, before, stored, found, seen)
        return True

    def _is_older(self, page: PageRecord, standing: datetime) -> bool:
        """Whether an archive tells how a page was before it became what stands. A standing
        moment that lies ahead comes of a wrong clock, and must not hold back what is true.
        """
        return page.written.fetched_at < standing <= self._context.now

    def _story(self, before: StoredDocument | None, found: Assessed) -> str | None:
        if before is not None and before.story_id is not None:
            return before.story_id
        if not found.matches:
            return None
        same, candidates = self._ledger.story_of(found.text_sha256, found.bands)
        return same or nearest_story(found.signature, candidates) or found.document.id

    def _remember_story(self, story_id: str, found: Assessed) -> None:
        own = found.document.id
        if story_id == own:
            self._ledger.add_story(Story(id=own, document_id=own, run_id=self._context.run_id))
        if found.bands:
            self._ledger.add_fingerprint(
                Fingerprint(
                    document_id=own,
                    story_id=story_id,
                    signature=found.signature,
                    bands=found.bands,
                )
            )

    def _stored(
        self, page: PageRecord, found: Assessed, story: str | None, change: Change
    ) -> StoredDocument:
        return StoredDocument(
            document=found.document,
            url=found.url,
            page_id=page.id,
            run_id=self._context.run_id,
            source_id=page.written.source_id,
            made_from=found.made_from,
            change=change,
            text_sha256=found.text_sha256,
            fetched_at=page.written.fetched_at,
            story_id=story,
        )

    def _flag(
        self,
        story: str,
        before: StoredDocument | None,
        stored: StoredDocument,
        found: Assessed,
        seen: "_Seen | None",
    ) -> None:
        news = self._findings(stored, found, seen)
        flags = self._ledger.story_flags(story)
        shown = self._shown(before, flags, news, seen)
        occasion = Occasion(
            story_id=story,
            document_id=stored.document.id,
            run_id=self._context.run_id,
            at=self._context.now,
        )
        number = self._ledger.next_number
        if shown:
            completed = stored.change is Change.COMPLETED
            anew = self._anew(shown, before, stored) if seen is _Seen.AGAIN else {}
            self._put(
                decide_version(
                    news,
                    shown,
                    flags,
                    occasion,
                    next_number=number,
                    completed=completed,
                    anew=anew,
                )
            )
        else:
            self._put(decide_new(news, flags, occasion, next_number=number))

    def _shown(
        self,
        before: StoredDocument | None,
        of_story: Sequence[Flag],
        news: Sequence[Finding],
        seen: "_Seen | None",
    ) -> tuple[Flag, ...]:
        """The flags that the version before showed; of a watched passage that says again what it
        had not said meanwhile, those of any earlier version.
        """
        if before is None:
            return ()
        shown = self._ledger.document_flags(before.document.id)
        if shown or seen is not _Seen.AGAIN:
            return shown
        found = {finding.recommendation for finding in news}
        known = (flag for flag in of_story if flag.recommendation in found)
        return tuple(f for f in known if self._ledger.address(f.document_id) == before.url)

    def _anew(
        self, shown: Sequence[Flag], before: StoredDocument | None, now: StoredDocument
    ) -> dict[int, str]:
        if before is None:
            return {}
        return why_anew(shown, self._ledger.matches(before.document.id), before, now)

    def _findings(
        self, stored: StoredDocument, found: Assessed, seen: "_Seen | None"
    ) -> tuple[Finding, ...]:
        seen_on = stored.fetched_at.date()
        published = stored.document.published
        tomorrow = seen_on + timedelta(days=1)
        dated = published is None or EARLIEST <= published <= tomorrow
        document = stored.document if dated else _undated(stored)
        baseline = self._context.baseline
        if seen is _Seen.FIRST and _is_undated_news(stored):
            baseline = date.max  # nobody knows since when the page has said so
        if seen is _Seen.AGAIN:
            document = _undated(stored)  # what a page begins to say is news, whatever day it names
        return findings(document, found.matches, seen_on=seen_on, baseline=baseline)

    def _put(self, intents: Iterable[Intent]) -> None:
        for intent in intents:
            event = FlagEvent(
                flag=intent.flag.number,
                run_id=self._context.run_id,
                at=self._context.now.astimezone(UTC),
                what=intent.what,
                reason=intent.flag.reason,
            )
            self._ledger.put_flag(intent.flag, event)


def _is_undated_news(stored: StoredDocument) -> bool:
    return stored.change is Change.NEW and stored.document.published is None


class _Seen(Enum):
    """Whether a passage of a watched page came at the first visit or at a later one."""

    FIRST = auto()
    AGAIN = auto()


def _is_old_news(before: StoredDocument, found: Assessed) -> bool:
    """Whether the standing version says the same already, or says more than an entry can."""
    entry = found.made_from is MadeFrom.ENTRY
    if entry and before.made_from is not MadeFrom.ENTRY:
        return True
    completes = before.made_from is MadeFrom.ENTRY and not entry
    return before.text_sha256 == found.text_sha256 and before.gone_at is None and not completes


def _change(before: StoredDocument | None, found: Assessed) -> Change:
    if before is None:
        return Change.NEW
    if before.made_from is MadeFrom.ENTRY and found.made_from is not MadeFrom.ENTRY:
        return Change.COMPLETED
    return Change.CHANGED


def _undated(stored: StoredDocument) -> Document:
    return replace(stored.document, published=None)
