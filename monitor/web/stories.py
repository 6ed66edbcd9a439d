"""Joining stories, splitting documents off, and taking that back; each from a flag's page."""

from fastapi import APIRouter, Response

from monitor.regrouping import join, split_off, take_back_decision
from monitor.web.filters import read_filter
from monitor.web.render import to
from monitor.web.visit import BadForm, Form, Number, Reviewer, Sent, Visit

router = APIRouter()


@router.post("/flags/{number}/join")
def join_story(visit: Reviewer, number: Number, sent: Sent) -> Response:
    """This flag's story is that of another flag, too."""
    other = _number(sent, "other")
    join(visit.office.store, number, other, reviewer=visit.name, clock=visit.office.clock)
    return _back(visit, number, sent)


@router.post("/flags/{number}/split")
def split_story(visit: Reviewer, number: Number, sent: Sent) -> Response:
    """A document of this flag's story tells another event."""
    office, document = visit.office, sent.one("document")
    split_off(office.store, number, document, reviewer=visit.name, clock=office.clock)
    return _back(visit, number, sent)


@router.post("/flags/{number}/regroup-undo")
def undo_regrouping(visit: Reviewer, number: Number, sent: Sent) -> Response:
    """Take a decision on this flag's story back."""
    office, decision = visit.office, _number(sent, "decision")
    take_back_decision(office.store, decision, reviewer=visit.name, clock=office.clock)
    return _back(visit, number, sent)


def _back(visit: Visit, number: int, sent: Form) -> Response:
    visit.office.store.flag(number)
    chosen = read_filter(dict(sent.fields)).address
    return to(f"/flags/{number}?{chosen}" if chosen else f"/flags/{number}")


def _number(sent: Form, name: str) -> int:
    text = sent.one(name).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadForm("write the number of a flag, as it stands on its page")
    return int(text)
