"""Searching all documents, flagged or not: title, source, date, flags, and the words found."""

from fastapi import APIRouter, Response

from monitor.findings import show_finding
from monitor.web.filters import read_words
from monitor.web.render import page
from monitor.web.visit import Reader, Visit
from rules.searching import TERMS_AT_MOST, read_terms
from storage.searching import FoundDocument

router = APIRouter()
ROWS = 20


@router.get("/search")
def search(visit: Reader, q: str = "", before: str = "") -> Response:
    """The form, and the standing documents that hold all of it, those settled last first."""
    asked = read_words(q)
    terms = read_terms(asked)
    place = read_place(before)
    found = visit.office.store.search(terms, place, ROWS + 1) if terms else ()
    return page(
        visit,
        "search.html.j2",
        title="Search",
        asked=asked,
        typed=bool(q.strip()),
        is_cut=len(terms) == TERMS_AT_MOST,
        rows=[
            {
                "found": one,
                "source": _source(visit, one),
                "finding": show_finding(one.stored.document, terms),
            }
            for one in found[:ROWS]
        ],
        further=found[ROWS - 1].place if len(found) > ROWS else None,
        is_first=place is None,
    )


def read_place(text: str) -> int | None:
    """A place among the documents, from an address; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _source(visit: Visit, found: FoundDocument) -> str:
    source = visit.office.guide.sources.get(found.stored.source_id)
    return source.name if source else found.stored.source_id
