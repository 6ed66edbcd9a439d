"""Documents for programs: searched by words, and one with its text."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from monitor.web.api import shapes
from monitor.web.api.told import told_document
from monitor.web.bearer import ApiReader
from monitor.web.filters import read_words
from monitor.web.visit import Name
from rules.searching import read_terms

router = APIRouter(prefix="/api/v1", tags=["documents"])
AT_MOST = 100


@router.get("/documents", response_model=shapes.Documents)
def documents(
    visit: ApiReader,
    q: str,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=AT_MOST)] = 25,
) -> shapes.Documents:
    """Standing documents that hold all of q (words, "phrases", prefix*), last come first."""
    terms = read_terms(read_words(q))
    found = visit.office.store.search(terms, before, limit + 1)
    return shapes.Documents(
        documents=[told_document(one.stored, one.flags) for one in found[:limit]],
        next=found[limit - 1].place if len(found) > limit else None,
    )


@router.get("/documents/{document_id}", response_model=shapes.DocumentInFull)
def document(visit: ApiReader, document_id: Name) -> shapes.DocumentInFull:
    """A version of a document, with its text. Text of others: never markup."""
    store = visit.office.store
    stored = store.document(document_id)
    if stored is None:
        raise HTTPException(404, "there is no document of this id")
    flags = store.story_flags(stored.story_id) if stored.story_id else ()
    return shapes.DocumentInFull(
        document=told_document(stored, flags),
        text=stored.document.text,
        text_sha256=stored.text_sha256,
        superseded_by=stored.superseded_by,
    )
