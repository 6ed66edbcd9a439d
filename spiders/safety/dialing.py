"""The one way out of a child: every connection is checked by the address it is made to.

A name is resolved before, so a name that changes its mind between two questions gains nothing:
what is checked here is what is connected to. Redirects, robots.txt and tries after a failure all
come through here, however Scrapy was set up.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spiders.answers import Refused
from spiders.safety.guard import address_refusal, host_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Exits:
    """Where connections may lead besides the public web.

    loopback: host:port pairs that are let through. proxy: if given, nothing else is dialled.
    """

    loopback: frozenset[str] = frozenset()
    proxy: str | None = None

    def refusal(self, address: str, port: int) -> str | None:
        """Why no connection is made there; None if it may be."""
        if self.proxy is not None:
            is_proxy = f"{address}:{port}" == self.proxy
            return None if is_proxy else f"only the proxy {self.proxy} may be connected to: blocked"
        if self._is_let_through(address, port):
            return None
        return address_refusal(address) or host_refusal(address, port)

    def _is_let_through(self, address: str, port: int) -> bool:
        if f"{address}:{port}" in self.loopback:
            return True
        names = {pair.rpartition(":")[0] for pair in self.loopback if pair.endswith(f":{port}")}
        return _is_loopback(address) and any(not _is_numeric(name) for name in names)


def _is_numeric(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(address: str) -> bool:
    return _is_numeric(address) and ipaddress.ip_address(address).is_loopback


class Dial:
    """Stands in for the reactor's `connectTCP`. Nothing is connected before `exits` is set."""

    def __init__(self, connect: Callable[..., Any]) -> None:
        self.exits: Exits | None = None
        self._connect = connect

    def __call__(self, host: str, port: int, *rest: Any, **named: Any) -> Any:
        """Connect, or raise Refused: nothing is retried for that."""
        if self.exits is None:
            raise Refused("no connection may be made yet: blocked")
        if not _is_numeric(host):
            raise Refused(f"{host} was to be connected to unresolved: blocked")
        refusal = self.exits.refusal(host, port)
        if refusal:
            raise Refused(refusal)
        return self._connect(host, port, *rest, **named)


def install_dial() -> Dial:
    """Put the check where the reactor makes connections; the same one if it is there already.

    Scrapy insists on a reactor class of its own, so the instance is what can be changed.
    """
    from twisted.internet import reactor

    running: Any = reactor  # a module that twisted makes at run time
    if not isinstance(running.connectTCP, Dial):
        running.connectTCP = Dial(running.connectTCP)
    dial: Dial = running.connectTCP
    return dial
