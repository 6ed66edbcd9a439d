"""A flag's page: the passage beside the demand, why it was flagged, its history, the answers."""

from fastapi import APIRouter, Response

from monitor.answering import look_at, looked_at_by, write_version
from monitor.assigning import assignee
from monitor.flagviews import FlagView, view_flag
from monitor.regrouping import can_be_taken_back, teller_of
from monitor.secondreading import visible_version
from monitor.web.filters import Filter, read_filter
from monitor.web.queue import next_number
from monitor.web.render import page, to
from monitor.web.told import told_of
from monitor.web.visit import AskedNumber, Number, Reader, Reviewer, Sent, Visit
from rules.records import Ladder
from storage.reading import Need
from storage.records import FlagState

router = APIRouter()
OTHERS_AT_MOST = 30


@router.get("/flags/{number}")
def show(visit: Reader, number: Number, told: AskedNumber = 0) -> Response:
    """The flag. told: the flag answered just before, whose answer can be taken back here.

    Nothing changes by looking: who follows links, as mail scanners do, takes no claim.
    """
    office = visit.office
    flag = office.store.flag(number)
    view = view_flag(office.store, office.guide, flag, reader=visit.name)
    ladder = _ladder(visit, view)
    waits, teller = flag.state is FlagState.WAITING, teller_of(office.store, number)
    answers = "editor" if view.need is Need.SETTLING else "reviewer"
    return page(
        visit,
        "flag.html.j2",
        title=f"Flag {number}",
        view=view,
        chosen=read_filter(visit.request.query_params),
        version=write_version(visible_version(office.store, number, visit.name)),
        looking=looked_at_by(office.store, number, office.clock) if waits else "",
        waits=waits,
        may_answer=visit.may(answers) and teller == number,
        assigned=assignee(office.store, number),
        colleagues=office.colleagues(),
        weight=office.weight(flag),
        ladder=ladder,
        reached=_reached(view, ladder) if ladder else {},
        told=told_of(visit, told),
        sources={one.source_id: _name(visit, one.source_id) for one in view.others},
        teller=teller,
        undoable=[one for one in view.decisions if can_be_taken_back(office.store, one)],
    )


@router.post("/flags/{number}/look")
def look(visit: Reviewer, number: Number, sent: Sent) -> Response:
    """Say to the others that one is looking; the page does so itself where scripts may run."""
    look_at(visit.office.store, number, visit.name, visit.office.clock)
    return to(_address(f"/flags/{number}", read_filter(dict(sent.fields)), told=sent.one("told")))


@router.get("/flags/{number}/next")
def following(visit: Reader, number: Number) -> Response:
    """The flag after this one."""
    return go_on(visit, read_filter(visit.request.query_params), number)


@router.post("/flags/{number}/skip")
def skip(visit: Reviewer, number: Number, sent: Sent) -> Response:
    """The flag after this one, leaving this one as it is, and to whoever wants it."""
    visit.office.store.release(number, visit.name)
    return go_on(visit, read_filter(dict(sent.fields)), number, told=sent.one("told"))


def go_on(visit: Visit, chosen: Filter, number: int, *, told: str = "") -> Response:
    """To the next flag, or to the queue where nothing waits any more."""
    following = next_number(visit, chosen, number)
    address = f"/flags/{following}" if following is not None else "/queue"
    return to(_address(address, chosen, told=told))


def _address(path: str, chosen: Filter, *, told: str = "") -> str:
    told = told if told.isascii() and told.isdigit() else ""
    query = "&".join(part for part in (chosen.address, f"told={told}" if told else "") if part)
    return f"{path}?{query}" if query else path


def _ladder(visit: Visit, view: FlagView) -> Ladder | None:
    return visit.office.ladders.get(view.recommendation.ladder) if view.recommendation else None


def _reached(view: FlagView, ladder: Ladder) -> dict[str, str]:
    """The rung of each clause: the gravest reversal that its matches name, else the furthest."""
    places = {rung: place for place, rung in enumerate((*ladder.rungs, *ladder.reversals))}
    reached: dict[str, str] = {}
    for match in view.matches:
        if match.rung in places:
            before = reached.get(match.clause, match.rung)
            reached[match.clause] = max(before, match.rung, key=places.__getitem__)
    return reached


def _name(visit: Visit, source_id: str) -> str:
    source = visit.office.guide.sources.get(source_id)
    return source.name if source else source_id
