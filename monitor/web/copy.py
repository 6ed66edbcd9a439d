"""The stored copy: what was fetched, as words, with the hash that it was held against."""

from fastapi import APIRouter, HTTPException, Response

from monitor.copies import stored_copy
from monitor.web.policy import COPY_POLICY
from monitor.web.render import page
from monitor.web.visit import Name, Number, Reader, Visit
from storage.records import StoredDocument

router = APIRouter()


@router.get("/flags/{number}/copy/{document_id}")
def copy(visit: Reader, number: Number, document_id: Name) -> Response:
    """The copy of a document of the flag's story; of no other."""
    flag = visit.office.store.flag(number)
    document = visit.office.store.document(document_id)
    if document is None or document.story_id != flag.story_id:
        raise HTTPException(404)
    return shown_copy(visit, document, (f"/flags/{number}", f"flag {number}"))


@router.get("/document/{document_id}/copy")
def copy_of_document(visit: Reader, document_id: Name) -> Response:
    """The copy of a document, flagged or not."""
    document = visit.office.store.document(document_id)
    if document is None:
        raise HTTPException(404)
    return shown_copy(visit, document, (f"/document/{document_id}", "the document"))


def shown_copy(visit: Visit, document: StoredDocument, back: tuple[str, str]) -> Response:
    """The page of a copy, in which nothing may act. back: (address, what is there)."""
    answer = page(
        visit,
        "copy.html.j2",
        title=f"Stored copy, {back[1]}",
        back=back,
        copy=stored_copy(visit.office.store, visit.office.reader, document),
    )
    answer.headers["content-security-policy"] = COPY_POLICY
    return answer
