"""Found by hand: a page adds an address or a text, and shows what became of those before."""

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Response

from monitor.byhand import Told, keep_address, keep_text
from monitor.notes import BadAnswer
from monitor.web.policy import FILE_AT_MOST, FILE_PATH
from monitor.web.render import page, to
from monitor.web.visit import Form, Reviewer, Sent, SentFile, Visit
from spiders.records import Tier
from storage.found import Find

router = APIRouter()
SHOWN = 30


@router.get("/found")
def show(visit: Reviewer) -> Response:
    """The two forms, and the newest finds."""
    return _show(visit)


@router.post("/found/address")
def address(visit: Reviewer, sent: Sent) -> Response:
    """Keep an address, and have it fetched."""
    office = visit.office
    keep = partial(keep_address, office.store, finder=visit.name, clock=office.clock)
    return _kept(visit, sent, "address", keep)


@router.post(FILE_PATH)
def file(visit: Reviewer, sent: SentFile) -> Response:
    """Keep a file or a pasted text, and have it read."""
    data = sent.data or sent.form.one("text").encode("utf-8", "replace")
    office = visit.office
    keep = partial(keep_text, office.store, data=data, finder=visit.name, clock=office.clock)
    return _kept(visit, sent.form, "file", keep)


@router.post("/found/waiting")
def waiting(visit: Reviewer) -> Response:
    """Take in what waits."""
    return _show(visit, told=_take_in(visit))


def _kept(visit: Visit, sent: Form, which: str, keep: Callable[[Told], Find]) -> Response:
    try:
        find = keep(_told(visit, sent))
    except BadAnswer as error:
        given = dict(sent.fields)
        return _show(visit, said=str(error), which=which, given=given, status=400)
    _take_in(visit)
    return to(f"/found#find-{find.number}")


def _take_in(visit: Visit) -> str:
    """Take in at once where that can be done; else a sentence: a night does it."""
    if visit.office.take_in is None:
        return "the next night takes in what waits"
    return visit.office.take_in()


def _told(visit: Visit, sent: Form) -> Told:
    return Told(
        tier=sent.one("tier"),
        address=sent.one("address"),
        outlet=sent.one("outlet"),
        title=sent.one("title"),
        published=sent.one("published"),
        country=visit.office.guide.register.country if sent.one("covers") else None,
        note=sent.one("note"),
    )


def _show(
    visit: Visit,
    *,
    told: str = "",
    said: str = "",
    which: str = "",
    given: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(
        visit,
        "found.html.j2",
        title="Found by hand",
        status=status,
        finds=visit.office.store.finds(limit=SHOWN),
        tiers=[tier.value for tier in Tier],
        country=visit.office.guide.register.country,
        at_most=FILE_AT_MOST // 2**20,
        told=told,
        said=said,
        which=which,
        given=given or {},
    )
