"""The spider of one source: entry points first, then the articles they list, then the rest.

    entry points ─► entries ─► new articles ─► known articles again ─► entries without article

It decides what to fetch; fetching, evidence and manners are the middlewares' matter. A failure
of one address is counted and never ends the others.
"""

import asyncio
import logging
import re
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import scrapy

from spiders.answers import NoAnswer, Refused
from spiders.desk import Desk
from spiders.entrypoints import read_entry_points
from spiders.fetching import Fetcher
from spiders.outcomes import outcome_of
from spiders.records import Entry, KnownPage, Role, SourceOutcome
from spiders.safety.challenges import challenge_in
from spiders.urls import canonical_url
from spiders.warc import NOT_MODIFIED

GONE = frozenset({404, 410})
SILENT_AT_MOST = 10  # addresses in a row without any answer, before a site is left alone

_log = logging.getLogger(__name__)


class SourceSpider(scrapy.Spider):
    """Scrapy's view of a visit: nothing is scheduled, the visit asks for each page itself."""

    name = "source"

    def __init__(self, visit: "Visit", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._visit = visit

    async def start(self) -> AsyncIterator[Any]:
        """Visit the source."""
        await self._visit.run(self.crawler)
        nothing: tuple[scrapy.Request, ...] = ()
        for request in nothing:
            yield request


@dataclass(frozen=True, slots=True)
class _Task:
    """An article to fetch. entry: None if nothing lists it tonight. known: None if it is new."""

    url: str
    entry: Entry | None
    known: KnownPage | None


class Visit:
    """One source's night, from its first request to its outcome."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tally = desk.tally
        self._patterns = tuple(re.compile(each) for each in desk.source.articles)
        self._points = {canonical_url(point.url) for point in desk.source.entry_points}
        self._waiting: deque[_Task] = deque()
        self._without_article: list[Entry] = []
        self._silent = 0
        self._has_ended = False

    async def run(self, crawler: scrapy.crawler.Crawler) -> None:
        """Crawl. Never raises: what went wrong is in the outcome."""
        self._tally.begun = True
        self._desk.open(Fetcher(crawler, self._desk.keep))
        try:
            self._plan(await read_entry_points(self._desk))
            async with asyncio.TaskGroup() as workers:
                for _ in range(max(1, self._desk.source.pace.concurrent)):
                    workers.create_task(self._work())
        except Exception as error:
            _log.exception("source %s", self._desk.source.id)
            self._tally.broken = _fault(error)
        self._has_ended = True

    def stop(self, reason: str) -> None:
        """Finish the pages that are under way and begin no other."""
        self._desk.stop(reason)

    def fail(self, reason: str) -> None:
        """Nothing can be fetched before a person mends something."""
        self._tally.broken = reason

    def finish(self) -> SourceOutcome:
        """Keep the entries that have no article, and say how it went."""
        if not self._has_ended:
            self.stop("ended before it was done")
        unvisited = [task for task in self._waiting if task.entry and not task.known]
        self._tally.left += len(self._waiting)
        # Tonight's words are kept although the page must wait: tomorrow the list may have moved on.
        self._without_article.extend(task.entry for task in unvisited if task.entry)
        self._desk.keep_entries(self._unheard(self._without_article))
        self._desk.close()
        return outcome_of(self._desk.source.id, self._tally)

    # -- what to fetch ---------------------------------------------------------------------------

    def _plan(self, entries: Iterable[Entry]) -> None:
        wanted = [entry for entry in entries if self._is_article(entry.url)]
        if not self._desk.source.follow:
            self._without_article.extend(wanted)
            return
        listed = {canonical_url(entry.url): entry for entry in wanted}
        known = {
            canonical_url(url): page
            for (role, url), page in self._desk.known.items()
            if role is Role.ARTICLE
        }
        self._tally.unchanged += sum(1 for url in listed if url in known and not known[url].recheck)
        new = (entry for address, entry in listed.items() if address not in known)
        self._waiting.extend(_Task(entry.url, entry, None) for entry in new)
        again = ((address, page) for address, page in known.items() if page.recheck)
        self._waiting.extend(_Task(page.url, listed.get(address), page) for address, page in again)

    def _is_article(self, url: str) -> bool:
        if canonical_url(url) in self._points:
            return False  # a watched page that links to itself or to another one
        return not self._patterns or any(pattern.search(url) for pattern in self._patterns)

    # -- fetching --------------------------------------------------------------------------------

    async def _work(self) -> None:
        while self._waiting and self._desk.may_go_on():
            await self._article(self._waiting.popleft())

    async def _article(self, task: _Task) -> None:
        self._tally.tried += 1
        try:
            await self._read(task)
            self._silent = 0
        except Refused as refused:
            self._tally.refuse(task.url, refused.reason)
            self._count_silence(refused)
            if task.entry is not None and task.known is None:
                self._without_article.append(task.entry)

    def _count_silence(self, refused: Refused) -> None:
        self._silent = self._silent + 1 if isinstance(refused, NoAnswer) else 0
        if self._silent >= SILENT_AT_MOST:
            self.stop(f"stopped after {self._silent} addresses in a row without an answer")

    async def _read(self, task: _Task) -> None:
        """Raises Refused when the address gives no page."""
        answer = await self._desk.fetch(task.url, Role.ARTICLE)
        if answer.status == NOT_MODIFIED and task.known:
            self._tally.unchanged += 1
            return
        if answer.status in GONE and task.known:
            self._tally.gone += 1
            return
        challenge = challenge_in(answer.status, answer.headers, answer.body)
        if answer.status != 200:
            self._tally.challenges += challenge is not None
            raise Refused(challenge or f"HTTP {answer.status}")
        if challenge:
            self._desk.keep(answer, keep_validators=False)
            self._tally.challenges += 1
            raise Refused(challenge)
        is_same = task.known is not None and task.known.sha256 == answer.payload_sha256
        self._tally.unchanged += is_same
        self._tally.news += not is_same
        self._desk.keep(answer, task.entry)

    # -- entries without article -----------------------------------------------------------------

    def _unheard(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those that say something, and something that was not kept before; of a finder none."""
        if self._desk.source.finds:
            return []
        saying = [entry for entry in entries if entry.title or entry.summary]
        new = [each for each in saying if (each.url, each.sha256) not in self._desk.known_entries]
        self._tally.unchanged += len(saying) - len(new)
        return new


def _fault(error: Exception) -> str:
    group = error if isinstance(error, ExceptionGroup) else ExceptionGroup("", [error])
    if group.subgroup(MemoryError) is not None:
        return "ran out of memory"
    return f"stopped by a fault in the program ({type(group.exceptions[0]).__name__})"
