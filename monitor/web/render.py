"""Templates into pages. Everything is escaped; words of others go through `printable` first."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from monitor.charts.sparkline import percent
from monitor.flagviews import ANSWER_WORDS, HEADING_WORDS, TIER_WORDS
from monitor.printable import printable, printable_lines, shortened, web_address
from monitor.statuses import IMPLEMENTATION_WORDS
from monitor.templating import templates_in
from monitor.web.visit import Visit

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
_KEYS = ("1 p", "2 r", "3 n", "4 x", "5")
ANSWERS = tuple(
    (answer.value, words, key)
    for (answer, words), key in zip(ANSWER_WORDS.items(), _KEYS, strict=True)
)
SAID: Mapping[str, str] = {value: words for value, words, _ in ANSWERS} | {"undo": "Taken back"}
# A shape beside the words, for whoever tells no colours apart; in the order of climbing.
_SHAPES = ("○", "◔", "◑", "●", "▼", "?")
IMPLEMENTATIONS: Mapping[str, tuple[str, str]] = {
    one.value: (shape, words)
    for (one, words), shape in zip(IMPLEMENTATION_WORDS.items(), _SHAPES, strict=True)
}
LANES = {"happened": "Happened", "coming": "Coming", "backlog": "Backlog"}


def page(
    visit: Visit, template: str, *, title: str, status: int = 200, **given: Any
) -> HTMLResponse:
    """A page for this visit."""
    text = _environment().get_template(template).render(visit=visit, title=title, **given)
    return HTMLResponse(text, status_code=status)


def drawing(picture: str) -> Markup:
    """A chart of ours as it stands in a page."""
    return Markup(picture)  # noqa: S704 - monitor/charts makes it by a serialiser, which escapes


def to(address: str) -> RedirectResponse:
    """Go on there, by GET."""
    return RedirectResponse(address, status_code=303)


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    environment = templates_in(TEMPLATES)
    environment.filters |= {
        "printable": printable,
        "printable_lines": printable_lines,
        "shortened": shortened,
        "web_address": web_address,
    }
    environment.globals |= {
        "ANSWERS": ANSWERS,
        "ANSWER_WORDS": SAID,
        "HEADINGS": HEADING_WORDS,
        "IMPLEMENTATIONS": IMPLEMENTATIONS,
        "LANES": LANES,
        "TIERS": {tier.value: words for tier, words in TIER_WORDS.items()},
        "percent": percent,
    }
    return environment
