"""How often a host is asked: the source's pace, the pause robots.txt asks for, Retry-After."""

import asyncio
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.answers import Refused
from spiders.urls import host_and_port

LONGEST_WAIT = 120.0  # seconds; who asks for more is left until the next night
LONGEST_PAUSE = 30.0  # seconds between two requests, whatever robots.txt asks for
UNSAID_WAIT = 5.0  # after 429 without Retry-After
JITTER = 0.5  # of the pause, on top of it: tries of many crawlers shall not fall together
BUSY = frozenset({429, 503})


def wait_asked(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, never negative; None for none or nonsense."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


class Hosts:
    """What each host asked for, shared by all sources of a child. A host is a name and port."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pauses: dict[str, float] = {}
        self._turns: dict[str, float] = {}
        self._rests: dict[str, float] = {}

    def ask_slower(self, url: str, seconds: float) -> None:
        """Leave so much time between two requests, within reason."""
        self._pauses[_host(url)] = min(seconds, LONGEST_PAUSE)

    def rest(self, url: str, seconds: float) -> None:
        """Leave the host alone for so long; a shorter wish does not shorten a longer one."""
        until = self._clock() + seconds
        self._rests[_host(url)] = max(until, self._rests.get(_host(url), 0.0))

    def resting(self, url: str) -> float:
        """How long the host still wants to be left alone; negative when that is over."""
        return self._rests.get(_host(url), 0.0) - self._clock()

    def take_turn(self, url: str, pause: float) -> float:
        """Seconds to wait before the host is asked; the next one waits its pause from there."""
        host, now = _host(url), self._clock()
        turn = max(now, self._turns.get(host, 0.0))
        pause = max(pause, self._pauses.get(host, 0.0))
        self._turns[host] = turn + pause * (1 + random.random() * JITTER)  # noqa: S311 - no secret
        return turn - now


def _host(url: str) -> str:
    return "{}:{}".format(*host_and_port(url))


class PacedCrawler(Crawler):
    """Scrapy's crawler of one source, which knows what the hosts asked of those before it."""

    def __init__(self, spider: type[Spider], settings: Any, hosts: Hosts) -> None:
        super().__init__(spider, settings)
        self.hosts = hosts


class PaceMiddleware:
    """Keeps the pace, and leaves a host alone for as long as it asks: within a cap, and beyond
    it until the next night. It stands where it sees tries and redirects too.
    """

    def __init__(self, hosts: Hosts, pause: float, wait_at_most: float = LONGEST_WAIT) -> None:
        self._hosts = hosts
        self._pause = pause
        self._wait_at_most = wait_at_most

    @classmethod
    def from_crawler(cls, crawler: PacedCrawler) -> "PaceMiddleware":
        """Scrapy's constructor."""
        return cls(crawler.hosts, crawler.settings.getfloat("DOWNLOAD_DELAY"))

    async def process_request(self, request: Request) -> None:
        """Waits; raises Refused when the wait is too long."""
        turn = self._hosts.take_turn(request.url, self._pause)
        if turn > 0:
            await asyncio.sleep(turn)
        while (left := self._hosts.resting(request.url)) > 0:
            if left > self._wait_at_most:
                host, _ = host_and_port(request.url)
                raise Refused(f"{host} asks to be left alone for {left:.0f} s: next night")
            await asyncio.sleep(left)

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes what the host asks for; whether to ask again is the retry middleware's matter."""
        if response.status in BUSY:
            raw = response.headers.get("Retry-After")
            said = wait_asked(raw.decode("latin-1") if raw else None, datetime.now(UTC))
            unsaid = UNSAID_WAIT if response.status == 429 else 0.0
            self._hosts.rest(request.url, unsaid if said is None else said)
        return response
