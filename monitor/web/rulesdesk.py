"""A text held against the rules, and a changed rule held against the last nights. Nothing is
stored; the work is done at the bench, in a process of its own.
"""

from datetime import date

from fastapi import APIRouter, Response

from monitor.explaining import has_met, step_said
from monitor.rulehistory import text_of
from monitor.trialwords import HEADINGS, listed_said, trial_said
from monitor.trying import Difference
from monitor.web.bench import at_bench
from monitor.web.render import page
from monitor.web.visit import BadForm, Form, Reviewer, Sent, Visit
from monitor.workbench import (
    FINDINGS_AT_MOST,
    AskedChange,
    AskedText,
    ReadText,
    TriedChange,
)
from rules.placing import place_file
from storage.contract import UnknownFlag
from storage.records import StoredDocument

router = APIRouter()
NIGHTS = (7, 30, 90)
TITLE_AT_MOST = 2000
GIVEN_AT_MOST = 200_000  # letters that are shown again in the form
_GIVEN = "your file"
_NOTHING = "give a text, or the number of a flag"


@router.get("/rules/read")
def ask_text(visit: Reviewer, recommendation: str = "", document: str = "") -> Response:
    """The form for a text. recommendation, document: chosen already."""
    return _text_page(visit, recommendation=recommendation, document=document)


@router.post("/rules/read")
def read_text(visit: Reviewer, sent: Sent) -> Response:
    """What the rules make of a text, or of a stored document."""
    asked = _asked(visit, sent)
    given = {
        "recommendation": asked.recommendation,
        "document": sent.one("document"),
        "text": sent.one("text"),
        "heading": sent.one("title"),
        "language": sent.one("language"),
        "published": sent.one("published"),
        "country": sent.one("country"),
    }
    found, said = at_bench(lambda: visit.office.bench.read(asked))
    return _text_page(visit, found=found, said=said, **given)


@router.get("/rules/try")
def ask_change(visit: Reviewer, recommendation: str = "") -> Response:
    """The form for a changed rule file. recommendation: whose file it begins with, as it stands."""
    known = visit.office.guide.recommendation(recommendation) is not None
    text = text_of(visit.office.store, recommendation) if known else ""
    return _change_page(visit, begun=recommendation if text else "", file=text)


@router.post("/rules/try")
def try_change(visit: Reviewer, sent: Sent) -> Response:
    """What a changed rule file would have flagged in the last nights' documents."""
    text, name = sent.one("file"), sent.one("name").strip()
    if not text.strip():
        raise BadForm("paste the text of a rule file")
    nights = _nights(sent.one("nights"))
    register = visit.office.guide.register.id
    placed = place_file(
        text.encode("utf-8", "replace"), register, shown=_GIVEN, name=_file_name(name)
    )
    given = {"file": text, "name": name}
    if placed.item is None:
        found: TriedChange | None = TriedChange(complaints=placed.complaints)
        return _change_page(visit, nights, found=found, **given)
    asked = AskedChange(changed=(placed.item,), nights=nights)
    found, said = at_bench(lambda: visit.office.bench.try_(asked))
    return _change_page(visit, nights, found=found, said=said, **given)


def _text_page(
    visit: Visit, *, found: ReadText | None = None, said: str = "", **given: str
) -> Response:
    register = visit.office.guide.register
    return page(
        visit,
        "rulesread.html.j2",
        title="Hold a text against the rules",
        status=503 if said else 200,
        found=found,
        said=said,
        given=given,
        step_said=step_said,
        has_met=has_met,
        findings_at_most=FINDINGS_AT_MOST,
        languages=register.languages,
        recommendations=register.recommendations,
    )


def _change_page(
    visit: Visit,
    chosen: int = NIGHTS[1],
    *,
    found: TriedChange | None = None,
    said: str = "",
    begun: str = "",
    **given: str,
) -> Response:
    complaints = found.complaints if found is not None else ()
    return page(
        visit,
        "rulestry.html.j2",
        title="Try a change",
        status=503 if said else 400 if complaints else 200,
        found=found,
        # What another file lacks because this one does not load comes after why it does not.
        complaints=sorted(complaints, key=lambda one: (one.place.file != _GIVEN, one.place)),
        said=said,
        given=given,
        begun=begun,
        nights=NIGHTS,
        chosen=chosen,
        kinds=tuple(Difference),
        headings=HEADINGS,
        trial_said=trial_said,
        listed_said=listed_said,
    )


# -- what was sent ---------------------------------------------------------------------------------


def _asked(visit: Visit, sent: Form) -> AskedText:
    """Raises BadForm."""
    recommendation = sent.one("recommendation")
    if recommendation and visit.office.guide.recommendation(recommendation) is None:
        raise BadForm("the register has no such recommendation")
    language = sent.one("language")
    if language and not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
        raise BadForm("the language is no code such as en, ru or kk")
    if sent.one("document").strip():
        stored = _document(visit, sent.one("document").strip()).document
        return AskedText(
            title=stored.title,
            text=stored.text,
            language=language or stored.language,
            published=stored.published,
            country=stored.country,
            recommendation=recommendation,
        )
    text, title = sent.one("text"), " ".join(sent.one("title").split())
    if not (text.strip() or title):
        raise BadForm(_NOTHING)
    return AskedText(
        title=title[:TITLE_AT_MOST],
        text="\n".join(text.splitlines()),
        language=language,
        published=_day(sent.one("published")),
        country=visit.office.guide.register.country if sent.one("country") else None,
        recommendation=recommendation,
    )


def _document(visit: Visit, named: str) -> StoredDocument:
    """The document that a flag of this number shows, or the one of this id. Raises BadForm."""
    store = visit.office.store
    if named.isascii() and named.isdigit() and len(named) < 19:
        try:
            named = store.flag(int(named)).document_id
        except UnknownFlag:
            raise BadForm(f"there is no flag {named}") from None
    found = store.document(named) if len(named) <= 100 else None
    if found is None:
        raise BadForm("there is no stored document of this name")
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadForm("the day is no date such as 2006-01-14") from None


def _nights(text: str) -> int:
    return int(text) if text in map(str, NIGHTS) else NIGHTS[1]


def _file_name(name: str) -> str:
    """A plain file name of what was given; "" where it is none."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    is_plain = plain.endswith(".yml") and plain.isprintable() and 4 < len(plain) <= 100
    return plain if is_plain else ""
