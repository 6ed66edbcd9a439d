"""A document's page: what was found in it, what nearly was, and what should have been."""

from fastapi import APIRouter, HTTPException, Response

from monitor.documentviews import TooLongToExplain, view_document, why
from monitor.explaining import InShort
from monitor.misses import say_missed
from monitor.notes import BadAnswer
from monitor.web.render import page, to
from monitor.web.visit import BadForm, Name, Reader, Reviewer, Sent, Visit
from rules.records import Document, Toward
from storage.found import UnknownDocument
from storage.records import StoredDocument

router = APIRouter()
_TAKEN_BACK = "none"


@router.get("/document/{document_id}")
def show(visit: Reader, document_id: Name, recommendation: str = "") -> Response:
    """The document. recommendation: which one it is to be explained for; "": none."""
    return _show(visit, _stored(visit, document_id), asked=recommendation)


@router.post("/document/{document_id}/missed")
def missed(visit: Reviewer, document_id: Name, sent: Sent) -> Response:
    """Say that it should have been flagged, or take that back."""
    stored = _stored(visit, document_id)
    try:
        say_missed(
            visit.office.store,
            visit.office.guide.register,
            document_id,
            sent.one("recommendation"),
            _toward(sent.one("toward")),
            note=sent.one("note"),
            reviewer=visit.name,
            clock=visit.office.clock,
        )
    except BadAnswer as error:
        return _show(visit, stored, said=str(error), given=dict(sent.fields), status=400)
    except UnknownDocument as error:
        raise HTTPException(404) from error
    return to(f"/document/{document_id}#missed")


def _show(
    visit: Visit,
    stored: StoredDocument,
    *,
    asked: str = "",
    said: str = "",
    given: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    office = visit.office
    explained, trouble = _why(visit, stored.document, asked)
    return page(
        visit,
        "document.html.j2",
        title="Document",
        status=status,
        view=view_document(office.store, office.guide, stored),
        recommendations=office.guide.register.recommendations,
        asked=asked,
        why=explained,
        trouble=trouble,
        can_explain=office.matcher is not None,
        said=said,
        given=given or {},
    )


def _stored(visit: Visit, document_id: str) -> StoredDocument:
    found = visit.office.store.document(document_id)
    if found is None:
        raise HTTPException(404)
    return found


def _why(visit: Visit, document: Document, asked: str) -> tuple[InShort | None, str]:
    """The reasons, or why there are none; ("" where nothing was asked)."""
    if not asked or visit.office.matcher is None:
        return None, ""
    try:
        return why(visit.office.matcher(), document, asked), ""
    except KeyError:
        return None, "the rules have no such recommendation"
    except TooLongToExplain:
        return None, f"it is too long to be explained here; type: recwatch explain {document.id}"


def _toward(text: str) -> Toward | None:
    if text == _TAKEN_BACK:
        return None
    if text not in tuple(Toward):
        raise BadForm("choose whether it tells of progress or of regression")
    return Toward(text)
