"""Manners: robots.txt by RFC 9309, and a server's wish to be left alone for a while."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.answers import Refused, RobotsRefused
from spiders.refusals import reason_for
from spiders.urls import host_and_port

ROBOTS_BYTES = 500 * 1024
LONGEST_WAIT = 120.0  # seconds; who asks for more is left until the next night
UNSAID_WAIT = 5.0  # after 429 without Retry-After
BUSY = frozenset({429, 503})


# -- robots.txt ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site allows. rules None: everything, unless `refusal` says why nothing."""

    rules: Protego | None = None
    refusal: Refused | None = None

    def check(self, url: str, agent: str) -> None:
        """Raises Refused."""
        if self.refusal is not None:
            raise type(self.refusal)(self.refusal.reason)
        if self.rules is not None and not self.rules.can_fetch(url, agent):
            raise RobotsRefused("robots.txt disallows it")


def robots_from(status: int, body: bytes) -> Robots:
    """RFC 9309, 2.3.1: 2xx is read, 4xx allows all, 5xx disallows all. Never raises."""
    if status >= 500:
        said = f"robots.txt answered HTTP {status}, so nothing may be fetched"
        return Robots(refusal=RobotsRefused(said))
    if not 200 <= status < 300:
        return Robots()
    try:
        return Robots(rules=Protego.parse(body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")))
    except Exception:
        return Robots(refusal=RobotsRefused("robots.txt can't be read, so nothing may be fetched"))


def product_token(user_agent: str) -> str:
    """The name by which robots.txt knows a crawler: "recwatch" of "recwatch/0.1 (+https://…)"."""
    words = user_agent.split()
    return words[0].partition("/")[0] if words else ""


class RobotsMiddleware:
    """Asks each site's robots.txt once, before its first page."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = product_token(crawler.settings["USER_AGENT"])
        self._seconds = crawler.settings.getint("DOWNLOAD_TIMEOUT")
        self._sites: dict[str, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Refused."""
        if request.meta.get("robots"):
            return
        scheme, _, rest = request.url.partition("://")
        site = f"{scheme}://{rest.partition('/')[0].partition('?')[0]}"
        if site not in self._sites:
            self._sites[site] = asyncio.ensure_future(self._ask(site))
        # Shielded: a page that is given up must not take the answer from the others.
        robots = await asyncio.shield(self._sites[site])
        robots.check(request.url, self._agent)

    async def _ask(self, site: str) -> Robots:
        request = Request(f"{site}/robots.txt", meta={"robots": True}, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:
            why = reason_for(error, self._seconds)
            if why.startswith("redirected more than"):
                return Robots()  # RFC 9309, 2.3.1.2: as if there were none
            return Robots(refusal=Refused(f"robots.txt can't be had: {why}"))
        return robots_from(response.status, response.body)


# -- Retry-After -----------------------------------------------------------------------------------


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


class PatienceMiddleware:
    """Leaves a host alone for as long as it asks, within a cap, and beyond it until tomorrow."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, wait_at_most: float = LONGEST_WAIT
    ) -> None:
        self._clock = clock
        self._wait_at_most = wait_at_most
        self._not_before: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PatienceMiddleware":  # noqa: ARG003 - Scrapy's signature
        """Scrapy's constructor."""
        return cls()

    async def process_request(self, request: Request) -> None:
        """Waits; raises Refused when the wait is too long."""
        host, _ = host_and_port(request.url)
        while (left := self._not_before.get(host, 0.0) - self._clock()) > 0:
            if left > self._wait_at_most:
                raise Refused(f"{host} asks to be left alone for {left:.0f} s: next night")
            await asyncio.sleep(left)

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes what the host asks for; whether to ask again is the retry middleware's matter."""
        if response.status in BUSY:
            raw = response.headers.get("Retry-After")
            said = wait_asked(raw.decode("latin-1") if raw else None, datetime.now(UTC))
            unsaid = UNSAID_WAIT if response.status == 429 else 0.0
            host, _ = host_and_port(request.url)
            until = self._clock() + (unsaid if said is None else said)
            self._not_before[host] = max(until, self._not_before.get(host, 0.0))
        return response
