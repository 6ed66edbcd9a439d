"""The app: every page, its errors as pages, and the gate before all of them."""

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from monitor.flagviews import DocumentMissing
from monitor.notes import BadAnswer
from monitor.regrouping import NotRegrouped
from monitor.web import (
    agreement,
    answers,
    assign,
    board,
    bulk,
    copy,
    document,
    flag,
    found,
    own,
    people,
    queue,
    recommendation,
    rules,
    rulesdesk,
    search,
    signin,
    static,
    stories,
)
from monitor.web.gate import Gate
from monitor.web.office import Office
from monitor.web.render import page, to
from monitor.web.visit import BadForm, NotAllowed, SignInNeeded, Visit, sign_in_address
from storage.contract import StoreUnusable, UnknownFlag
from storage.people import Role
from storage.queue import Outdated

_PAGES = (
    *(queue, board, recommendation, document, flag, answers, assign, stories, copy, bulk),
    *(own, people, agreement, signin, search, found),
    *(rulesdesk, rules),  # in this order: /rules/read is no page of a rule
    static,
)
_SAID = {
    404: ("Not here", "There is no such page."),
    405: ("Not here", "There is no such page."),
    422: ("Not understood", "The address or the form lacks something. Go back and try again."),
}


def make_app(office: Office) -> FastAPI:
    """The app over an office. Nothing is opened here."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.office = office
    for part in _PAGES:
        app.include_router(part.router)
    app.add_middleware(Gate, policy=office.policy)
    app.add_exception_handler(SignInNeeded, _sign_in)
    for kind in (
        *(NotAllowed, BadForm, BadAnswer, NotRegrouped, Outdated),
        *(UnknownFlag, DocumentMissing, StoreUnusable),
    ):
        app.add_exception_handler(kind, _expected)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(422, _missing)
    from fastapi.exceptions import RequestValidationError

    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _sign_in(request: Request, error: Exception) -> Response:
    del error
    return to(sign_in_address(request))


def _expected(request: Request, error: Exception) -> Response:
    status, title, sentence = _told(error)
    return _error_page(request, status, title, sentence)


def _told(error: Exception) -> tuple[int, str, str]:
    if isinstance(error, NotAllowed):
        return (
            403,
            "Not for your role",
            f"This needs the role of {error}; an administrator gives it.",
        )
    if isinstance(error, UnknownFlag):
        return 404, "Not here", "There is no flag of this number."
    if isinstance(error, Outdated):
        return 409, "Not done", "Somebody changed this meanwhile; nothing was stored. Look again."
    if isinstance(error, BadForm | BadAnswer | NotRegrouped):
        return 400, "Not understood", f"{str(error)[:1].upper()}{str(error)[1:]}."
    if isinstance(error, DocumentMissing):
        return 500, "Incomplete", f"{error}. Run: recwatch verify"
    return 503, "The database does not answer", f"{str(error)[:1].upper()}{str(error)[1:]}."


def _missing(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    title, sentence = _SAID.get(status, ("Not done", "This could not be done."))
    return _error_page(request, status, title, sentence)


def _not_understood(request: Request, error: Exception) -> Response:
    del error
    return _error_page(request, 422, *_SAID[422])


def _unexpected(request: Request, error: Exception) -> Response:
    kept = request.app.state.office.keep_cause(error)
    sentence = f"Something went wrong that should not; nothing was stored. For your helper: {kept}."
    return _error_page(request, 500, "Our fault", sentence)


def _error_page(request: Request, status: int, title: str, sentence: str) -> Response:
    # Nobody is asked for here: a database that fails must not fail the page that says so.
    visit = Visit(office=request.app.state.office, request=request, name="", role=Role.READER)
    return page(visit, "error.html.j2", title=title, status=status, sentence=sentence)
