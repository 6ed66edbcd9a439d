"""Giving flags to people: one on its page, many behind the question how many."""

from fastapi import APIRouter, Response

from monitor.assigning import give
from monitor.web.filters import read_filter
from monitor.web.render import to
from monitor.web.visit import BadForm, Form, Reviewer, Sent, Visit

router = APIRouter()


@router.post("/assign")
def assign(visit: Reviewer, sent: Sent) -> Response:
    """Give these flags to a colleague, or to nobody; back to the flag, or to the queue."""
    flags, person = _flags(sent), _person(visit, sent.one("to"))
    give(visit.office.store, flags, person, by=visit.name, clock=visit.office.clock)
    chosen = read_filter(dict(sent.fields))
    path = f"/flags/{flags[0]}" if sent.one("back") == "flag" else "/queue"
    return to(f"{path}?{chosen.address}" if chosen.address else path)


def _flags(sent: Form) -> tuple[int, ...]:
    named = sent.all("flag")
    if not named or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in named):
        raise BadForm("the flags are not named as they should be")
    return tuple(dict.fromkeys(int(number) for number in named))


def _person(visit: Visit, name: str) -> str:
    if name and name not in visit.office.colleagues():
        raise BadForm("there is nobody of this name who answers flags")
    return name
