"""A document's page: what was found in it, what nearly was, and what should have been."""

from fastapi import APIRouter, HTTPException, Response

from monitor.documentviews import view_document
from monitor.explaining import InShort
from monitor.misses import say_missed
from monitor.notes import BadAnswer
from monitor.web.bench import at_bench
from monitor.web.render import page, to
from monitor.web.visit import BadForm, Name, Reader, Reviewer, Sent, Visit
from monitor.workbench import AskedText
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
    view = view_document(office.store, office.guide, stored)
    explained, trouble = _why(visit, stored.document, asked)
    return page(
        visit,
        "document.html.j2",
        title="Document",
        status=status,
        view=view,
        recommendations=office.guide.register.recommendations,
        asked=asked,
        chosen=asked or next((flag.recommendation for flag in view.flags), ""),
        why=explained,
        trouble=trouble,
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
    if not asked:
        return None, ""
    question = AskedText(
        title=document.title,
        text=document.text,
        language=document.language,
        published=document.published,
        country=document.country,
        recommendation=asked,
    )
    too_long = f"It is too long to be explained here. On the server: recwatch explain {document.id}"
    found, trouble = at_bench(lambda: visit.office.bench.read(question), too_long)
    return found.short if found else None, trouble


def _toward(text: str) -> Toward | None:
    if text == _TAKEN_BACK:
        return None
    if text not in tuple(Toward):
        raise BadForm("choose whether it tells of progress or of regression")
    return Toward(text)
