"""Waiting flags as one self-contained HTML file, to be answered away from the server.

Nothing in it is loaded from anywhere: style and script lie inside, and its policy lets only these
two act, by their hashes. The script reads the answers and saves them as the sheet of
`monitor.away.sheet`; it sends nothing.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from monitor.answering import write_version
from monitor.away.sheet import HEADER
from monitor.flagviews import ANSWER_WORDS, HEADING_WORDS, FlagView, Guide, view_flag
from monitor.printable import printable, printable_lines, web_address
from monitor.secondreading import NOBODY, visible_version
from monitor.templating import templates_in
from storage.contract import Store
from storage.records import Flag

TEMPLATES = Path(__file__).parent / "templates"
TEXT_AT_MOST = 30_000  # characters of a document that travel
FLAGS_AT_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayFlag:
    """A flag as it travels. version: what the reader sees of it; text: of its document, bounded."""

    view: FlagView
    version: str
    text: str
    is_cut: bool
    address: str


def away_flags(
    store: Store,
    guide: Guide,
    flags: Sequence[Flag],
    *,
    reader: str = NOBODY,
    names: Mapping[str, str] = MappingProxyType({}),
    text_at_most: int = TEXT_AT_MOST,
) -> tuple[AwayFlag, ...]:
    """These flags with all that this person needs, and may see. Raises DocumentMissing.

    names: what people are called in it, where that is not their names.
    """
    views = (view_flag(store, guide, flag, reader=reader, names=names) for flag in flags)
    return tuple(_away(store, view, reader, text_at_most) for view in views)


def _away(store: Store, view: FlagView, reader: str, text_at_most: int) -> AwayFlag:
    document = view.document.document
    return AwayFlag(
        view=view,
        version=write_version(visible_version(store, view.flag.number, reader)),
        text=printable_lines(document.text[:text_at_most]),
        is_cut=len(document.text) > text_at_most,
        address=web_address(document.url or view.document.url),
    )


def make_page(
    flags: Sequence[AwayFlag], *, title: str, made_at: datetime, names: bool, beyond: int = 0
) -> str:
    """The page. names: whether it may name the people who answered before.

    beyond: how many more wait that found no room.
    """
    style, script = _read("queue.css"), _read("queue.js")
    templates = templates_in(TEMPLATES)
    templates.filters["printable"] = printable
    return str(
        templates.get_template("queue.html.j2").render(
            flags=flags,
            title=title,
            made_at=made_at,
            names=names,
            beyond=beyond,
            answers=ANSWER_WORDS,
            headings=HEADING_WORDS,
            header=HEADER,
            style=style,
            script=script,
            policy=_policy(style, script),
        )
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_source_hash(style)}'; script-src "
        f"'{_source_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
