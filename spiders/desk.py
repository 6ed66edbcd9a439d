"""What the steps of one source's night share: its plan, its limits, its counts, its pen."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from w3lib.url import url_query_cleaner

from spiders.answers import Answer, Refused
from spiders.fetching import Fetcher, conditions
from spiders.outcomes import Tally
from spiders.recorder import Recorder
from spiders.records import Entry, Limits, Role, SourcePlan
from spiders.shapes import ApiShape
from spiders.urls import canonical_url, origin_of
from spiders.warc import NOT_MODIFIED, AnswerSpan, EntriesSpan

_PAUSE = 0.02  # seconds, while the disk catches up


class Desk:
    """One source's night. After `close` nothing is written for it any more."""

    def __init__(
        self,
        plan: SourcePlan,
        recorder: Recorder,
        limits: Limits,
        *,
        key: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source = plan.source
        self.limits = limits
        self.known = {(page.role, page.url): page for page in plan.known}
        self.tally = Tally(points=len(plan.source.entry_points), badges=plan.source.badges)
        self._key = key
        self._recorder = recorder
        self._clock = clock
        self._fetcher: Fetcher | None = None
        self._ends_at = clock() + plan.source.pace.seconds_at_most
        self._pages_left = plan.source.pace.pages_at_most
        self._is_closed = False

    @cached_property
    def known_entries(self) -> frozenset[tuple[str, str]]:
        """(url, hash) of entries that were kept before, and so say nothing new."""
        pages = self.known.values()
        return frozenset((page.url, page.sha256) for page in pages if page.role is Role.ENTRIES)

    @cached_property
    def known_urls(self) -> frozenset[str]:
        """Every address that has been read or kept before, in its canonical form."""
        articles = {Role.ARTICLE, Role.ENTRIES}
        return frozenset(canonical_url(url) for role, url in self.known if role in articles)

    @property
    def pages_to_come(self) -> int:
        """How many pages this night can still read, by number and by pace."""
        seconds = max(0.0, self._ends_at - self._clock())
        return min(self._pages_left, int(seconds / max(self.source.pace.delay, 0.001)))

    def open(self, fetcher: Fetcher) -> None:
        """Fetching may begin."""
        self._fetcher = fetcher

    def stop(self, reason: str) -> None:
        """Begin no further page; the first reason stands."""
        self.tally.stopped = self.tally.stopped or reason

    def close(self) -> None:
        """The outcome is being said: what comes later is dropped."""
        self._is_closed = True

    def may_go_on(self) -> bool:
        """Whether another page may be begun; a cap that is reached is said in the outcome."""
        pace = self.source.pace
        if self._recorder.failure:
            self.tally.broken = self._recorder.failure
        elif self._pages_left <= 0:
            self.stop(f"stopped at its cap of {pace.pages_at_most} pages")
        elif self._clock() >= self._ends_at:
            self.stop(f"stopped at its cap of {pace.seconds_at_most} s")
        return not (self.tally.stopped or self.tally.broken or self._is_closed)

    async def fetch(self, url: str, role: Role, *, api: ApiShape | None = None) -> Answer:
        """The answer of an address; 304 only if its page is known and unchanged. Raises Refused.

        api: what the address answers as, which says how it wants to be asked.
        """
        fetcher = await self._begun()
        asked_if = self._conditions(url, role)
        manner = {"Accept": api.accept} if api is not None else {}
        answer = await fetcher.fetch(url, role, asked_if | manner, self._secret(url, api))
        if answer.status == NOT_MODIFIED and not asked_if:
            raise Refused("answered 304 to a question without conditions")
        return answer

    async def fetch_piece(self, url: str, first: int, last: int) -> Answer:
        """Some bytes of a file, which are not kept as they come. Raises Refused."""
        fetcher = await self._begun()
        asked = {"Range": f"bytes={first}-{last}", "Accept-Encoding": "identity"}
        return await fetcher.fetch(url, Role.ARCHIVE, asked)

    async def _begun(self) -> Fetcher:
        """Counts an answer that is to come, once the disk has caught up."""
        if self._fetcher is None:
            raise RuntimeError("fetching begins with open()")
        while self._recorder.is_behind:
            await asyncio.sleep(_PAUSE)
        self._pages_left -= 1
        return self._fetcher

    def masked(self, text: str) -> str:
        """Others' words without the key: an API may echo it, and accounts are read by many."""
        for form in {self._key, quote(self._key, safe=""), quote_plus(self._key)} - {""}:
            text = text.replace(form, "***")
        return text

    def keyless(self, url: str) -> str:
        """An address of others without the parameters that hold the key, which a header tells."""
        if not self._key:
            return url
        holding = [name for name, value in parse_qsl(urlsplit(url).query) if self._key in value]
        rest = url_query_cleaner(url, holding, remove=True, unique=False) if holding else url
        return self.masked(str(rest))

    def _secret(self, url: str, api: ApiShape | None) -> dict[str, str]:
        """The key, for an address of the very origin that an entry point names: the following
        answer's address is the API's own word.
        """
        if api is None or not api.key_header or not self._key:
            return {}
        known = {origin_of(point.url) for point in self.source.entry_points}
        return {api.key_header: self._key} if origin_of(url) in known else {}

    def _conditions(self, url: str, role: Role) -> dict[str, str]:
        known = self.known.get((role, url))
        if known is None or not known.recheck:
            return {}
        return conditions(known, datetime.now(UTC))

    def keep(
        self,
        answer: Answer,
        entry: Entry | None = None,
        *,
        keep_validators: bool = True,
        source_id: str | None = None,
    ) -> None:
        """Write an answer as evidence. source_id: whose it is, if not the visited source's.

        What the API echoes in the answer itself stays, for evidence is kept as it came.
        """
        if self._is_closed:
            return
        self.tally.read += 1
        span = AnswerSpan(
            source_id=source_id or self.source.id,
            answer=replace(answer, final_url=self.keyless(answer.final_url)),
            entry=entry,
            keep_validators=keep_validators,
        )
        self._recorder.put(span)

    def keep_entries(self, entries: Sequence[Entry]) -> None:
        """Write entries that stand in for their articles, a record for each so many."""
        at_once = self.limits.entries_per_record
        for start in range(0, len(entries), at_once):
            span = EntriesSpan(
                source_id=self.source.id,
                url=self.source.entry_points[0].url,
                entries=tuple(entries[start : start + at_once]),
                written_at=datetime.now(UTC),
            )
            self._recorder.put(span)
        self.tally.kept_as_entries += len(entries)
        self.tally.news += len(entries)
