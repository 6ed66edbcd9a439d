"""The text of a page whose file says where it lies: of watched pages and of articles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from monitor.extract.dates import parse_date
from monitor.extract.failures import LayoutChanged
from spiders.shapes import TextShape

PARAGRAPHS_AT_MOST = 5_000
PAGE_AT_MOST = 1_000_000  # characters; a version of the page is kept whole
DATED_WITHIN = 4_000  # characters from the beginning of the text
_KEY = 12
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line of text. key: made of its words, so that it stays while they do."""

    key: str
    text: str


def cut_text(text: str, shape: TextShape) -> str:
    """What lies between the lines that the shape names. Raises LayoutChanged where there is none.

    An end that is missing takes nothing away: the beginning shows that it is the page.
    """
    lines = text.split("\n")
    if shape.begins_after:
        lines = lines[_place(lines, shape.begins_after) + 1 :]
    if shape.ends_before:
        ends = (n for n, line in enumerate(lines) if shape.ends_before in line)
        lines = lines[: next(ends, len(lines))]
    found = "\n".join(line for line in lines if _WORD.search(line))
    if not found:
        raise LayoutChanged("nothing stands where its file says that the text lies")
    return found


def _place(lines: list[str], words: str) -> int:
    for number, line in enumerate(lines):
        if words in line:
            return number
    raise LayoutChanged(f'the page lacks the line "{words[:60]}", after which its text begins')


def day_by_shape(text: str, shape: TextShape, seen_on: date) -> date | None:
    """The day that the text states in the words of `dated_by`; None where it does not."""
    if not shape.dated_by:
        return None
    found = re.search(shape.dated_by, text[:DATED_WITHIN])
    return parse_date(found[0], seen_on) if found else None


def paragraphs(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """Keyed lines; of equal ones the second, third … is counted in its key."""
    seen: dict[str, int] = {}
    found: list[Paragraph] = []
    for line in lines:
        key = sha256(line.encode("utf-8", "replace")).hexdigest()[:_KEY]
        seen[key] = seen.get(key, 0) + 1
        count = f"-{seen[key]}" if seen[key] > 1 else ""
        found.append(Paragraph(key=f"p-{key}{count}", text=line))
    return tuple(found)
