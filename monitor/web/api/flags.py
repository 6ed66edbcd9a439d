"""Flags for programs: the same filters as the queue, the same answers as its pages."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from monitor.answering import answer_seen, read_version, write_version
from monitor.flagviews import view_flag
from monitor.notes import BadAnswer
from monitor.secondreading import visible_listing, visible_reviews, visible_version
from monitor.web.api import shapes
from monitor.web.api.told import listed_of, told_event, told_flag, told_review
from monitor.web.bearer import ApiReader, ApiReviewer
from monitor.web.filters import read_words, source_ids
from monitor.web.problems import problem
from monitor.web.sheet import sheet_answer
from monitor.web.visit import Number, Visit
from rules.searching import read_terms
from storage.queue import Outdated, QueueQuery

router = APIRouter(prefix="/api/v1", tags=["flags"])


@router.get("/flags", response_model=shapes.Flags)
def flags(visit: ApiReader, given: Annotated[shapes.FlagPage, Query()]) -> shapes.Flags:
    """Flags by number; a page's `next` is the `after` of the following one."""
    store = visit.office.store
    found = store.listed(_question(visit, given), given.after, given.limit + 1)
    more = len(found) > given.limit
    told = visible_listing(store, found[: given.limit], visit.name)
    return shapes.Flags(
        flags=[told_flag(one) for one in told],
        next=found[given.limit - 1].flag.number if more else None,
    )


@router.get("/flags.csv", response_class=Response)
def sheet(visit: ApiReader, given: Annotated[shapes.SheetFilter, Query()]) -> Response:
    """The same flags as CSV. An apostrophe that begins a cell was put there: take it away."""
    return sheet_answer(visit, _question(visit, given), given.by, bom=given.bom)


def _question(visit: Visit, given: shapes.FlagFilter) -> QueueQuery:
    terms = read_terms(read_words(given.q))
    if given.q and not terms:
        raise BadAnswer("there is no word in q")
    return QueueQuery(
        lane=given.lane,
        state=given.state,
        recommendation=given.recommendation,
        heading=given.heading,
        language=given.language,
        source_ids=source_ids(visit, given.source or "", given.tier.value if given.tier else ""),
        since=given.since,
        until=given.until,
        terms=terms,
    )


@router.get("/flags/{number}", response_model=shapes.FlagInFull)
def flag(visit: ApiReader, number: Number) -> shapes.FlagInFull:
    """A flag with its evidence, its history, and `seen`, which an answer names."""
    store = visit.office.store
    # First: what comes meanwhile outdates it.
    seen = write_version(visible_version(store, number, visit.name))
    view = view_flag(store, visit.office.guide, store.flag(number), reader=visit.name)
    reviews = visible_reviews(store, number, visit.name)
    weight = visit.office.weight(view.flag)
    return shapes.FlagInFull(
        flag=told_flag(listed_of(view, reviews)),
        seen=seen,
        asks=view.recommendation.asks if view.recommendation else None,
        why=list(view.why),
        passages=[shapes.Passage(field=p.field, text=p.text) for p in view.passages],
        priority=weight.sentence if weight else None,
        events=[told_event(event) for event in store.flag_events(number)],
        reviews=[told_review(review) for review in reviews],
        other_documents=[other.document.id for other in view.others],
    )


@router.get("/flags/{number}/reviews", response_model=shapes.Reviews)
def reviews(visit: ApiReader, number: Number) -> shapes.Reviews:
    """Every answer to a flag that its reader may see, in the order given."""
    visit.office.store.flag(number)
    found = visible_reviews(visit.office.store, number, visit.name)
    return shapes.Reviews(reviews=[told_review(review) for review in found])


@router.post(
    "/flags/{number}/reviews",
    response_model=shapes.Review,
    status_code=201,
    responses={409: {"description": "The flag has changed since it was seen: nothing was kept."}},
)
def answer(visit: ApiReviewer, number: Number, given: shapes.NewReview) -> Any:
    """Answer a flag as it was seen. The same answer twice is one."""
    try:
        kept = answer_seen(
            visit.office.store,
            number,
            given.answer,
            seen=read_version(given.seen),
            note=given.note.replace("\0", ""),
            reviewer=visit.name,
            clock=visit.office.clock,
            settles=visit.may("editor"),
        )
    except Outdated:
        return _outdated(visit, number)
    visit.office.store.release(number, visit.name)
    return told_review(kept)


def _outdated(visit: Visit, number: Number) -> Response:
    store = visit.office.store
    version = write_version(visible_version(store, number, visit.name))
    seen = visible_reviews(store, number, visit.name)
    given = [told_review(review).model_dump(mode="json") for review in seen]
    detail = "the flag was answered or raised since it was seen; nothing was kept"
    return problem(409, detail, seen=version, reviews=given)
