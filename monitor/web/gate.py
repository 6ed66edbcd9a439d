"""What stands before every page: the right host, our own forms, bearable bodies, safe headers.

Plain ASGI, outermost, so that no route and no error page gets by it.
"""

from collections.abc import Iterable, Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.policy import CONTENT_POLICY, HEADERS, Policy, body_at_most
from monitor.web.problems import BEARER, path_is_api, problem

SAFE_METHODS = frozenset({"GET", "HEAD"})
_METHODS = SAFE_METHODS | {"POST"}
# The mark of a route that takes forms from elsewhere: it must be safe by what is in its address.
FROM_ANYWHERE = "from anywhere"
_OTHER_HOST = "This server does not answer to that name. See: recwatch serve --help"
_OTHER_PAGE = "This form did not come from a page of this server. Go back and reload it."
_TOO_LONG = "This is longer than a form may be."


class Gate:
    """Lets in what may come in, and gives every answer its headers.

    open_routes: those whose forms may come from elsewhere.
    """

    def __init__(self, app: ASGIApp, policy: Policy, open_routes: Sequence[BaseRoute] = ()) -> None:
        self._app = app
        self._policy = policy
        self._open = tuple(open_routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no websockets here
            return
        answer = _headed(send)
        is_api, limit = path_is_api(scope), body_at_most(scope["path"])
        is_open = any(route.matches(scope)[0] is Match.FULL for route in self._open)
        headers = Headers(scope=scope)
        refusal = refused(
            scope["method"], headers, self._policy, limit, is_api=is_api, is_open=is_open
        )
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        try:
            await self._app(scope, _bounded(receive, limit), answer)
        except _TooLong:
            await _no(413, _TOO_LONG, is_api=is_api)(scope, receive, answer)


class _TooLong(Exception):
    """The body went on beyond its limit."""


def open_among(routes: Iterable[BaseRoute]) -> tuple[BaseRoute, ...]:
    """The routes that bear the mark themselves."""
    return tuple(one for one in routes if FROM_ANYWHERE in getattr(one, "tags", ()))


def refused(
    method: str,
    headers: Mapping[str, str],
    policy: Policy,
    limit: int,
    *,
    is_api: bool = False,
    is_open: bool = False,
) -> Response | None:
    """The answer to a request that may not come in; None where it may.

    limit: bytes of its body. is_api: for what programs ask. What changes something there brings a
    token, which no browser sends by itself, and so needs to come from no page of ours. is_open:
    forms for this route may come from elsewhere.
    """
    host = headers.get("host", "")
    if not policy.allows_host(host):
        return _no(421, _OTHER_HOST, is_api=is_api)
    if method not in _METHODS:
        return _no(405, "This method is not used here.", is_api=is_api)
    if method not in SAFE_METHODS:
        if is_api and "authorization" not in headers:
            return problem(401, "This needs a token: Authorization: Bearer …", headers=BEARER)
        if not is_api and not is_open and not _is_own_form(headers, host, policy):
            return _no(403, _OTHER_PAGE)
    if _claimed_length(headers, limit) > limit:
        return _no(413, _TOO_LONG, is_api=is_api)
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
    # Python refuses to read numbers of thousands of digits; nobody means them.
    is_number = value.isascii() and value.isdigit() and len(value) <= 18
    return int(value) if is_number else limit + 1


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


def _no(status: int, sentence: str, *, is_api: bool = False) -> Response:
    if is_api:
        return problem(status, sentence)
    return PlainTextResponse(sentence + "\n", status_code=status)
