"""How a connection is kept: certificates verified, headers bounded while they come in.

Scrapy's own handler does the work. The names with an underscore are its own; it is pinned to one
minor version, and tests/crawl holds what is promised here against a real server.
"""

from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from twisted.internet.ssl import TLSVersion
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

UNVERIFIED_SETTING = "RECWATCH_UNVERIFIED_HOSTS"
HEADER_BYTES = 256 * 1024


class HeadersTooLarge(Exception):
    """A server sends headers without end: its answer is not read."""


class _BoundedParser(_LenientHTTPClientParser):
    """Counts what comes before the body, also over any number of interim answers."""

    _before_body = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - twisted's name
        """One line of the head."""
        self._before_body += len(line) + 1
        if self._before_body > HEADER_BYTES:
            raise HeadersTooLarge
        super().lineReceived(line)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        """Send a request and read its answer with our parser, put in as Scrapy puts in its own."""
        answer = super().request(request)
        self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: object) -> _BoundedProtocol:  # noqa: ARG002, N802 - twisted's
        """A protocol for a new connection."""
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's


@implementer(IPolicyForHTTPS)
class CertificatePolicy:
    """Verifies every certificate but those of the hosts that the source's file names."""

    def __init__(self, unverified: frozenset[str]) -> None:
        self._unverified = unverified
        self._strict, self._lenient = (
            _ScrapyClientContextFactory(
                method=SSL.SSLv23_METHOD,
                verify_certificates=is_strict,
                tls_min_version=TLSVersion.TLSv1_2,
            )
            for is_strict in (True, False)
        )

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - twisted's name
        """What makes the TLS side of a connection to a host."""
        name = hostname.decode("ascii", "replace").lower()
        is_excepted = not self._unverified.isdisjoint((name, f"{name}:{port}"))
        return (self._lenient if is_excepted else self._strict).creatorForNetloc(hostname, port)


class BoundedHandler(HTTP11DownloadHandler):
    """Fetches http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
        hosts = crawler.settings.getlist(UNVERIFIED_SETTING)
        policy: Any = CertificatePolicy(frozenset(hosts))
        self._contextFactory = policy
