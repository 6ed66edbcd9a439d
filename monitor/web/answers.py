"""Answers: given to what was seen, taken back, and, where two people met, both shown."""

from fastapi import APIRouter, Response

from monitor.answering import answer_seen, read_version, take_back, write_version
from monitor.flagviews import standing_answer, view_flag
from monitor.secondreading import visible_reviews, visible_version
from monitor.web.filters import Filter, read_filter
from monitor.web.flag import go_on
from monitor.web.render import page, to
from monitor.web.visit import BadForm, Form, Number, Reviewer, Sent, Visit
from storage.queue import Outdated
from storage.reading import Need
from storage.records import Answer

router = APIRouter()
UNDONE_AT_MOST = 500


@router.post("/flags/{number}/answer")
def answer(visit: Reviewer, number: Number, sent: Sent) -> Response:
    """Keep an answer and go on to the next flag; where the flag has changed, show both."""
    chosen, given = read_filter(dict(sent.fields)), _answer(sent)
    store = visit.office.store
    try:
        answer_seen(
            store,
            number,
            given,
            seen=read_version(sent.one("seen")),
            note=sent.one("note"),
            reviewer=visit.name,
            clock=visit.office.clock,
            settles=visit.may("editor"),
        )
    except Outdated:
        return _both(visit, number, given, sent.one("note"), chosen)
    store.release(number, visit.name)
    return go_on(visit, chosen, number, told=str(number))


@router.post("/undo")
def undo(visit: Reviewer, sent: Sent) -> Response:
    """Take back answers that stand. answer: FLAG.REVIEW, repeated; others' need an editor."""
    pairs = [_pair(text) for text in sent.all("answer")][:UNDONE_AT_MOST]
    missed = [flag for flag, review in pairs if not _undone(visit, flag, review)]
    if missed:
        return page(visit, "missed.html.j2", title="Not taken back", status=409, missed=missed)
    back = read_filter(dict(sent.fields)).address
    if len(pairs) == 1:
        return to(f"/flags/{pairs[0][0]}?{back}" if back else f"/flags/{pairs[0][0]}")
    return to("/mine")


def _undone(visit: Visit, flag: int, review: int) -> bool:
    given = standing_answer(visible_reviews(visit.office.store, flag, visit.name))
    if given is None or not (given.reviewer == visit.name or visit.may("editor")):
        return False
    try:
        take_back(visit.office.store, flag, review, reviewer=visit.name, clock=visit.office.clock)
    except Outdated:
        return False
    return True


def _both(visit: Visit, number: int, mine: Answer, note: str, chosen: Filter) -> Response:
    office = visit.office
    view = view_flag(office.store, office.guide, office.store.flag(number), reader=visit.name)
    return page(
        visit,
        "conflict.html.j2",
        title=f"Flag {number}: two answers",
        status=409,
        view=view,
        mine=mine,
        note=note,
        chosen=chosen,
        version=write_version(visible_version(office.store, number, visit.name)),
        may_save=visit.may("editor" if view.need is Need.SETTLING else "reviewer"),
    )


def _answer(sent: Form) -> Answer:
    try:
        return Answer(sent.one("answer"))
    except ValueError as error:
        raise BadForm("choose one of the answers") from error


def _pair(text: str) -> tuple[int, int]:
    flag, _, review = text.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (flag, review)):
        raise BadForm("the answer to take back is not named as it should be")
    return int(flag), int(review)
