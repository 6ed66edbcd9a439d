"""robots.txt by RFC 9309."""

import asyncio
import re
from dataclasses import dataclass

from protego import Protego
from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from spiders.answers import Refused, RobotsRefused
from spiders.refusals import reason_for
from spiders.safety.pace import PacedCrawler

ROBOTS_BYTES = 500 * 1024
_AGENT = re.compile(r"^([ \t]*user-?agent[ \t]*:[ \t]*)([^\s/#]+)[^\r\n#]*", re.I | re.M)


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

    def seconds_between(self, agent: str) -> float:
        """The pause that it asks for between two requests; 0.0 where it asks for none."""
        said = self.rules.crawl_delay(agent) if self.rules is not None else None
        return float(said) if said is not None and 0 < said < float("inf") else 0.0


def robots_from(status: int, body: bytes) -> Robots:
    """RFC 9309, 2.3.1: 2xx is read, 4xx allows all, 5xx disallows all. Never raises."""
    if status >= 500:
        said = f"robots.txt answered HTTP {status}, so nothing may be fetched"
        return Robots(refusal=RobotsRefused(said))
    if not 200 <= status < 300:
        return Robots()
    try:
        return Robots(rules=Protego.parse(_readable(body)))
    except Exception:
        return Robots(refusal=RobotsRefused("robots.txt can't be read, so nothing may be fetched"))


def _readable(body: bytes) -> str:
    """What is read of a file: whole lines, for half a path would forbid its whole folder; and of
    a name only the product token, by which "Recwatch Bot/1.0" means us.
    """
    head = body[:ROBOTS_BYTES]
    if len(body) > ROBOTS_BYTES:
        head = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]
    return _AGENT.sub(r"\1\2", head.decode("utf-8-sig", "replace"))


def product_token(user_agent: str) -> str:
    """The name by which robots.txt knows a crawler: "recwatch" of "recwatch/0.1 (+https://…)"."""
    words = user_agent.split()
    return words[0].partition("/")[0] if words else ""


class RobotsMiddleware:
    """Asks each site's robots.txt once, before its first page, and tells the pace it asks for."""

    def __init__(self, crawler: PacedCrawler) -> None:
        self._crawler = crawler
        self._agent = product_token(crawler.settings["USER_AGENT"])
        self._seconds = crawler.settings.getint("DOWNLOAD_TIMEOUT")
        self._sites: dict[str, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: PacedCrawler) -> "RobotsMiddleware":
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
        robots = robots_from(response.status, response.body)
        self._crawler.hosts.ask_slower(request.url, robots.seconds_between(self._agent))
        return robots
