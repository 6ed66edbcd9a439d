"""The board: where every recommendation stands, as people set it, and what waits beside it."""

from functools import lru_cache

from fastapi import APIRouter, Response
from markupsafe import Markup

from monitor.board import Board, Group, Row
from monitor.charts.bars import Bar
from monitor.charts.sparkline import sparkline
from monitor.periods import SPAN_WORDS, Span
from monitor.web.render import drawing, page
from monitor.web.visit import Reader

router = APIRouter()


@router.get("/board")
def show(visit: Reader, years: str = "") -> Response:
    """Every recommendation. years: how far back the charts look; two unless it is known."""
    office, span = visit.office, read_span(years, Span.TWO_YEARS)
    today = office.clock.now().date()
    found = office.board.read(span, today)
    return page(
        visit,
        "board.html.j2",
        title="Board",
        board=found,
        charts={
            (group.addressee, row.recommendation.id): _chart(group, row)
            for group in found.groups
            for row in group.rows
        },
        span=span,
        spans=SPAN_WORDS,
        watched=_watched(found),
        today=today,
    )


def read_span(text: str, default: Span) -> Span:
    """The span that an address names; the default where it names none that is known."""
    return Span(text) if text in tuple(Span) else default


def _chart(group: Group, row: Row) -> Markup:
    return _drawn(row.bars, f"{group.addressee}-{row.recommendation.id}", row.recommendation.id)


# Drawing takes longer than all else of the page; the same bars give the same chart.
@lru_cache(maxsize=256)
def _drawn(bars: tuple[Bar, ...], name: str, recommendation: str) -> Markup:
    return drawing(sparkline(bars, name=f"spark-{name}", title=f"Flags of {recommendation}"))


def _watched(board: Board) -> tuple[int, int]:
    """So many nights of so many days that are over."""
    return sum(c.nights for c in board.covers), sum(c.days for c in board.covers)
