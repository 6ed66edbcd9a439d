"""A mail server on loopback that keeps what it is given, and sometimes fails as servers do."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller

# What happens to the n-th letter that is brought; each number comes once in a round.
ROUND = 23
BUSY_AT_RCPT, BUSY_AT_DATA, DROPPED = {4, 15}, {8}, {12}
_LINKED = re.compile(r"/article/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A letter that the server has. numbers: the articles that it links to.

    answered: False where the connection was dropped before a word was said.
    """

    address: str
    subject: str
    message_id: str
    numbers: frozenset[int]
    answered: bool


class PostOffice:
    """Takes letters. arrived: all that it has. gate: none is answered until it is set."""

    def __init__(self, *, fails: bool) -> None:
        self.port = 0
        self.arrived: list[Arrived] = []
        self.holds = Event()  # set: the next letter is kept and never answered
        self.held = Event()
        self._fails = fails
        self._brought = 0

    async def handle_RCPT(  # noqa: N802 - so the package calls its hooks
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self._brought += 1
        if self._is_turn(BUSY_AT_RCPT):
            return "450 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self._is_turn(BUSY_AT_DATA):
            return "451 come again"
        silent = self.holds.is_set() or self._is_turn(DROPPED)
        self.arrived += [_read(one, envelope.content, not silent) for one in envelope.rcpt_tos]
        if self.holds.is_set():
            self.holds.clear()
            self.held.set()
            await _for_ever()
        if silent:
            server.transport.abort()
        return "250 kept"

    def _is_turn(self, turns: set[int]) -> bool:
        return self._fails and self._brought % ROUND in turns


async def _for_ever() -> None:
    import asyncio

    await asyncio.sleep(3600)


def _read(address: str, content: bytes, answered: bool) -> Arrived:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return Arrived(
        address=address,
        subject=str(message["Subject"]),
        message_id=str(message["Message-ID"]),
        numbers=frozenset(int(each) for each in _LINKED.findall(text)),
        answered=answered,
    )


@contextmanager
def open_post_office(*, fails: bool = True) -> Iterator[PostOffice]:
    """A server until the block ends. fails: now and then, as servers do."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    office = PostOffice(fails=fails)
    office.port = port
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
