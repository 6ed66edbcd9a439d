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
    return _copy(visit, document, number, f"Stored copy, flag {number}")


@router.get("/documents/{document_id}/copy")
def copy_alone(visit: Reader, document_id: Name) -> Response:
    """The copy of any document: what was searched for may have no flag."""
    document = visit.office.store.document(document_id)
    if document is None:
        raise HTTPException(404)
    return _copy(visit, document, 0, "Stored copy")


def _copy(visit: Visit, document: StoredDocument, number: int, title: str) -> Response:
    answer = page(
        visit,
        "copy.html.j2",
        title=title,
        number=number,
        copy=stored_copy(visit.office.store, visit.office.reader, document),
    )
    answer.headers["content-security-policy"] = COPY_POLICY
    return answer
