"""The filtered queue as a CSV file: every flag that fits, by number."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from monitor.flagsheet import Reviewers, sheet_lines
from monitor.secondreading import visible_listing
from monitor.web.filters import question, read_filter
from monitor.web.visit import Reader, Visit
from storage.queue import ListedFlag, QueueQuery

router = APIRouter()
_AT_ONCE = 200
ANY_LANE = "any"


@router.get("/queue.csv")
def sheet(visit: Reader) -> Response:
    """The file. lane=any: of all lanes; bom=1: for old spreadsheets; by: who answered."""
    given = visit.request.query_params
    asked = question(read_filter(given), visit)
    if given.get("lane") == ANY_LANE:
        asked = replace(asked, lane=None)
    by = given.get("by", "")
    reviewers = Reviewers(by) if by in set(Reviewers) else Reviewers.PSEUDONYMS
    return sheet_answer(visit, asked, reviewers, bom=given.get("bom") == "1")


def sheet_answer(visit: Visit, asked: QueueQuery, by: Reviewers, *, bom: bool) -> Response:
    """The file of these flags, sent as it is read."""
    lines = sheet_lines(_flags(visit, asked), visit.office.guide, by, bom=bom)
    name = f"flags-{visit.office.clock.now():%Y-%m-%d}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_chunks(lines), media_type="text/csv; charset=utf-8", headers=headers)


def _flags(visit: Visit, asked: QueueQuery) -> Iterator[ListedFlag]:
    after = 0
    while found := visit.office.store.listed(asked, after, _AT_ONCE):
        yield from visible_listing(visit.office.store, found, visit.name)
        after = found[-1].flag.number


def _chunks(lines: Iterator[str]) -> Iterator[str]:
    """Some lines at a time: each piece that is sent costs a thread's turn."""
    while some := "".join(islice(lines, _AT_ONCE)):
        yield some
