"""The process that fetches: `python -m spiders.child`, a CrawlPlan on standard input.

One line on standard output for each record that is on disk, and one for each source's outcome.
It is bounded in memory and time, dies with its parent, holds no secret and opens no database.
SIGTERM or SIGINT: the pages under way are finished, the outcomes said, and it ends.
"""

import asyncio
import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from spiders.records import CrawlPlan, Source, SourcePlan
from spiders.wire import decode_plan

if TYPE_CHECKING:  # what is heavy is imported after the limits are set
    from spiders.safety.dialing import Exits
    from spiders.safety.pace import PacedCrawler

FINISHING = 20.0  # seconds that pages under way are given after a stop
NO_MEMORY = 71  # exit code
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def main() -> int:
    """Crawl what standard input asks for; 0 when every source has its outcome."""
    plan = decode_plan(sys.stdin.read())
    out = _taken_stdout()
    _bound(plan)
    Crawl(plan, out).run()
    return 0


def _taken_stdout() -> BinaryIO:
    """The pipe for messages alone: whatever else prints goes to standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


def _bound(plan: CrawlPlan) -> None:
    os.umask(0o077)
    with contextlib.suppress(ValueError, OSError):  # a lower limit may hold already; macOS has none
        resource.setrlimit(resource.RLIMIT_AS, (plan.limits.memory, plan.limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def end_without_memory(event: Mapping[str, Any]) -> None:
    """Observer of twisted's log: the child ends at once when memory runs out in the network's code.

    There a MemoryError is logged and dropped, and whoever waits for that page waits for ever.
    """
    failure = event.get("log_failure")
    error = getattr(failure, "value", None)
    while error is not None:
        if isinstance(error, MemoryError):
            os.write(2, b"MemoryError\n")
            os._exit(NO_MEMORY)
        error = error.__cause__ or error.__context__


class Crawl:
    """All sources of a plan, one after the other: their hosts may be the same machine."""

    def __init__(self, plan: CrawlPlan, out: BinaryIO) -> None:
        from scrapy.crawler import AsyncCrawlerProcess
        from twisted.logger import globalLogPublisher

        from spiders.hardening import process_settings
        from spiders.recorder import Recorder
        from spiders.safety.dialing import install_dial
        from spiders.safety.pace import Hosts
        from spiders.warc import WarcWriter

        self._plan = plan
        self._settings = process_settings(plan)
        self._process = AsyncCrawlerProcess(self._settings)
        observer: Any = end_without_memory  # twisted asks for an interface that functions have
        globalLogPublisher.addObserver(observer)
        self._dial = install_dial()
        self._hosts = Hosts()
        self._recorder = Recorder(WarcWriter(Path(plan.warc), run_id=plan.run_id), out)
        self._stopped = asyncio.Event()
        self._reason = ""

    def run(self) -> None:
        """Crawl everything; returns when the last outcome is said."""
        loop = asyncio.get_event_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop, "stopped by wish")
        loop.call_later(self._plan.limits.deadline, self._stop, "stopped at the deadline")
        task = loop.create_task(self._all())
        task.add_done_callback(_end_reactor)
        self._process.start(stop_after_crawl=False, install_signal_handlers=False)
        self._recorder.close()
        if not task.cancelled() and (error := task.exception()):
            raise error

    def _stop(self, reason: str) -> None:
        self._reason = self._reason or reason
        self._stopped.set()

    async def _all(self) -> None:
        from spiders.safety.canary import check_guard

        await check_guard(self._dial, self._exits(proxy=None))
        for plan in self._plan.sources:
            await self._one(plan)

    async def _one(self, plan: SourcePlan) -> None:
        from spiders.base import Visit
        from spiders.desk import Desk

        key = dict(self._plan.keys).get(plan.source.id, "")
        visit = Visit(Desk(plan, self._recorder, self._plan.limits, key=key))
        if self._reason:
            visit.stop(f"{self._reason} before it was begun")
        elif plan.source.by_proxy and self._plan.proxy is None:
            visit.fail("it is fetched by proxy only, and none is set: set RECWATCH_PROXY")
        elif plan.source.needs_key and not key:
            visit.stop(
                f"it needs a key: put one into settings.toml under [keys] as {plan.source.id}"
            )
        else:
            await self._crawl(plan, visit)
        self._recorder.put(visit.finish())

    def _exits(self, *, proxy: str | None) -> "Exits":
        from spiders.safety.dialing import Exits

        only = proxy.partition("://")[2] if proxy is not None else None
        return Exits(loopback=frozenset(self._plan.loopback), proxy=only)

    def _crawler(self, source: Source) -> "PacedCrawler":
        from scrapy.settings import Settings

        from spiders.base import SourceSpider
        from spiders.hardening import source_settings
        from spiders.safety.pace import PacedCrawler

        proxy = self._plan.proxy if source.by_proxy else None
        self._dial.exits = self._exits(proxy=proxy)
        settings = Settings({**self._settings, **source_settings(source, proxy)})
        return PacedCrawler(SourceSpider, settings, self._hosts)

    async def _crawl(self, plan: SourcePlan, visit: Any) -> None:
        crawling = self._process.crawl(self._crawler(plan.source), visit=visit)
        stopping = asyncio.ensure_future(self._stopped.wait())
        # The visit stops by itself at its own cap; a page under way then may hang a little longer.
        longest = plan.source.pace.seconds_at_most + FINISHING
        await asyncio.wait(
            {crawling, stopping}, timeout=longest, return_when=asyncio.FIRST_COMPLETED
        )
        stopping.cancel()
        if not crawling.done():
            visit.stop(self._reason or f"stopped at its cap of {longest:.0f} s")
            await asyncio.wait({crawling}, timeout=FINISHING)


def _end_reactor(_: object) -> None:
    from twisted.internet import reactor

    running: Any = reactor  # a module that twisted makes at run time
    running.stop()


if __name__ == "__main__":
    sys.exit(main())
