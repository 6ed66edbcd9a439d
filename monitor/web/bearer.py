"""Who asks the API: the owner of a token; for what changes nothing, a signed-in person as well.

A cookie never changes anything here: a browser sends it by itself, and no token.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from monitor.tokens import bearer_of
from monitor.web.gate import SAFE_METHODS
from monitor.web.visit import NotAllowed, Visit, office_of, visitor
from storage.people import Role

_SCHEME = "bearer"
_TALLY = "token"  # all bad ones count as one, for a bad token names nobody


class TokenNeeded(Exception):
    """No token came, or none that opens anything: say so with 401. wait: seconds; 0: none."""

    def __init__(self, detail: str, wait: int = 0) -> None:
        super().__init__(detail)
        self.wait = wait


def bearer(request: Request) -> Visit:
    """Whoever asks. Raises TokenNeeded."""
    header = request.headers.get("authorization")
    if header is not None:
        return _by_token(request, header)
    if request.method not in SAFE_METHODS:
        raise TokenNeeded("what changes something needs a token: Authorization: Bearer …")
    visit = visitor(request)
    if not visit.name:
        raise TokenNeeded("this needs a token: Authorization: Bearer …")
    return visit


def _by_token(request: Request, header: str) -> Visit:
    office = office_of(request)
    scheme, _, secret = header.partition(" ")
    account = None
    if scheme.lower() == _SCHEME:
        account = bearer_of(office.store, secret.strip(), office.clock)
    if account is not None:
        return Visit(office=office, request=request, name=account.name, role=account.role)
    place = request.client.host if request.client else ""
    wait = office.bad_tokens.wait(_TALLY, place)
    office.bad_tokens.failed(_TALLY, place)
    if wait:
        raise TokenNeeded(f"too many bad tokens from there; wait {wait} seconds", wait)
    raise TokenNeeded("this token opens nothing: it was revoked, or is not whole")


def _with_role(needed: Role) -> Callable[[Visit], Visit]:
    def check(visit: Annotated[Visit, Depends(bearer)]) -> Visit:
        if not visit.role.covers(needed):
            raise NotAllowed(needed.value)
        return visit

    check.__name__ = f"bearer_{needed.value}"
    return check


ApiReader = Annotated[Visit, Depends(_with_role(Role.READER))]
ApiReviewer = Annotated[Visit, Depends(_with_role(Role.REVIEWER))]
