"""The board: where every recommendation stands, as people set it, and what waits beside it."""

from fastapi import APIRouter, Response
from markupsafe import Markup

from monitor.board import Board, Group, Row, read_board
from monitor.charts.sparkline import sparkline
from monitor.periods import SPAN_WORDS, Span
from monitor.web.render import page
from monitor.web.visit import Reader

router = APIRouter()


@router.get("/board")
def show(visit: Reader, years: str = "") -> Response:
    """Every recommendation. years: how far back the charts look; two unless it is known."""
    office, span = visit.office, read_span(years, Span.TWO_YEARS)
    today = office.clock.now().date()
    found = read_board(office.store, office.guide, span, today)
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
    # Our own serialiser escapes what it writes.
    return Markup(  # noqa: S704
        sparkline(
            row.bars,
            name=f"spark-{group.addressee}-{row.recommendation.id}",
            title=f"Flags of {row.recommendation.id}",
        )
    )


def _watched(board: Board) -> tuple[int, int]:
    """So many nights of so many days that are over."""
    return sum(c.nights for c in board.covers), sum(c.days for c in board.covers)
