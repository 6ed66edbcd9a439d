"""From an address to an Answer: the middlewares that keep evidence, and the one call `fetch`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.answers import Answer, NoAnswer, Refused
from spiders.records import KnownPage, Role
from spiders.refusals import reason_for

UNPACKED_SETTING = "RECWATCH_UNPACKED_BYTES"
CODINGS_AT_MOST = 3
MOVED = frozenset({301, 302, 303, 307, 308})
_LONGEST_VALIDATOR = 1_024
# Every seventh night a page comes whole; the half day is for nights that begin a little earlier.
WHOLE_AFTER = timedelta(days=6, hours=12)

Keep = Callable[[Answer], None]


class EvidenceMiddleware:
    """Hands every answer but a plain 200 to `keep` as it came, before anything unpacks it.

    It stands at order 800, between the redirect and the retry on one side and the wire on the
    other, so that it sees each hop and each try. A 200, and a piece of a file that was asked for,
    is kept by whoever asked for it, who knows which entry led to it and whether it is the page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "EvidenceMiddleware":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Refused for an answer that no honest server sends."""
        role = request.meta.get("role")
        if role is None:
            return response
        codings = b",".join(response.headers.getlist("Content-Encoding"))
        if codings.count(b",") >= CODINGS_AT_MOST:
            raise Refused("packed too many times over")
        answer = Answer(
            role=role,
            url=request.meta["asked"],
            final_url=response.url,
            status=response.status,
            headers=_headers(response),
            payload=response.body,
            body=response.body,
            fetched_at=datetime.now(UTC),
        )
        is_piece = response.status == 206 and "Range" in request.headers
        if response.status == 200 or is_piece:
            request.meta["answer"] = answer
        else:
            keep: Keep = request.meta["keep"]
            keep(answer)
        return response


class BoundedUnpacking(HttpCompressionMiddleware):
    """Undoes the content coding up to a limit of its own, and says so in words."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._max_size = crawler.settings.getint(UNPACKED_SETTING)

    def process_response(  # type: ignore[override]  # Scrapy is dropping the third argument
        self, request: Request, response: Response
    ) -> Request | Response:
        """Raises Refused."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise Refused(f"larger than {self._max_size} bytes when unpacked") from error
        except Exception as error:
            raise Refused("the answer can't be unpacked") from error


class Redirects(RedirectMiddleware):
    """Follows redirects to web addresses only, and says so of any other."""

    def process_response(  # type: ignore[override]  # Scrapy is dropping the third argument
        self, request: Request, response: Response
    ) -> Request | Response:
        """Raises Refused."""
        try:
            following = super().process_response(request, response)
        except ValueError as error:
            raise Refused("redirected to what is no web address") from error
        if following is response and response.status in MOVED and "Location" in response.headers:
            raise Refused("redirected to what is no web address")
        return following


class Fetcher:
    """Fetches for one source. keep: takes what is evidence only."""

    def __init__(self, crawler: Crawler, keep: Keep) -> None:
        self._crawler = crawler
        self._keep = keep
        self._seconds = crawler.settings.getint("DOWNLOAD_TIMEOUT")

    async def fetch(
        self, url: str, role: Role, headers: dict[str, str], secret: dict[str, str] | None = None
    ) -> Answer:
        """The final answer, whatever its status. Raises Refused; a 200 is not kept yet.

        secret: headers that no other origin may see.
        """
        secret = secret or {}
        meta = {
            "role": role,
            "asked": url,
            "keep": self._keep,
            "own_headers": tuple(headers),
            "secret_headers": tuple(secret),
        }
        try:
            request = Request(
                url, headers=headers | secret, meta=meta, callback=NO_CALLBACK, dont_filter=True
            )
            response = await self._crawler.engine.download_async(request)
        except (Refused, MemoryError):
            raise
        except Exception as error:
            raise NoAnswer(reason_for(error, self._seconds)) from error
        return self._answer(response, url, role)

    def _answer(self, response: Response, url: str, role: Role) -> Answer:
        raw: Answer | None = response.request.meta.get("answer") if response.request else None
        return Answer(
            role=role,
            url=url,
            final_url=response.url,
            status=response.status,
            headers=raw.headers if raw else _headers(response),
            payload=raw.payload if raw else response.body,
            body=response.body,
            fetched_at=raw.fetched_at if raw else datetime.now(UTC),
        )


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values or ()
    )


def conditions(known: KnownPage, now: datetime) -> dict[str, str]:
    """Headers that ask for the page only if it has changed; none when it is time that it comes
    whole again, for some servers say "not modified" whatever has changed.
    """
    if known.whole_at is None or now - known.whole_at > WHOLE_AFTER:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    if not _is_past(known.last_modified, now):
        del asked["If-Modified-Since"]
    return {name: value for name, value in asked.items() if value and _is_sendable(value)}


def _is_past(date: str | None, now: datetime) -> bool:
    """Whether a server may be asked what changed since then: one date of 2099 would hide all."""
    try:
        moment = parsedate_to_datetime(date or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) <= now


def _is_sendable(value: str) -> bool:
    """A validator that could carry another header is not sent back."""
    return len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable()
