"""The demands with what persons said of them, and the sources of the last night, for programs."""

from fastapi import APIRouter, HTTPException

from monitor.statuses import standing_statuses
from monitor.web.api import shapes
from monitor.web.api.told import told_night, told_recommendation
from monitor.web.bearer import ApiReader
from monitor.web.visit import Name

router = APIRouter(prefix="/api/v1", tags=["register"])


@router.get("/recommendations", response_model=shapes.Recommendations)
def recommendations(visit: ApiReader) -> shapes.Recommendations:
    """Every demand with the statuses that stand; who wants what moved asks for its flags."""
    office = visit.office
    standing = standing_statuses(office.store.statuses()).values()
    register = office.guide.register
    return shapes.Recommendations(
        register_id=register.id,
        title=register.title,
        recommendations=[
            told_recommendation(one, office.ladders.get(one.ladder), standing)
            for one in register.recommendations
        ],
    )


@router.get("/recommendations/{name}", response_model=shapes.Recommendation)
def recommendation(visit: ApiReader, name: Name) -> shapes.Recommendation:
    """A demand with the statuses that stand."""
    office = visit.office
    found = office.guide.recommendation(name)
    if found is None:
        raise HTTPException(404, "the register has no recommendation of this id")
    standing = standing_statuses(office.store.statuses(name)).values()
    return told_recommendation(found, office.ladders.get(found.ladder), standing)


@router.get("/sources", response_model=shapes.Night)
def sources(visit: ApiReader) -> shapes.Night:
    """How each source ended the last night, by its id; it may be going on."""
    office = visit.office
    run = next(iter(office.store.runs(1)), None)
    nights = office.store.source_nights(run.id) if run else ()
    return shapes.Night(
        run=run.id if run else None,
        started_at=run.started_at if run else None,
        finished_at=run.finished_at if run else None,
        state=run.state.value if run else None,
        sources=[told_night(night, office.guide) for night in nights],
    )
