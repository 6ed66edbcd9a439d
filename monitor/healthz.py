"""/healthz as a small ASGI application, for the pages to mount or a server to run alone.

    200 {"ok": true, …}     503 {"ok": false, "trouble": [...]}

It tells hours and bytes, never sources, flags or people, for whoever watches a server need not be
one of the team.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from monitor.pulse import Pulse

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class Healthz:
    """Answers GET and HEAD. take: takes the pulse; it may ask a database, so a thread runs it."""

    def __init__(self, take: Callable[[], Pulse]) -> None:
        self._take = take

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        del receive
        if scope["type"] != "http":
            return
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, {"ok": False, "trouble": ["ask by GET"]}, bare=False)
            return
        pulse = await asyncio.to_thread(self._take)
        status = 200 if pulse.is_well else 503
        await _answer(send, status, pulse.as_json(), bare=scope["method"] == "HEAD")


async def _answer(send: Send, status: int, value: dict[str, object], *, bare: bool) -> None:
    body = json.dumps(value).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bare else body})
