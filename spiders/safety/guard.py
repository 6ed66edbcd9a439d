"""Keeps the crawler on the public web: no private address, however it is written or named.

Three gates: the address as text (middleware, also for every redirect), the name's addresses when
a connection is made (resolver; what it checks is what is connected to, so a name that changes
its mind between two questions gains nothing), and the source's own hosts.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from spiders.answers import Refused
from spiders.urls import host_and_port, is_fetchable, is_on_host

PORTS = frozenset({80, 443, 8080, 8443})
LOOPBACK_SETTING = "RECWATCH_LOOPBACK"  # host:port pairs that are let through
HOSTS_SETTING = "RECWATCH_HOSTS"  # the source's own hosts

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
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


class PrivateAddress(DNSLookupError):
    """A name leads into a private network: not retried in another way."""


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
    if port not in PORTS:
        return f"port {port} is not a web port: blocked"
    if host == "localhost" or host.endswith(".localhost"):
        return f"{host} is not a public address: blocked"
    return address_refusal(host)


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
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (0, address))[1]


class GuardedResolver(CachingThreadedResolver):
    """Refuses names that lead to a private address. IPv4 only, as the class it refines."""

    loopback_names: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "GuardedResolver":
        """Scrapy's constructor; the loopback pairs are read from the process settings."""
        resolver: GuardedResolver = super().from_crawler(crawler, reactor)
        pairs = crawler.settings.getlist(LOOPBACK_SETTING)
        resolver.loopback_names = frozenset(pair.rpartition(":")[0] for pair in pairs)
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802 - twisted's name
        """The address of a name, or PrivateAddress; asked at every connection, cached or not."""
        found = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name in self.loopback_names:
            return address
        refusal = address_refusal(address)
        if refusal:
            raise PrivateAddress(f"{name} leads to {refusal}")
        return address


class GuardMiddleware:
    """Refuses addresses off the public web and off the source's hosts, redirects included."""

    def __init__(self, loopback: Iterable[str], hosts: Iterable[str]) -> None:
        self._loopback = frozenset(loopback)
        self._hosts = tuple(hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        """Scrapy's constructor."""
        settings = crawler.settings
        return cls(settings.getlist(LOOPBACK_SETTING), settings.getlist(HOSTS_SETTING))

    def process_request(self, request: Request) -> None:
        """Raises Refused."""
        refusal = url_refusal(request.url, self._loopback)
        if refusal:
            raise Refused(refusal)
        # A site's robots.txt may redirect to another host of its owner (RFC 9309, 2.3.1.2).
        if not request.meta.get("robots") and not is_on_host(request.url, self._hosts):
            host, _ = host_and_port(request.url)
            raise Refused(f"{host} is not a host of this source")
