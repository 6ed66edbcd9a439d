"""What stands before every page: the right host, our own forms, bearable bodies, safe headers.

Plain ASGI, outermost, so that no route and no error page gets by it.
"""

from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.policy import CONTENT_POLICY, HEADERS, Policy, body_at_most

SAFE_METHODS = frozenset({"GET", "HEAD"})
_METHODS = SAFE_METHODS | {"POST"}


class Gate:
    """Lets in what may come in, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no websockets here
            return
        answer = _headed(send)
        limit = body_at_most(scope["path"])
        refusal = refused(scope["method"], Headers(scope=scope), self._policy, limit)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        try:
            await self._app(scope, _bounded(receive, limit), answer)
        except _TooLong:
            await _no(413, "This is longer than a form may be.")(scope, receive, answer)


class _TooLong(Exception):
    """The body went on beyond its limit."""


def refused(method: str, headers: Mapping[str, str], policy: Policy, limit: int) -> Response | None:
    """The answer to a request that may not come in; None where it may. limit: bytes of its body."""
    host = headers.get("host", "")
    if not policy.allows_host(host):
        return _no(421, "This server does not answer to that name. See: recwatch serve --help")
    if method not in _METHODS:
        return _no(405, "This method is not used here.")
    if method not in SAFE_METHODS and not _is_own_form(headers, host, policy):
        return _no(403, "This form did not come from a page of this server. Go back and reload it.")
    if _claimed_length(headers, limit) > limit:
        return _no(413, "This is longer than a form may be.")
    return None


def _is_own_form(headers: Mapping[str, str], host: str, policy: Policy) -> bool:
    """Whether a browser says that the form stood on our own page; saying nothing is no.

    Every browser in use sends one of the two headers with a form, and pages can't change them.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None:
        return origin is not None and policy.is_own_origin(origin, host)
    # Where pages send no referrer, browsers hide the origin of their forms as well.
    hidden = origin in (None, "null")
    return site == "same-origin" and (hidden or policy.is_own_origin(str(origin), host))


def _claimed_length(headers: Mapping[str, str], limit: int) -> int:
    value = headers.get("content-length", "0")
    return int(value) if value.isascii() and value.isdigit() else limit + 1


def _bounded(receive: Receive, limit: int) -> Receive:
    """Counts what comes in: a length may be left unsaid."""
    come = 0

    async def bounded() -> Message:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > limit:
            raise _TooLong
        return message

    return bounded


def _headed(send: Send) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _all_headers():
                headers.setdefault(name, value)
        await send(message)

    return headed


def _all_headers() -> Iterable[tuple[str, str]]:
    yield from HEADERS.items()
    yield "content-security-policy", CONTENT_POLICY


def _no(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence + "\n", status_code=status)
