"""Ending or pausing letters by the link in each of them, without signing in.

Mail programs end letters by one POST that carries neither cookie nor origin (RFC 8058); what it may
do is said by the link alone. Opening the link shows a button and changes nothing, for scanners open
every link. A wrong link and a used one are told the same.
"""

from datetime import date

from fastapi import APIRouter, Response

from monitor.web.gate import FROM_ANYWHERE
from monitor.web.render import page
from monitor.web.visit import Anyone, BadForm, Name, Sent, SentBytes, Visit, place_of
from monitor.wishes import end_letters, owner
from monitor.wishes import pause as pause_letters
from storage.post import Subscription

router = APIRouter()
_TITLE = "Letters"


class TooMany(Exception):
    """Too many links from one place lead nowhere: say how many seconds to wait."""


@router.get("/letters/{token}")
def show(visit: Anyone, token: Name) -> Response:
    """The buttons, whatever the link: nothing is looked up, so nothing is told."""
    today = visit.office.clock.now().date()
    return page(visit, "ending.html.j2", title=_TITLE, token=token, today=today)


@router.post("/letters/{token}", tags=[FROM_ANYWHERE])
def end(visit: Anyone, token: Name, sent: SentBytes) -> Response:
    """End the letters at once. Sent by a mail program, or by the button of the page."""
    # Also what comes as multipart/form-data: RFC 8058 leaves that to the mail program.
    if b"List-Unsubscribe" not in sent or b"One-Click" not in sent:
        raise BadForm("press the button on the page to end letters")
    found = _owner(visit, token)
    if found is not None:
        end_letters(visit.office.store, found, visit.office.clock)
    return _done(visit, "ended" if found else "")


@router.post("/letters/{token}/pause")
def pause(visit: Anyone, token: Name, sent: Sent) -> Response:
    """No letters until a day; what comes meanwhile is told afterwards."""
    try:
        until = date.fromisoformat(sent.one("until"))
    except ValueError as error:
        raise BadForm("choose the last day without letters") from error
    if until < visit.office.clock.now().date():
        raise BadForm(f"{until} is over: choose a day to come")
    found = _owner(visit, token)
    if found is not None:
        pause_letters(visit.office.store, found, None, until)
    return _done(visit, "paused" if found else "", until)


def _owner(visit: Visit, token: str) -> Subscription | None:
    """Whose letters the link ends. Raises TooMany."""
    office, place = visit.office, place_of(visit.request)
    if wait := office.strangers.wait(place):
        raise TooMany(wait)
    found = owner(office.store, token, office.subscriber)
    if found is None:
        office.strangers.failed(place)
    return found


def _done(visit: Visit, what: str, until: date | None = None) -> Response:
    return page(visit, "ended.html.j2", title=_TITLE, what=what, until=until)
