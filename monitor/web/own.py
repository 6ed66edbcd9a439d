"""One's own answers, to be taken back; and the keys, for a browser without scripts."""

from itertools import groupby

from fastapi import APIRouter, Response

from monitor.answering import recent_answers
from monitor.web.render import page
from monitor.web.visit import Reader, Reviewer

router = APIRouter()
SHOWN = 50


@router.get("/mine")
def mine(visit: Reviewer) -> Response:
    """The answers that stand; what was given at once is taken back at once."""
    found = recent_answers(visit.office.store, visit.name, SHOWN)
    groups = [list(group) for _, group in groupby(found, key=lambda review: review.at)]
    return page(visit, "mine.html.j2", title="Your answers", groups=groups)


@router.get("/keys")
def keys(visit: Reader) -> Response:
    """The list of keys."""
    return page(visit, "keys.html.j2", title="Keys")
