"""A flag on a terminal, in a row of a list, and as JSON."""

from typing import Any

from rich.text import Text

from monitor.cli.output import data, shown
from monitor.cli.pageview import turn_as_json, turn_lines
from monitor.flagviews import FlagView
from monitor.lines import match_as_json
from monitor.passages import Passage
from monitor.printable import shortened
from storage.records import Lane, StoredDocument

HEADERS = ("flag", "state", "lane", "possible", "recommendation", "date", "source", "title")
_PASSAGES_AT_MOST = 8
_OTHERS_AT_MOST = 12
_TURNS_AT_MOST = 3


def row(view: FlagView) -> tuple[str, ...]:
    """The cells of a list, under HEADERS."""
    flag = view.flag
    return (
        str(flag.number),
        flag.state.value,
        flag.lane.value,
        flag.heading.value,
        flag.recommendation,
        _day(view.document),
        f"{view.source_name} ({view.tier})",
        shortened(view.document.document.title, 100),
    )


def print_flag(view: FlagView) -> None:
    """Everything needed to answer, from the demand down to the history."""
    out = data()
    for line in _head(view) + _body(view) + _tail(view):
        out.print(line)


def _head(view: FlagView) -> list[Text]:
    flag, document = view.flag, view.document.document
    planned = ", planned" if flag.lane is Lane.COMING else ""
    asks = view.recommendation.asks if view.recommendation else "(no longer in the register)"
    return [
        shown(
            f"Flag {flag.number}: possible {flag.heading.value}{planned} ({flag.state.value}, "
            f"{flag.lane.value})",
            style="bold",
        ),
        shown(f"{flag.recommendation}: {asks}"),
        Text(),
        shown(document.title or "(no title)", style="bold"),
        shown(f"{view.source_name} ({view.tier}), {_day(view.document)}, {document.language}"),
        shown(document.url or view.document.url),
    ]


def _body(view: FlagView) -> list[Text]:
    lines: list[Text] = []
    for passage in view.passages[:_PASSAGES_AT_MOST]:
        lines += [Text(), marked(passage)]
    hidden = len(view.passages) - _PASSAGES_AT_MOST
    if hidden > 0:
        lines.append(shown(f"and {hidden} more passages"))
    lines.append(Text())
    lines += [shown(f"  {words} = {gloss}", style="dim") for words, gloss in view.glosses]
    return lines


def marked(passage: Passage) -> Text:
    """A passage; the words that counted stand in brackets and, where possible, in bold."""
    text = Text("…" if passage.cut_before else "")
    for piece in passage.pieces:
        if piece.part is None:
            text.append(piece.text)
        else:
            text.append(f"[{piece.text}]", style="bold yellow")
    return text.append("…" if passage.cut_after else "")


def _tail(view: FlagView) -> list[Text]:
    lines = [shown(f"Why: {sentence}") for sentence in view.why]
    lines.append(shown(f"Raised: {view.flag.reason}"))
    if view.turns:
        lines += [Text(), shown("On this page, newest first:")]
    for turn in view.turns[:_TURNS_AT_MOST]:
        lines += turn_lines(turn)
    if view.others:
        lines += [Text(), shown(f"Same story, {len(view.others)} more:")]
        lines += [_other(document) for document in view.others[:_OTHERS_AT_MOST]]
    lines += [Text(), shown("History:")]
    for line in view.history:
        note = f": {line.note}" if line.note else ""
        lines.append(shown(f"  {line.at:%Y-%m-%d %H:%M} UTC, {line.who}, {line.what}{note}"))
    return lines


def _other(stored: StoredDocument) -> Text:
    title = shortened(stored.document.title, 100)
    return shown(f"  {_day(stored)} {stored.source_id}: {title} {stored.url}")


def _day(stored: StoredDocument) -> str:
    published = stored.document.published
    return published.isoformat() if published else "date unknown"


def flag_as_json(view: FlagView) -> dict[str, Any]:
    """A flag for programs: the document's text as it is, evidence with exact offsets."""
    flag, document = view.flag, view.document.document
    return {
        "flag": flag.number,
        "state": flag.state.value,
        "lane": flag.lane.value,
        "heading": flag.heading.value,
        "recommendation": flag.recommendation,
        "reason": flag.reason,
        "raised_at": flag.raised_at.isoformat(),
        "document": {
            "id": document.id,
            "title": document.title,
            "url": document.url or view.document.url,
            "language": document.language,
            "published": document.published.isoformat() if document.published else None,
            "source": view.document.source_id,
            "tier": view.tier,
        },
        "matches": [match_as_json(match) for match in view.matches],
        "why": list(view.why),
        "glosses": dict(view.glosses),
        "answer": view.standing.answer.value if view.standing else None,
        "others": [other.url for other in view.others],
        "turns": [turn_as_json(turn) for turn in view.turns],
        "history": [
            {"at": line.at.isoformat(), "who": line.who, "what": line.what, "note": line.note}
            for line in view.history
        ],
    }
