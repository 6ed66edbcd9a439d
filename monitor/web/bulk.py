"""One answer to many flags: first the exact number, then the answer, which can be taken back."""

from fastapi import APIRouter, Response

from monitor.answering import AT_ONCE, answer_many, read_version, write_version
from monitor.secondreading import visible_version
from monitor.web.filters import question, read_filter
from monitor.web.render import page
from monitor.web.titles import titled
from monitor.web.visit import BadForm, Form, Reviewer, Sent, Visit
from storage.contract import UnknownFlag
from storage.queue import FlagVersion, Outdated
from storage.records import Answer

router = APIRouter()
SHOWN_AT_MOST = 30


@router.post("/bulk")
def ask(visit: Reviewer, sent: Sent) -> Response:
    """How many flags it would be: those that were ticked, or all that fit the filter."""
    chosen = read_filter(dict(sent.fields))
    wanted = (
        visit.office.store.queue_numbers(question(chosen, visit), AT_ONCE + 1)
        if sent.one("all")
        else tuple(int(n) for n in sent.all("flag") if n.isascii() and n.isdigit() and len(n) < 19)
    )
    seen = _versions(visit, wanted[:AT_ONCE])
    return page(
        visit,
        "bulk.html.j2",
        title="Answer many",
        chosen=chosen,
        seen=seen,
        shown=titled(visit, (number for number, _ in seen[:SHOWN_AT_MOST])),
        beyond=len(wanted) > AT_ONCE,
        colleagues=visit.office.colleagues(),
    )


@router.post("/bulk/answer")
def answer(visit: Reviewer, sent: Sent) -> Response:
    """Keep the answers, and say which flags had changed meanwhile."""
    done = answer_many(
        visit.office.store,
        _seen(sent),
        _answer(sent),
        reviewer=visit.name,
        clock=visit.office.clock,
        settles=visit.may("editor"),
    )
    return page(
        visit,
        "bulkdone.html.j2",
        title="Answered",
        done=done,
        chosen=read_filter(dict(sent.fields)),
    )


def _versions(visit: Visit, numbers: tuple[int, ...]) -> list[tuple[int, str]]:
    found = []
    for number in dict.fromkeys(numbers):
        try:
            seen = visible_version(visit.office.store, number, visit.name)
            found.append((number, write_version(seen)))
        except UnknownFlag:
            continue
    return found


def _seen(sent: Form) -> list[tuple[int, FlagVersion]]:
    try:
        pairs = [text.partition(":") for text in sent.all("seen")]
        return [(int(number), read_version(version)) for number, _, version in pairs]
    except (ValueError, Outdated) as error:
        raise BadForm("the flags are not named as they should be") from error


def _answer(sent: Form) -> Answer:
    try:
        return Answer(sent.one("answer"))
    except ValueError as error:
        raise BadForm("choose one of the answers") from error
