"""Fetched pages in memory: what was kept, what waits to be assessed, what failed."""

from collections.abc import Sequence
from datetime import datetime

from spiders.records import KnownPage
from storage.known import answered, known_pages
from storage.memory_unit import Guarded, unit
from storage.records import Changes, PageFailure, PageRecord, Recheck

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryPages(Guarded):
    """The part of a store in memory that keeps pages."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[str, PageRecord] = {}
        self._waiting: dict[str, PageRecord] = {}
        self._failures: dict[str, PageFailure] = {}

    @unit
    def add_pages(self, pages: Sequence[PageRecord]) -> int:
        new: dict[str, PageRecord] = {}
        for page in pages:
            if page.id not in self._pages:
                new.setdefault(page.id, page)
        self._pages |= new
        self._waiting |= new
        return len(new)

    @unit
    def page(self, page_id: str) -> PageRecord | None:
        return self._pages.get(page_id)

    @unit
    def pages_of_run(self, run_id: str) -> tuple[PageRecord, ...]:
        own = (page for page in self._pages.values() if page.run_id == run_id)
        return tuple(sorted(own, key=lambda page: (page.written.warc, page.written.offset)))

    @unit
    def pages_end(self, warc: str) -> int:
        spans = (p.written for p in self._pages.values() if p.written.warc == warc)
        return max((span.offset + span.length for span in spans), default=0)

    @unit
    def unassessed_pages(
        self, limit: int, source_ids: Sequence[str] | None = None
    ) -> tuple[PageRecord, ...]:
        waiting = (
            page
            for page in self._waiting.values()
            if source_ids is None or page.written.source_id in source_ids
        )
        return tuple(sorted(waiting, key=_settling_order)[:limit])

    @unit
    def known_pages(self, source_id: str, recheck: Recheck) -> tuple[KnownPage, ...]:
        own = (p for p in self._pages.values() if p.written.source_id == source_id)
        pages = sorted(own, key=lambda p: p.written.fetched_at)
        answers = (answered(page, failed=page.id in self._failures) for page in pages)
        entries = {url: key for page in pages for url, key in page.written.entry_keys}
        return known_pages(answers, entries, recheck)

    @unit
    def failures(self, run_id: str) -> tuple[PageFailure, ...]:
        of_run = (
            failure
            for failure in self._failures.values()
            if failure.page_id in self._pages and self._pages[failure.page_id].run_id == run_id
        )
        return tuple(sorted(of_run, key=lambda failure: failure.page_id))

    def _apply_pages(self, changes: Changes) -> None:
        for page_id in changes.assessed:
            self._waiting.pop(page_id, None)
        for failure in changes.failures:
            self._failures.setdefault(failure.page_id, failure)


def _settling_order(page: PageRecord) -> tuple[datetime, str, str, str]:
    written = page.written
    return written.fetched_at, written.url, written.payload_sha256, page.id
