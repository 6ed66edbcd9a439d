"""Signing in and out."""

from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from monitor.people import ABSOLUTE, SignedIn, sign_in, sign_out
from monitor.web.policy import safe_next
from monitor.web.render import page, to
from monitor.web.visit import Anyone, Reader, Sent, Visit, place_of

router = APIRouter()
_HASHING = BoundedSemaphore(2)  # each takes 64 MB and a core
_WRONG = "Name or password is wrong."


@router.get("/sign-in")
def show(visit: Anyone, target: Annotated[str, Query(alias="next")] = "") -> Response:
    """The form."""
    if visit.name:
        return to(safe_next(target))
    return _form(visit, target)


@router.post("/sign-in")
def enter(visit: Anyone, sent: Sent) -> Response:
    """Open a session, always a new one."""
    name, target = sent.one("name").strip(), sent.one("next")
    place = place_of(visit.request)
    attempts = visit.office.attempts
    if wait := attempts.wait(name, place):
        return _form(visit, target, f"Too many attempts. Wait {wait} seconds.", status=429)
    with _HASHING:
        opened = sign_in(visit.office.store, name, sent.one("password"), visit.office.clock)
    if opened is None:
        attempts.failed(name, place)
        return _form(visit, target, _WRONG, status=401)
    attempts.succeeded(name, place)
    _end_earlier(visit)
    answer = to(safe_next(target))
    _set_cookie(answer, visit, opened)
    return answer


@router.post("/sign-out")
def leave(visit: Reader) -> Response:
    """End this session."""
    _end_earlier(visit)
    return _left(visit)


@router.post("/sign-out-everywhere")
def leave_everywhere(visit: Reader) -> Response:
    """End every session of the person."""
    visit.office.store.end_sessions(visit.name)
    return _left(visit)


def _form(visit: Visit, target: str, trouble: str = "", status: int = 200) -> Response:
    return page(
        visit,
        "signin.html.j2",
        title="Sign in",
        status=status,
        target=safe_next(target),
        trouble=trouble,
    )


def _end_earlier(visit: Visit) -> None:
    token = _token(visit.request, visit.office.policy.cookie)
    if token:
        sign_out(visit.office.store, token)


def _token(request: Request, cookie: str) -> str:
    return request.cookies.get(cookie, "")


def _set_cookie(answer: Response, visit: Visit, opened: SignedIn) -> None:
    policy = visit.office.policy
    answer.set_cookie(
        policy.cookie,
        opened.token,
        max_age=int(ABSOLUTE.total_seconds()),
        path="/",
        secure=policy.is_secure,
        httponly=True,
        samesite="strict",
    )


def _left(visit: Visit) -> Response:
    policy = visit.office.policy
    answer = to("/sign-in")
    answer.delete_cookie(
        policy.cookie, path="/", secure=policy.is_secure, httponly=True, samesite="strict"
    )
    return answer
