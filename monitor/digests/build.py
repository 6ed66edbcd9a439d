"""A letter from a digest's content: subject, text and HTML that say the same.

Everything in it was written by strangers or by rules; both are made printable and short before a
template sees them. A letter stays under 100 kB, for mail programs hide what lies behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from monitor.digests.content import DigestContent, Group, Trouble
from monitor.flagviews import FlagView
from monitor.passages import Passage, Piece
from monitor.printable import shortened, web_address
from monitor.templating import templates_in
from storage.records import Answer, Heading, Lane, Review

BYTES_AT_MOST = 100_000
SUBJECT_AT_MOST = 59
TITLE_AT_MOST, QUOTE_AT_MOST, WHY_AT_MOST, ASKS_AT_MOST = 160, 320, 420, 200
TROUBLES_AT_MOST = 10
# (groups a lane, items a group), tried in this order until the letter is short enough.
SHAPES = ((60, 5), (60, 3), (60, 1), (30, 1), (12, 1), (4, 1))
TEMPLATES = Path(__file__).parent / "templates"
ITEMS_AT_MOST = SHAPES[0][1]

_HEADING_WORDS = {
    Heading.REGRESSION: ("regression", "regressions"),
    Heading.MIXED: ("mixed", "mixed"),
    Heading.PROGRESS: ("progress", "progress"),
}
_ANSWER_WORDS = {
    Answer.PROGRESS: "progress",
    Answer.REGRESSION: "regression",
    Answer.NO_CHANGE: "no change",
    Answer.NOT_RELEVANT: "not relevant",
    Answer.UNSURE: "unsure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one subscriber is sent, the same twice: as text and as HTML."""

    subject: str
    text: str
    html: str

    @property
    def size(self) -> int:
        """Bytes on the way, about: both parts in base64, the dearest of their encodings."""
        parts = len(self.text.encode()) + len(self.html.encode())
        return parts * 4 // 3 + parts // 50 + 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One flag as a reader sees it. quote: pieces of the original, in `language`."""

    number: int
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
    templates = templates_in(TEMPLATES)
    letter = _render(content, SHAPES[0], templates)
    for shape in SHAPES[1:]:
        if letter.size < BYTES_AT_MOST:
            break
        letter = _render(content, shape, templates)
    return letter


def discreet(letter: Letter, content: DigestContent, *, link_only: bool) -> Letter:
    """The letter for somebody whose mail others may read: its subject tells counts alone.

    link_only: so does all the rest; neither country nor source nor any word that was found.
    """
    subject_line = f"Update ({content.count})"
    if not link_only:
        return replace(letter, subject=subject_line)
    words = f"{_many(content.count, 'item')} new. Look at them where you always do."
    template = templates_in(TEMPLATES).get_template("discreet.html.j2")
    html = template.render(title=subject_line, words=words)
    return Letter(subject=subject_line, text=f"{words}\n", html=_inlined(html))


def _render(content: DigestContent, shape: tuple[int, int], templates: Any) -> Letter:
    values = _values(content, shape)
    html = templates.get_template("letter.html.j2").render(values)
    return Letter(
        subject=subject(content),
        text=templates.get_template("letter.txt.j2").render(values),
        html=_inlined(html),
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
        "sections": [_section(*section, shape) for section in sections if section[2]],
        "troubles": [_trouble(each) for each in troubles[:TROUBLES_AT_MOST]],
        "more_troubles": max(0, len(troubles) - TROUBLES_AT_MOST),
    }


def _trouble(trouble: Trouble) -> str:
    since = f", well last on {spoken_day(trouble.last_good)}" if trouble.last_good else ""
    cure = f". What may help: {shortened(trouble.cure, 200)}" if trouble.cure else ""
    name, reason = shortened(trouble.name, 80), shortened(trouble.reason, 200)
    return f"{name} ({trouble.state.value}{since}): {reason}{cure}"


def _section(
    name: str, meaning: str, groups: Sequence[Group], shape: tuple[int, int]
) -> dict[str, Any]:
    most_groups, most_items = shape
    hidden = groups[most_groups:]
    return {
        "name": name,
        "meaning": meaning,
        "groups": [_group(group, most_items) for group in groups[:most_groups]],
        "more_groups": len(hidden),
        "more_flags": sum(group.count for group in hidden),
    }


def _group(group: Group, most_items: int) -> dict[str, Any]:
    shown = group.shown[:most_items]
    return {
        "recommendation": shortened(group.recommendation, 60),
        "asks": shortened(group.asks, ASKS_AT_MOST),
        "items": [_item(view) for view in shown],
        "more": group.count - len(shown),
    }


def _item(view: FlagView) -> Item:
    document = view.document.document
    day = spoken_day(view.published) if view.published else "date unknown"
    glosses = "; ".join(f"{shortened(w, 40)} = {shortened(g, 80)}" for w, g in view.glosses[:6])
    return Item(
        number=view.flag.number,
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
    word = _HEADING_WORDS[view.flag.heading][0]
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
    passage = next((p for p in found if p.field == "text"), found[0])
    left, pieces = QUOTE_AT_MOST, list[Piece]()
    for piece in passage.pieces:
        text = piece.text if len(piece.text) <= left else shortened(piece.text, max(left, 1))
        pieces.append(replace(piece, text=text))
        left -= len(text)
        if left <= 0:
            break
    return tuple(pieces)


def totals(content: DigestContent) -> str:
    """The first line: what was found, in how much, and what could not be read."""
    found = [_counted(heading, count) for heading, count in content.tally.items() if count]
    if content.coming_count:
        found.append(f"{content.coming_count} coming")
    coverage = content.coverage
    sentence = f"{', '.join(found) or 'nothing new'}, from {_many(coverage.sources, 'source')}"
    failed = f"; {_many(coverage.failed, 'source')} failed" if coverage.failed else ""
    return f"{sentence}; {_many(coverage.pages, 'page')} read{failed}."


def _counted(heading: Heading, count: int) -> str:
    if heading is Heading.MIXED:
        return f"{count} pointing both ways"
    return f"{count} possible {_HEADING_WORDS[heading][count != 1]}"


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'s' * (count != 1)}"


def subject(content: DigestContent) -> str:
    """Counts first, the date last; the country goes, then the parts, where room is short."""
    parts = [f"{n} {_HEADING_WORDS[h][n != 1]}" for h, n in content.tally.items() if n]
    parts += [f"{content.coming_count} coming"] * bool(content.coming_count)
    if not content.count:
        return f"Nothing new - {content.day.day} {content.day:%b}"
    head, end = f"{content.count} new", f"{content.day.day} {content.day:%b}"
    full = f"{head}: {', '.join(parts)}"
    country = shortened(content.register.country, 8)
    for candidate in (f"{full} - {country}, {end}", f"{full} - {end}"):
        if len(candidate) <= SUBJECT_AT_MOST:
            return candidate
    return f"{head} - {end}"


def spoken_day(day: date) -> str:
    """A date that no one reads the wrong way round."""
    return f"{day.day} {day:%b %Y}"


def _inlined(html: str) -> str:
    """The style sheet moved to where it applies; only rules for dark mode stay in one."""
    import css_inline

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
    return str(inliner.inline(html))
