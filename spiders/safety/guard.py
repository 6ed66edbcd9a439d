"""Keeps the crawler on the public web: no private address, however it is written or named.

Here addresses are judged as text, each redirect again, and kept on the source's own hosts. What
a name leads to is judged where the connection is made (`dialing`); `canary` tries both.
"""

import ipaddress
import socket
from collections.abc import Iterable

from scrapy import Request
from scrapy.crawler import Crawler

from spiders.answers import Refused
from spiders.records import Role
from spiders.urls import (
    host_and_port,
    is_fetchable,
    is_on_host,
    origin_of,
    registered_domain,
)

PORTS = frozenset({80, 443, 8080, 8443})
LOOPBACK_SETTING = "RECWATCH_LOOPBACK"  # host:port pairs that are let through
HOSTS_SETTING = "RECWATCH_HOSTS"  # the source's own hosts
FINDS_SETTING = "RECWATCH_FINDS"  # whether its articles may lie on any host
PROXY_SETTING = "RECWATCH_PROXY"  # "": the source is fetched directly

# IPv6 networks whose last 32 bits are an IPv4 address: NAT64, and the old compatible form.
_IPV4_INSIDE = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Spellings of this machine and of its neighbours; `self_test` finds each of them refused.
CANARIES = (
    "http://127.0.0.1/",
    "http://localhost:9/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://127.1/",
    "http://0/",
    "http://017700000001/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://10.0.0.1/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://169.254.169.254/",
    "http://100.64.0.1/",
    "http://[fd00::1]/",
    "http://192.168.1.1/",
    "http://224.0.0.1/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://example.org:22/",
    "http://a@example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
)


def address_refusal(text: str) -> str | None:
    """Why a numeric address may not be connected to; None if it is public or no number at all."""
    address = _parsed(text)
    if address is None:
        return None
    inner = _inner(address)
    if inner.is_global and not inner.is_multicast:
        return None
    return f"{text} is not a public address: blocked"


def url_refusal(url: str, loopback: Iterable[str] = ()) -> str | None:
    """Why an address may not be fetched, by its text alone; None if it may be tried."""
    if not is_fetchable(url):
        return "not a plain web address: blocked"
    host, port = host_and_port(url)
    if f"{host}:{port}" in loopback:
        return None
    return host_refusal(host, port) or address_refusal(host)


def host_refusal(host: str, port: int) -> str | None:
    """Why nothing is fetched from a port, or from a name that can only be this machine's."""
    if port not in PORTS:
        return f"port {port} is not a web port: blocked"
    if host == "localhost" or host.endswith(".localhost"):
        return f"{host} is not a public address: blocked"
    return None


def self_test() -> tuple[str, ...]:
    """The canaries that would be let through; empty when the guard holds."""
    return tuple(url for url in CANARIES if url_refusal(url) is None)


def _parsed(text: str) -> _Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        pass
    try:  # what the C library reads as an IPv4 address: 127.1, 0x7f000001, 2130706433, 0
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except (OSError, ValueError):
        return None


def _inner(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in _IPV4_INSIDE) and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (0, address))[1]


class GuardMiddleware:
    """Refuses addresses off the public web and off the source's hosts, redirects included, and
    sends what is let through by the source's proxy.
    """

    def __init__(
        self, loopback: Iterable[str], hosts: Iterable[str], proxy: str, *, finds: bool = False
    ) -> None:
        self._loopback = frozenset(loopback)
        self._finds = finds
        self._hosts = tuple(hosts)
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        """Scrapy's constructor."""
        settings = crawler.settings
        return cls(
            settings.getlist(LOOPBACK_SETTING),
            settings.getlist(HOSTS_SETTING),
            settings.get(PROXY_SETTING, ""),
            finds=settings.getbool(FINDS_SETTING),
        )

    def process_request(self, request: Request) -> None:
        """Raises Refused."""
        refusal = url_refusal(request.url, self._loopback)
        if refusal:
            raise Refused(refusal)
        if not self._may_lie_anywhere(request) and not is_on_host(request.url, self._hosts):
            host, _ = host_and_port(request.url)
            raise Refused(f"{host} is not a host of this source")
        _forget_own_headers(request)
        if self._proxy:
            request.meta["proxy"] = self._proxy

    def _may_lie_anywhere(self, request: Request) -> bool:
        """A site's robots.txt may redirect to another host of its owner (RFC 9309, 2.3.1.2); what
        a finder lists lies with whoever published it.
        """
        is_found = self._finds and request.meta.get("role") is Role.ARTICLE
        return bool(request.meta.get("robots")) or is_found


def _forget_own_headers(request: Request) -> None:
    """What is for one site alone, a key or what it gave to know a page by, is not shown to
    another that it redirects to.
    """
    asked = request.meta.get("asked", request.url)
    if asked != request.url and registered_domain(asked) != registered_domain(request.url):
        _drop(request, "own_headers")
    if origin_of(asked) != origin_of(request.url):
        _drop(request, "secret_headers")


def _drop(request: Request, kind: str) -> None:
    for name in request.meta.get(kind, ()):
        request.headers.pop(name, None)
