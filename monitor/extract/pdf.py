"""The text of a PDF: lines joined to paragraphs, running heads and page numbers left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import pairwise
from statistics import median

from pypdf import PageObject, PdfReader

from monitor.extract.clean import clean, clean_line
from monitor.extract.dates import LINE_LENGTH, parse_date
from monitor.extract.failures import UnreadablePdf
from monitor.extract.title import TITLE_AT_MOST, without_title

PAGES_AT_MOST = 500
LETTERS_A_PAGE = 20  # fewer, and the pages are pictures of text
CHARACTERS_AT_MOST = 3_000_000
HEAD_LINES = 4
GAP = 1.3  # times the usual step from line to line: a new paragraph

_NO_TITLE = re.compile(r"(?i)^microsoft|^untitled|\.(?:docx?|rtf|odt|pdf|indd|pmd|tex)\b|^[\W\d]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_ENDS = re.compile(r"[.!?…:;»”\"]\W?$")
_NUMBER = re.compile(r"\d+")
_RUNNING = 2  # lines at either edge of a page in which running heads are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """What a file holds. title: "" where it has none.

    published: a day that stands in a line of its own near the head, or the file's own.
    """

    title: str
    text: str
    published: date | None


def is_pdf(data: bytes) -> bool:
    """By its mark, which servers are less often wrong about than about the type."""
    return b"%PDF-" in data[:1024] and not data.lstrip().startswith(b"<")


def read_pdf(data: bytes, seen_on: date) -> PdfText:
    """Raises UnreadablePdf with the reason. Needs a caller with a deadline and a memory limit."""
    try:
        reader = _opened(data)
        pages = _pages(reader)
        stated = reader.metadata
        title = str(stated.title or "") if stated else ""
        created = str(stated.get("/CreationDate") or "") if stated else ""
    except (UnreadablePdf, MemoryError):
        raise
    except Exception as cause:  # pypdf lets any error of a damaged file through
        raise UnreadablePdf("the PDF is damaged and cannot be read") from cause
    text = clean("\n".join(_paragraphs(_without_running_heads(pages))))
    if sum(map(str.isalpha, text)) < LETTERS_A_PAGE * len(pages):
        raise UnreadablePdf("the PDF holds pictures of its pages and no text")
    best = _title(title, text)
    return PdfText(
        title=best,
        text=without_title(text, best),
        published=_shown(text, seen_on) or _created(created, seen_on),
    )


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data), strict=False)
    # Many files only forbid printing: they open with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadablePdf("the PDF is encrypted and asks for a password")
    if not len(reader.pages):
        raise UnreadablePdf("the PDF is damaged: it holds no pages")
    if len(reader.pages) > PAGES_AT_MOST:
        raise UnreadablePdf(f"the PDF has {len(reader.pages)} pages, more than {PAGES_AT_MOST}")
    return reader


def _pages(reader: PdfReader) -> list[list[str]]:
    pages, size = [], 0
    for page in reader.pages:
        lines = _lines(page)
        size += sum(map(len, lines))
        if size > CHARACTERS_AT_MOST:
            raise UnreadablePdf(f"the PDF holds more than {CHARACTERS_AT_MOST:,} characters")
        pages.append(lines)
    return pages


def _lines(page: PageObject) -> list[str]:
    """The lines of a page, with an empty one wherever more than the usual space is left."""
    heights: list[float] = []
    words: list[str] = [""]

    def take(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                words.append("")
            if part.strip() and not words[-1]:
                heights.append(cm[3] * tm[5] + cm[5])
            words[-1] += part if part.strip() or words[-1] else ""

    page.extract_text(visitor_text=take)
    lines = [line for line in map(clean_line, words) if line]
    if not lines or len(lines) != len(heights):
        return lines
    return list(_spaced(lines, heights))


def _spaced(lines: Sequence[str], heights: Sequence[float]) -> Iterator[str]:
    steps = [above - below for above, below in pairwise(heights)]
    downward = sorted(step for step in steps if step > 1) or [0]
    usual = downward[len(downward) // 4]
    for line, step in zip(lines, (0, *steps), strict=True):
        if step > GAP * usual or step < -1:  # a new column starts higher up
            yield ""
        yield line


def _without_running_heads(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Leaves out edge lines that most pages share but for a number, and bare page numbers."""
    shapes = Counter(shape for page in pages for shape in {*map(_shape, _edges(page))})
    often = {shape for shape, times in shapes.items() if times >= 3 and times * 2 > len(pages)}
    for page in pages:
        edge = {*range(_RUNNING), *range(len(page) - _RUNNING, len(page))}
        yield [
            line
            for place, line in enumerate(page)
            if not (place in edge and line and (_shape(line) in often or _shape(line) == "#"))
        ]


def _edges(page: list[str]) -> list[str]:
    return [line for line in page[:_RUNNING] + page[-_RUNNING:] if line]


def _shape(line: str) -> str:
    return _NUMBER.sub("#", line).strip(" -–—.")


def _paragraphs(pages: Iterator[list[str]]) -> Iterator[str]:
    """A paragraph ends at a blank line, or at a short line that ends a sentence."""
    lines = [line for page in pages for line in page]
    usual = median([len(line) for line in lines if line] or [0])
    waiting = ""
    for line in lines:
        if line:
            waiting = _joined(waiting, line)
        if not line or (len(line) < 0.8 * usual and _ENDS.search(line)):
            yield waiting
            waiting = ""
    yield waiting


def _joined(before: str, line: str) -> str:
    """One line after another; a word that was divided at the line's end becomes whole."""
    if not before:
        return line
    if _HYPHEN.search(before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"


def _title(stated: str, text: str) -> str:
    title = clean_line(stated)
    if not title or _NO_TITLE.search(title):
        title = text.partition("\n")[0]
        if len(title) > 200 or _ENDS.search(title):  # a paragraph, no heading
            title = ""
    return title[:TITLE_AT_MOST]


def _shown(text: str, seen_on: date) -> date | None:
    lines = text.split("\n")[:HEAD_LINES]
    short = (line for line in lines if len(line) <= LINE_LENGTH)
    return next((day for line in short if (day := parse_date(line, seen_on))), None)


def _created(stated: str, seen_on: date) -> date | None:
    """From the form "D:20260719…"."""
    digits = stated.removeprefix("D:")[:8]
    return parse_date(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", seen_on)
