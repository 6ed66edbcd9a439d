"""One's own: answers, to be taken back, and tokens; the keys, for a browser without scripts."""

from itertools import groupby

from fastapi import APIRouter, Response

from monitor.answering import recent_answers
from monitor.tokens import make_token
from monitor.web.render import page, to
from monitor.web.titles import titled
from monitor.web.visit import BadForm, Reader, Sent
from storage.people import UnknownAccount

router = APIRouter()
SHOWN = 50


@router.get("/mine")
def mine(visit: Reader) -> Response:
    """The answers that stand, of which those given at once are taken back at once; the tokens."""
    found = recent_answers(visit.office.store, visit.name, SHOWN)
    groups = [list(group) for _, group in groupby(found, key=lambda review: review.at)]
    tokens = visit.office.store.tokens(visit.name)
    title = "Your answers" if visit.may("reviewer") else "Your tokens"
    shown = titled(visit, (group[0].flag for group in groups if len(group) == 1))
    return page(
        visit,
        "mine.html.j2",
        title=title,
        groups=groups,
        shown={one.flag.number: one for one in shown},
        tokens=tokens,
    )


@router.post("/mine/tokens")
def add_token(visit: Reader, sent: Sent) -> Response:
    """Make a token, and show this once what opens it."""
    try:
        made = make_token(visit.office.store, visit.name, sent.one("name"), visit.office.clock)
    except UnknownAccount as error:
        raise BadForm("without accounts there are no tokens: recwatch user add NAME") from error
    return page(visit, "token.html.j2", title="A new token", made=made)


@router.post("/mine/tokens/revoke")
def revoke_token(visit: Reader, sent: Sent) -> Response:
    """End a token of one's own at once."""
    visit.office.store.revoke_token(visit.name, sent.one("name"))
    return to("/mine")


@router.get("/keys")
def keys(visit: Reader) -> Response:
    """The list of keys."""
    return page(visit, "keys.html.j2", title="Keys")
