"""The stored copy: what was fetched, as words, with the hash that it was held against."""

from fastapi import APIRouter, HTTPException, Response

from monitor.copies import stored_copy
from monitor.web.policy import COPY_POLICY
from monitor.web.render import page
from monitor.web.visit import Number, Reader

router = APIRouter()


@router.get("/flags/{number}/copy/{document_id}")
def copy(visit: Reader, number: Number, document_id: str) -> Response:
    """The copy of a document of the flag's story; of no other."""
    office = visit.office
    flag = office.store.flag(number)
    document = office.store.document(document_id)
    if document is None or document.story_id != flag.story_id:
        raise HTTPException(404)
    answer = page(
        visit,
        "copy.html.j2",
        title=f"Stored copy, flag {number}",
        number=number,
        copy=stored_copy(office.store, office.reader, document),
    )
    answer.headers["content-security-policy"] = COPY_POLICY
    return answer
