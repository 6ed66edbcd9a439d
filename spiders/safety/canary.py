"""Asks the address guard whether it holds, before anything is fetched.

A guard in the wrong place is ignored without a word, so it is tried: a door on this machine is
opened, and every way to it that a crawl could take has to be found shut.
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from spiders.safety.dialing import Dial, Exits
from spiders.safety.guard import self_test

# Ways to write this machine that the C library and the reactor resolve by themselves.
WAYS = ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0")
NETWORKS = (
    "127.0.0.1",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "::1",
    "fd00::1",
)
_SECONDS = 2.0
_BETWEEN = 0.001  # seconds between two addresses of a name; twisted's own 0.3 is every start's


class GuardOpen(Exception):
    """The address guard does not hold: fetch nothing."""


async def check_guard(dial: Dial, exits: Exits) -> None:
    """Raises GuardOpen unless every canary is refused and none reaches its door.

    From then on connections may be made to the public web and to `exits`.
    """
    let_through = (*self_test(), *(a for a in NETWORKS if Exits().refusal(a, 80) is None))
    if let_through:
        raise GuardOpen(f"the address guard lets through {', '.join(let_through)}")
    dial.exits = exits
    with _door() as (door, port):
        await asyncio.gather(*(_ask(f"http://{way}:{port}/") for way in WAYS))
        if _was_knocked_at(door):
            raise GuardOpen("the address guard let a connection to this machine through")


async def _ask(url: str) -> None:
    """Ask for an address by the way that every page comes by, in vain.

    Whatever keeps it from the door will do, also a name server that is silent.
    """
    from scrapy.utils.defer import maybe_deferred_to_future
    from twisted.internet import reactor
    from twisted.web.client import Agent

    factory = _endpoints()
    agent = Agent.usingEndpointFactory(reactor, factory)  # type: ignore[no-untyped-call]  # Twisted has no types here
    with suppress(Exception):
        answer = maybe_deferred_to_future(agent.request(b"GET", url.encode()))
        await asyncio.wait_for(answer, _SECONDS)


def _endpoints() -> object:
    """What connects to a host as the agent itself does, without its pause between addresses."""
    from twisted.internet import reactor
    from twisted.internet.endpoints import HostnameEndpoint
    from twisted.web.iweb import IAgentEndpointFactory
    from zope.interface import implementer

    @implementer(IAgentEndpointFactory)
    class Endpoints:
        def endpointForURI(self, uri: Any) -> HostnameEndpoint:  # noqa: N802 - twisted's name
            return HostnameEndpoint(
                reactor, uri.host, uri.port, timeout=_SECONDS, attemptDelay=_BETWEEN
            )

    return Endpoints()


@contextmanager
def _door() -> Iterator[tuple[socket.socket, int]]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        door.setblocking(False)
        yield door, door.getsockname()[1]


def _was_knocked_at(door: socket.socket) -> bool:
    try:
        caller, _ = door.accept()
    except BlockingIOError:
        return False
    caller.close()
    return True
