"""A letter from a digest's content: subject, text and HTML that say the same.

Everything in it was written by strangers or by rules; both are made printable and short before a
template sees them. A letter stays under 100 kB, for mail programs hide what lies behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from monitor.digests.content import DigestContent, Group, ReviewFile, Ways
from monitor.digests.ways import Way, address_of, told_file, way_to, way_to_flag
from monitor.digests.words import (
    HEADING_WORDS,
    coverage_in_words,
    many,
    spoken_day,
    subject,
    totals,
    trouble_in_words,
)
from monitor.flagviews import FlagView
from monitor.passages import Passage, Piece
from monitor.printable import shortened, web_address
from monitor.templating import templates_in
from storage.records import Answer, Lane, Review

if TYPE_CHECKING:
    from jinja2 import Environment

BYTES_AT_MOST = 100_000
TITLE_AT_MOST, QUOTE_AT_MOST, WHY_AT_MOST, ASKS_AT_MOST = 160, 320, 420, 200
TROUBLES_AT_MOST = 10
# (groups a lane, items a group), tried in this order until the letter is short enough.
SHAPES = ((60, 5), (60, 3), (60, 1), (30, 1), (20, 1), (15, 1), (12, 1), (4, 1))
TEMPLATES = Path(__file__).parent / "templates"
ITEMS_AT_MOST = SHAPES[0][1]

_ANSWER_WORDS = {
    Answer.PROGRESS: "progress",
    Answer.REGRESSION: "regression",
    Answer.NO_CHANGE: "no change",
    Answer.NOT_RELEVANT: "not relevant",
    Answer.UNSURE: "unsure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one subscriber is sent, the same twice: as text and as HTML. file: comes with it."""

    subject: str
    text: str
    html: str
    file: ReviewFile | None = None

    @property
    def size(self) -> int:
        """Bytes on the way without the file, about: both parts in base64, the dearest way."""
        parts = len(self.text.encode()) + len(self.html.encode())
        return parts * 4 // 3 + parts // 50 + 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One flag as a reader sees it. quote: pieces of the original, in `language`."""

    answer: Way
    heading: str
    title: str
    origin: str
    url: str
    language: str
    quote: tuple[Piece, ...]
    glosses: str
    why: str
    review: str


def build_letter(content: DigestContent) -> Letter:
    """The fullest letter that stays under BYTES_AT_MOST. Pure but for reading the templates."""
    templates = _templates()
    letter = _render(content, SHAPES[0], templates)
    for shape in SHAPES[1:]:
        if letter.size < BYTES_AT_MOST:
            break
        letter = _render(content, shape, templates)
    return letter


def discreet(letter: Letter, content: DigestContent, *, link_only: bool) -> Letter:
    """The letter for somebody whose mail others may read: its subject tells counts alone.

    link_only: so does all the rest; neither country nor source nor any word that was found. No
    file comes with either.
    """
    subject_line = f"Update ({content.count})"
    if not link_only:
        return replace(letter, subject=subject_line, file=None)
    words = {
        "title": subject_line,
        "words": f"{many(content.count, 'item')} new.",
        "queue": address_of(content.ways, "/queue"),
        "end": content.ways.end,
    }
    templates = _templates()
    return Letter(
        subject=subject_line,
        text=templates.get_template("discreet.txt.j2").render(words),
        html=_inlined(templates.get_template("discreet.html.j2").render(words)),
    )


def _render(content: DigestContent, shape: tuple[int, int], templates: Any) -> Letter:
    values = _values(content, shape)
    html = templates.get_template("letter.html.j2").render(values)
    return Letter(
        subject=subject(content),
        text=templates.get_template("letter.txt.j2").render(values),
        html=_inlined(html),
        file=content.ways.file,
    )


