"""The app: every page, its errors as pages, and the gate before all of them."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
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
    ending,
    flag,
    found,
    letters,
    own,
    people,
    queue,
    recommendation,
    rules,
    rulesdesk,
    search,
    sheet,
    signin,
    static,
    stories,
)
from monitor.web.api import contract
from monitor.web.bearer import TokenNeeded
from monitor.web.gate import Gate, open_among
from monitor.web.office import Office
from monitor.web.problems import BEARER, is_api, problem
from monitor.web.render import page, to
from monitor.web.visit import BadForm, NotAllowed, SignInNeeded, Visit, sign_in_address
from storage.contract import StoreUnusable, UnknownFlag
from storage.people import Role
from storage.queue import Outdated

_PAGES = (
    *(queue, board, recommendation, document, flag, answers, assign, stories, copy, bulk),
    *(own, people, agreement, signin, search, found, sheet, letters, ending),
    *(rulesdesk, rules),  # in this order: /rules/read is no page of a rule
    static,
)
_EXPECTED = (
    *(NotAllowed, BadForm, BadAnswer, NotRegrouped, Outdated),
    *(UnknownFlag, DocumentMissing, StoreUnusable, ending.TooMany),
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
    for part in (*_PAGES, contract, *contract.PARTS):
        app.include_router(part.router)
    marked = open_among(route for part in _PAGES for route in part.router.routes)
    app.add_middleware(Gate, policy=office.policy, open_routes=marked)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(TokenNeeded, _token)
    for kind in _EXPECTED:
        app.add_exception_handler(kind, _expected)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(422, _missing)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _sign_in(request: Request, error: Exception) -> Response:
    del error
    return to(sign_in_address(request))


def _token(request: Request, error: Exception) -> Response:
    del request
    wait = error.wait if isinstance(error, TokenNeeded) else 0
    if wait:
        return problem(429, str(error), headers={"retry-after": str(wait)})
    return problem(401, str(error), headers=BEARER)


def _expected(request: Request, error: Exception) -> Response:
    status, title, sentence = _told(error)
    return _error_page(request, status, title, sentence)


def _told(error: Exception) -> tuple[int, str, str]:
    sentence = f"{str(error)[:1].upper()}{str(error)[1:]}."
    if isinstance(error, BadForm | BadAnswer | NotRegrouped):
        return 400, "Not understood", sentence
    if isinstance(error, UnknownFlag):
        return 404, "Not here", "There is no flag of this number."
    if isinstance(error, DocumentMissing):
        return 500, "Incomplete", f"{error}. Run: recwatch verify"
    if isinstance(error, StoreUnusable):
        return 503, "The database does not answer", sentence
    return _turned_away(error)


def _turned_away(error: Exception) -> tuple[int, str, str]:
    if isinstance(error, NotAllowed):
        who = f"This needs the role of {error}; an administrator gives it."
        return 403, "Not for your role", who
    if isinstance(error, ending.TooMany):
        return 429, "Too many", f"Too many links from here lead nowhere. Wait {error} seconds."
    return 409, "Not done", "Somebody changed this meanwhile; nothing was stored. Look again."


def _missing(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    title, sentence = _SAID.get(status, ("Not done", "This could not be done."))
    return _error_page(request, status, title, sentence)


def _not_understood(request: Request, error: Exception) -> Response:
    if is_api(request) and isinstance(error, RequestValidationError):
        errors = [
            {"place": [str(part) for part in one["loc"]], "message": one["msg"]}
            for one in error.errors()
        ]
        return problem(422, "The request lacks something or has too much.", errors=errors)
    return _error_page(request, 422, *_SAID[422])


def _unexpected(request: Request, error: Exception) -> Response:
    kept = request.app.state.office.keep_cause(error)
    sentence = f"Something went wrong that should not; nothing was stored. For your helper: {kept}."
    return _error_page(request, 500, "Our fault", sentence)


def _error_page(request: Request, status: int, title: str, sentence: str) -> Response:
    if is_api(request):
        return problem(status, sentence)
    # Nobody is asked for here: a database that fails must not fail the page that says so.
    visit = Visit(office=request.app.state.office, request=request, name="", role=Role.READER)
    return page(visit, "error.html.j2", title=title, status=status, sentence=sentence)
