"""A flag's page: the passage beside the demand, why it was flagged, its history, the answers."""

from fastapi import APIRouter, Response

from monitor.answering import look_at, write_version
from monitor.flagviews import FlagView, view_flag
from monitor.web.filters import Filter, read_filter
from monitor.web.queue import next_number
from monitor.web.render import page, to
from monitor.web.visit import AskedNumber, Number, Reader, Visit
from rules.records import Ladder
from storage.people import Role
from storage.records import Answer, FlagState, Review

router = APIRouter()
OTHERS_AT_MOST = 30


@router.get("/flags/{number}")
def show(visit: Reader, number: Number, told: AskedNumber = 0) -> Response:
    """The flag. told: the flag answered just before, whose answer can be taken back here."""
    office = visit.office
    flag = office.store.flag(number)
    view = view_flag(office.store, office.guide, flag)
    ladder = _ladder(visit, view)
    return page(
        visit,
        "flag.html.j2",
        title=f"Flag {number}",
        view=view,
        chosen=read_filter(visit.request.query_params),
        version=write_version(office.store.flag_version(number)),
        looking=_looking(visit, number, waits=flag.state is FlagState.WAITING),
        weight=office.weight(flag),
        ladder=ladder,
        reached=_reached(view, ladder) if ladder else None,
        told=told_of(visit, told),
        sources={one.source_id: _name(visit, one.source_id) for one in view.others},
    )


@router.get("/flags/{number}/next")
def skip(visit: Reader, number: Number) -> Response:
    """The flag after this one, leaving this one as it is."""
    visit.office.store.release(number, visit.name)
    return go_on(visit, read_filter(visit.request.query_params), number)


def go_on(visit: Visit, chosen: Filter, number: int, *, told: int = 0) -> Response:
    """To the next flag, or to the queue where nothing waits any more."""
    following = next_number(visit, chosen, number)
    address = f"/flags/{following}" if following is not None else "/queue"
    query = "&".join(part for part in (chosen.address, f"told={told}" if told else "") if part)
    return to(f"{address}?{query}" if query else address)


def told_of(visit: Visit, number: int) -> Review | None:
    """The person's own newest answer to a flag, where it stands."""
    if not number:
        return None
    own = [r for r in visit.office.store.reviews(number) if r.reviewer == visit.name]
    return own[-1] if own and own[-1].answer is not Answer.UNDO else None


def _looking(visit: Visit, number: int, *, waits: bool) -> str:
    """Who else is looking; "" for nobody. A reviewer who looks says so to the others."""
    if not waits or not visit.role.covers(Role.REVIEWER):
        return ""
    claim = look_at(visit.office.store, number, visit.name, visit.office.clock)
    return claim.account if claim.account != visit.name else ""


def _ladder(visit: Visit, view: FlagView) -> Ladder | None:
    return visit.office.ladders.get(view.recommendation.ladder) if view.recommendation else None


def _reached(view: FlagView, ladder: Ladder) -> str | None:
    """The rung by which the flag is weighed: a reversal, else the furthest that is named."""
    named = [match.rung for match in view.matches if match.rung]
    back = [rung for rung in named if rung in ladder.reversals]
    on = [rung for rung in named if rung in ladder.rungs]
    return back[0] if back else max(on, key=ladder.rungs.index, default=None)


def _name(visit: Visit, source_id: str) -> str:
    source = visit.office.guide.sources.get(source_id)
    return source.name if source else source_id