def _values(content: DigestContent, shape: tuple[int, int]) -> dict[str, Any]:
    troubles = content.coverage.troubles
    sections = (
        ("Happened", "told as done", content.happened),
        ("Coming", "drafts, plans and scheduled acts", content.coming),
    )
    return {
        "title": subject(content),
        "register": shortened(content.register.title, TITLE_AT_MOST),
        "totals": totals(content),
        "reopened": content.reopened,
        "day": spoken_day(content.day),
        "sections": [_section(*section, shape, content.ways) for section in sections if section[2]],
        "ways": content.ways,
        "file": told_file(content.ways.file),
        "reopened_at": way_to(content.ways, "/queue", "recwatch review"),
        "rest_at": way_to(content.ways, "/queue", "recwatch review list"),
        "sources_at": "recwatch sources list",
        "wishes": address_of(content.ways, "/mine/letters"),
        "covered": coverage_in_words(content.coverage),
        "troubles": [trouble_in_words(each) for each in troubles[:TROUBLES_AT_MOST]],
        "more_troubles": max(0, len(troubles) - TROUBLES_AT_MOST),
    }


def _section(
    name: str, meaning: str, groups: Sequence[Group], shape: tuple[int, int], ways: Ways
) -> dict[str, Any]:
    most_groups, most_items = shape
    hidden = groups[most_groups:]
    return {
        "name": name,
        "meaning": meaning,
        "groups": [_group(group, most_items, ways) for group in groups[:most_groups]],
        "more_groups": len(hidden),
        "more_flags": sum(group.count for group in hidden),
    }


def _group(group: Group, most_items: int, ways: Ways) -> dict[str, Any]:
    shown = group.shown[:most_items]
    command = f"recwatch review list --recommendation {shortened(group.recommendation, 60)}"
    query = urlencode({"recommendation": group.recommendation, "state": "any"})
    return {
        "recommendation": shortened(group.recommendation, 60),
        "asks": shortened(group.asks, ASKS_AT_MOST),
        "items": [_item(view, ways) for view in shown],
        "more": group.count - len(shown),
        "more_at": way_to(ways, f"/queue?{query}", command),
    }


def _item(view: FlagView, ways: Ways) -> Item:
    document = view.document.document
    day = spoken_day(view.published) if view.published else "date unknown"
    glosses = "; ".join(f"{shortened(w, 40)} = {shortened(g, 80)}" for w, g in view.glosses[:6])
    return Item(
        answer=way_to_flag(ways, view.flag.number),
        heading=_possible(view),
        title=shortened(document.title, TITLE_AT_MOST) or "(no title)",
        origin=f"{shortened(view.source_name, 80)} ({view.tier}), {day}",
        url=web_address(document.url or view.document.url),
        language=document.language if document.language.isalpha() else "und",
        quote=_quote(view.passages),
        glosses=glosses,
        why=shortened(view.why[0], WHY_AT_MOST) if view.why else "",
        review=_reviewed(view.standing),
    )


def _possible(view: FlagView) -> str:
    """Never a verdict: what a machine found is possible until a person has said more."""
    word = HEADING_WORDS[view.flag.heading][0]
    kind = "progress and regression" if word == "mixed" else word
    return f"possible {kind}" + (", planned" if view.flag.lane is Lane.COMING else "")


def _reviewed(answer: Review | None) -> str:
    if answer is None:
        return "not yet reviewed"
    return f"{shortened(answer.reviewer, 80)} answered: {_ANSWER_WORDS[answer.answer]}"


def _quote(found: Sequence[Passage]) -> tuple[Piece, ...]:
    """The first passage of the text, or else of the title, cut where it grows too long."""
    if not found:
        return ()
    marked = [p for p in found if any(piece.part for piece in p.pieces)]
    passage = next((p for p in marked if p.field == "text"), found[0])
    left, pieces = QUOTE_AT_MOST, list[Piece]()
    for piece in passage.pieces:
        text = piece.text if len(piece.text) <= left else shortened(piece.text, max(left, 1))
        pieces.append(replace(piece, text=text))
        left -= len(text)
        if left <= 0:
            break
    return tuple(pieces)


@lru_cache(maxsize=1)
def _templates() -> "Environment":
    return templates_in(TEMPLATES)  # once for the letters of a night


def _inlined(html: str) -> str:
    """The style sheet moved to where it applies; only rules for dark mode stay in one."""
    import css_inline

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
    return str(inliner.inline(html))
