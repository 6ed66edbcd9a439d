"""Joining stories, splitting documents off, and taking that back; each from a flag's page."""

from collections.abc import Iterator
from datetime import date, timedelta

from fastapi import APIRouter, Response

from monitor.flagviews import FlagView, view_flag
from monitor.regrouping import (
    NotRegrouped,
    foresee_join,
    join,
    split_off,
    take_back_decision,
)
from monitor.web.filters import read_filter
from monitor.web.render import page, to
from monitor.web.visit import BadForm, Form, Number, Reviewer, Sent, Visit
from storage.contract import UnknownFlag
from storage.queue import QueueQuery
from storage.records import Flag, FlagState
from storage.stories import Regroup

router = APIRouter()
NEAR = timedelta(days=14)
NEAR_AT_MOST = 12


@router.get("/flags/{number}/join")
def look_before_joining(visit: Reviewer, number: Number, other: str = "") -> Response:
    """Both flags side by side, and what joining them would do; without another, those near it."""
    store = visit.office.store
    view = _view(visit, number)
    theirs, foreseen, said, status = None, None, "", 200
    try:
        if other.strip():
            theirs = _view(visit, _written(other))
            foreseen = _foreseen(visit, number, theirs.flag.number)
    except UnknownFlag:
        said, status = f"There is no flag {other.strip()}.", 404
    except (BadForm, NotRegrouped) as error:
        theirs, said, status = None, f"That can’t be joined: {error}.", 400
    near = () if theirs else store.queue(_near(view), limit=NEAR_AT_MOST)
    return page(
        visit,
        "join.html.j2",
        title=f"Join flag {number}",
        status=status,
        chosen=read_filter(visit.request.query_params),
        view=view,
        theirs=theirs,
        foreseen=foreseen,
        apart=list(_apart(view.flag, theirs.flag)) if theirs else [],
        said=said,
        near=[one for one in near if one.flag.story_id != view.flag.story_id],
    )


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
    return _written(sent.one(name))


def _written(number: str) -> int:
    text = number.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadForm("write the number of a flag, as it stands on its page")
    return int(text)


# -- before joining --------------------------------------------------------------------------------
def _view(visit: Visit, number: int) -> FlagView:
    office = visit.office
    return view_flag(office.store, office.guide, office.store.flag(number), reader=visit.name)


def _foreseen(visit: Visit, number: int, other: int) -> Regroup:
    office = visit.office
    return foresee_join(office.store, number, other, reviewer=visit.name, clock=office.clock)


def _apart(flag: Flag, other: Flag) -> Iterator[str]:
    """Why no one answer covers both, as far as the flags themselves tell."""
    if flag.recommendation != other.recommendation:
        yield "they are on different demands"
    if flag.heading != other.heading:
        yield "they point different ways"
    if flag.lane != other.lane:
        yield "they stand in different lanes"
    if flag.state is other.state is FlagState.ANSWERED:
        yield "both are answered"


def _near(view: FlagView) -> QueueQuery:
    """Flags on the same demand, answered or not, of documents of about the same days."""
    return QueueQuery(
        state=None,
        recommendation=view.flag.recommendation,
        since=_days_off(view.published, -NEAR),
        until=_days_off(view.published, NEAR),
    )


def _days_off(day: date | None, by: timedelta) -> date | None:
    try:
        return day + by if day else None
    except OverflowError:
        return None
