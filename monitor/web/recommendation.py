"""A recommendation's page: its clauses, who set where they stand, and all that was told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fastapi import APIRouter, HTTPException, Response
from markupsafe import Markup

from monitor.charts.timeline import NARROW, WIDE, ChartLane, Moment, timeline
from monitor.notes import BadAnswer
from monitor.periods import SPAN_WORDS, Period, Span, place
from monitor.statuses import Claim, set_status, standing_statuses
from monitor.timelines import STATEMENT_WORDS, RecommendationView, view_recommendation
from monitor.web.board import read_span
from monitor.web.render import drawing, page, to
from monitor.web.timelinecsv import as_csv
from monitor.web.visit import Editor, Form, Name, Reader, Sent, Visit
from rules.language.printer import show as printed
from rules.records import Ladder, LifeState, Recommendation
from storage.queue import Outdated
from storage.records import Implementation, Status

router = APIRouter()
EVENTS_AT_MOST = 60
_NUMBERS_AT_MOST = 1000  # characters of cited flag numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A status that a person gave and that was not kept. said: why not; fields: what was given."""

    clause: str
    said: str
    fields: Mapping[str, str] = field(default_factory=dict)


@router.get("/recommendation/{recommendation}")
def show(visit: Reader, recommendation: Name, years: str = "", on: str = "") -> Response:
    """The recommendation. on: the day of a citation, on which it is told how clauses stood."""
    return _show(visit, _asked(visit, recommendation), years=years, cited=_day(on))


@router.get("/recommendation/{recommendation}/timeline.csv")
def table(visit: Reader, recommendation: Name) -> Response:
    """Every flag, demand and status of it, a row each, for a spreadsheet."""
    one = _asked(visit, recommendation)
    text = as_csv(visit.office.store, visit.office.guide, one, visit.office.clock.now())
    headers = {"content-disposition": f'attachment; filename="{_file(one.id)}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/recommendation/{recommendation}/status")
def set_(visit: Editor, recommendation: Name, sent: Sent) -> Response:
    """Set where a clause stands, as it was seen; where somebody did so meanwhile, show both."""
    one = _asked(visit, recommendation)
    clause = sent.one("clause")
    try:
        set_status(
            visit.office.store,
            one,
            _ladder(visit, one),
            _claim(sent),
            reviewer=visit.name,
            clock=visit.office.clock,
            seen=_number(sent.one("seen"), "the form lacks what it was made from; load it again"),
        )
    except Outdated:
        said = "Somebody set this while you looked. What stands now is above; yours is not kept yet"
        tried = Tried(clause=clause, said=said, fields=dict(sent.fields))
        return _show(visit, one, tried=tried, status=409)
    except BadAnswer as error:
        tried = Tried(clause=clause, said=str(error), fields=dict(sent.fields))
        return _show(visit, one, tried=tried, status=400)
    return to(f"/recommendation/{one.id}#clause-{clause}")


def _show(
    visit: Visit,
    one: Recommendation,
    *,
    years: str = "",
    cited: date | None = None,
    tried: Tried | None = None,
    status: int = 200,
) -> Response:
    office, span = visit.office, read_span(years, Span.ALL)
    today = office.clock.now().date()
    ladder = _ladder(visit, one)
    view = view_recommendation(office.store, office.guide, ladder, one, span=span, today=today)
    return page(
        visit,
        "recommendation.html.j2",
        title=one.id,
        status=status,
        one=one,
        view=view,
        ladder=ladder,
        charts=_charts(visit, view),
        events=view.events[:EVENTS_AT_MOST],
        history=_history(view),
        cited=cited,
        stood=_stood(view, cited),
        tried=tried,
        span=span,
        spans=SPAN_WORDS,
        today=today,
        statement_words=STATEMENT_WORDS,
        implementations=tuple(Implementation),
        signals=[(signal, printed(signal.when)) for signal in one.signals],
    )


def _asked(visit: Visit, name: str) -> Recommendation:
    found = visit.office.guide.recommendation(name)
    if found is None:
        raise HTTPException(404)
    return found


def _ladder(visit: Visit, one: Recommendation) -> Ladder:
    return visit.office.ladders.get(one.ladder) or Ladder(id=one.ladder, rungs=())


def _file(name: str) -> str:
    """A name that a header and a disk can hold; ids of registers are plain as a rule."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name)


# -- what was sent ---------------------------------------------------------------------------------


def _claim(sent: Form) -> Claim:
    """Raises BadAnswer."""
    given = sent.one("implementation")
    if given not in tuple(Implementation):
        raise BadAnswer("choose how far the clause is carried out")
    return Claim(
        clause=sent.one("clause"),
        implementation=Implementation(given),
        rung=sent.one("rung") or None,
        flags=_numbers(sent.one("flags")),
        note=sent.one("note"),
    )


def _numbers(text: str) -> tuple[int, ...]:
    if len(text) > _NUMBERS_AT_MOST:
        raise BadAnswer("more flags are cited than a status can hold")
    parts = text.replace(",", " ").replace(";", " ").split()
    return tuple(_number(part, f"{part[:20]!r} is no number of a flag") for part in parts)


def _number(text: str, fault: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadAnswer(fault)
    return int(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# -- what is shown ---------------------------------------------------------------------------------


def _history(view: RecommendationView) -> dict[str, tuple[Status, ...]]:
    """The statuses of each clause before the one that stands, newest first."""
    clauses = [clause for clause, _ in view.progress.recommendation.clauses]
    return {clause: tuple(s for s in view.statuses if s.clause == clause)[1:] for clause in clauses}


def _stood(view: RecommendationView, cited: date | None) -> dict[str, Status]:
    """How each clause stood at the end of a day; {} without one."""
    if cited is None:
        return {}
    before = (one for one in reversed(view.statuses) if one.at.date() <= cited)
    return {clause: status for (_, clause), status in standing_statuses(before).items()}


def _charts(visit: Visit, view: RecommendationView) -> dict[str, Markup]:
    """One for each width of window."""
    one = view.progress.recommendation
    lanes = [ChartLane(label=lane.label, bars=lane.bars) for lane in view.lanes]
    return {
        name: drawing(
            timeline(
                lanes,
                lines=_lines(visit, view),
                marks=_marks(view),
                width=width,
                name=f"timeline-{name}",
                title=f"What was told of {one.id}, by kind of source",
            )
        )
        for name, width in (("broad", WIDE), ("narrow", NARROW))
    }


def _lines(visit: Visit, view: RecommendationView) -> list[Moment]:
    """The day of the report and, of a demand that is not open, the day of its end."""
    life = view.progress.recommendation.life
    days = [(visit.office.guide.register.published, "report")]
    if life.on is not None and life.state is not LifeState.OPEN:
        days.append((life.on, life.state.value))
    found = ((_at(day, view.periods), label) for day, label in days)
    return [Moment(at=at, label=label) for at, label in found if at is not None]


def _marks(view: RecommendationView) -> list[Moment]:
    found = ((_at(s.at.date(), view.periods), s) for s in reversed(view.statuses))
    return [
        Moment(at=at, label=f"{s.at:%Y-%m-%d}: {s.clause} {s.implementation.value}")
        for at, s in found
        if at is not None
    ]


def _at(day: date, of: tuple[Period, ...]) -> float | None:
    """Where a day lies, in periods from the first; None: outside of all."""
    index = place(day, of)
    if index is None:
        return None
    period = of[index]
    return index + (day - period.first).days / ((period.last - period.first).days + 1)
