"""A watched page on a terminal: its versions, and the words that changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from monitor.cli.output import data, shown
from monitor.differences import Came, Difference
from monitor.pagehistory import Turn, wording
from monitor.passages import Piece
from monitor.printable import shortened
from storage.records import PageVersion

HEADERS = ("page", "source", "versions", "since", "title")
_LINE_AT_MOST = 600  # characters of a passage that came or went
_SAID_AT_MOST, _SAID_WORDS = 12, 160  # passages of a first version, and characters of each
_LINES_AT_MOST = 40  # differences of one version; the rest is counted


def row(newest: PageVersion) -> tuple[str, ...]:
    """The cells of a list, under HEADERS."""
    since = f"{newest.seen_at:%Y-%m-%d}"
    title = shortened(newest.title, 100)
    return (newest.url, newest.source_id, str(newest.number), since, title)


def print_turns(found: Sequence[Turn]) -> None:
    """All versions of one page, under its address."""
    out = data()
    out.print(shown(found[0].version.url, style="bold"))
    for turn in found:
        for line in turn_lines(turn):
            out.print(line)


def turn_lines(turn: Turn) -> list[Text]:
    """One version: when it was first seen, and what it changed."""
    version = turn.version
    when = f"{version.seen_at:%Y-%m-%d %H:%M} UTC"
    lines = [shown(f"Version {version.number}, first seen {when} (page {version.page_id})")]
    if turn.changed is None:
        began = "the watch began" if version.number == 1 else "its file reads it in another way now"
        lines.append(shown(f"  {began}: {len(version.passages)} rows or paragraphs"))
        said = version.passages[:_SAID_AT_MOST]
        return lines + [shown(f"    {shortened(p.text, _SAID_WORDS)}") for p in said]
    for difference in turn.changed[:_LINES_AT_MOST]:
        lines += difference_lines(difference)
    hidden = len(turn.changed) - _LINES_AT_MOST
    if hidden > 0:
        lines.append(shown(f"  and {hidden} more changes"))
    return lines


def difference_lines(difference: Difference) -> list[Text]:
    """A passage that came, went or changed; the words that differ stand in brackets."""
    if difference.what is Came.CHANGED:
        was, now = wording(difference.before, difference.after)
        return [_marked("  was: ", was), _marked("  now: ", now)]
    text = difference.after if difference.what is Came.CAME else difference.before
    return [shown(f"  {difference.what.value}: {shortened(text, _LINE_AT_MOST)}")]


def _marked(label: str, pieces: Iterable[Piece]) -> Text:
    text = Text(label)
    words = [f"[{piece.text}]" if piece.part else piece.text for piece in pieces]
    return text.append(" ".join(words))


def page_as_json(version: PageVersion) -> dict[str, Any]:
    """A version for programs."""
    return {
        "url": version.url,
        "source": version.source_id,
        "version": version.number,
        "title": version.title,
        "seen_at": version.seen_at.isoformat(),
        "page": version.page_id,
        "run": version.run_id,
        "text_sha256": version.text_sha256,
        "passages": len(version.passages),
    }


def turn_as_json(turn: Turn) -> dict[str, Any]:
    """A version with what it changed; null where it can't be compared."""
    changed = turn.changed
    differences = (
        None
        if changed is None
        else [
            {"what": d.what.value, "key": d.key, "before": d.before, "after": d.after}
            for d in changed
        ]
    )
    return page_as_json(turn.version) | {"changed": differences}
