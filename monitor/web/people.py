"""Who may sign in, for administrators. Accounts are made on the command line."""

from fastapi import APIRouter, Response

from monitor.web.render import page, to
from monitor.web.visit import Administrator, Sent

router = APIRouter()


@router.get("/people")
def people(visit: Administrator) -> Response:
    """Every account with its role."""
    return page(visit, "people.html.j2", title="People", accounts=visit.office.store.accounts())


@router.post("/people/sign-out")
def sign_out(visit: Administrator, sent: Sent) -> Response:
    """End every session of a person: a lost laptop."""
    visit.office.store.end_sessions(sent.one("name"))
    return to("/people")
