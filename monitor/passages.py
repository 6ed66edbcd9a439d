"""Evidence in its context: the sentence that holds it and one on each side.

The words of evidence are marked where they stand. Offsets are those of the document; what is
shown is made printable piece by piece, so that no mark slips.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from monitor.printable import CUT, printable, printable_lines
from rules.records import Document, Evidence, Field, Match

# A wrong cut at an abbreviation only makes a passage shorter: its words are cut nowhere.
_SENTENCE_END = re.compile(r"(?:[.!?…]+[\"'»”)\]]*\s+)|\n")
_REACH = 300  # characters looked at on each side of the evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part of a passage. part: what the words stand for ("@ratify"); None: plain text."""

    text: str
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a field with its evidence marked, fit to be shown.

    cut_before, cut_after: whether the field goes on there.
    """

    field: Field
    pieces: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool

    @property
    def text(self) -> str:
        """The passage without marks."""
        before, after = CUT * self.cut_before, CUT * self.cut_after
        return before + "".join(piece.text for piece in self.pieces) + after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    field: Field
    start: int
    end: int
    marks: tuple[Evidence, ...]


def passages(document: Document, matches: Iterable[Match]) -> tuple[Passage, ...]:
    """The passages that hold the matches' evidence, title first; overlapping ones are one.

    Where the title alone holds it, what the text begins with comes along, without a mark.
    """
    spans = [_span(document, one) for match in matches for one in match.evidence]
    if spans and all(span.field == "title" for span in spans) and document.text.strip():
        spans.append(_opening(document.text))
    spans.sort(key=lambda span: (span.field == "text", span.start, span.end))
    return tuple(_passage(document, span) for span in _joined(spans))


def whole(document: Document, matches: Iterable[Match], limit: int) -> tuple[Passage, ...]:
    """Title and text as they are, lines kept, with all evidence marked; so many letters of each."""
    marks = tuple(one for match in matches for one in match.evidence)
    fields: tuple[Field, Field] = ("title", "text")
    return tuple(
        _passage(
            document,
            _Span(
                field=name,
                start=0,
                end=min(limit, len(_field(document, name))),
                marks=tuple(m for m in marks if m.field == name and m.end <= limit),
            ),
            printable_lines,
        )
        for name in fields
        if _field(document, name)
    )


def _span(document: Document, evidence: Evidence) -> _Span:
    text = _field(document, evidence.field)
    start, end = _around(text, evidence.start, evidence.end)
    return _Span(field=evidence.field, start=start, end=end, marks=(evidence,))


def _opening(text: str) -> _Span:
    start = len(text) - len(text.lstrip())
    return _Span(field="text", start=start, end=_end_after(text, start), marks=())


def _field(document: Document, name: Field) -> str:
    return document.title if name == "title" else document.text


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences next to [start:end], no paragraph's border crossed."""
    low = max(0, start - _REACH)
    paragraph = text.rfind("\n", low, start) + 1
    floor = paragraph or _next_blank(text, low, start)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, floor, start)]
    # The last end before the evidence begins its own sentence; the one before it, its neighbour.
    begin = ends[-2] if len(ends) > 1 else floor
    return begin, _end_after(text, end)


def _next_blank(text: str, low: int, start: int) -> int:
    blank = text.find(" ", low, start) if low else -1
    return blank + 1 if blank >= 0 else low


def _end_after(text: str, end: int) -> int:
    high = min(len(text), end + _REACH)
    paragraph = text.find("\n", end, high)
    ceiling = paragraph if paragraph >= 0 else high
    ends = [m.start() + len(m.group().rstrip()) for m in _SENTENCE_END.finditer(text, end, ceiling)]
    if len(ends) > 1:
        return ends[1]
    if paragraph >= 0 or high == len(text):
        return ceiling
    blank = text.rfind(" ", end, high)
    return blank if blank >= end else high


def _joined(spans: Sequence[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is None or last.field != span.field or span.start > last.end:
            joined.append(span)
            continue
        joined[-1] = _Span(
            field=span.field,
            start=last.start,
            end=max(last.end, span.end),
            marks=last.marks + span.marks,
        )
    return joined


def _passage(document: Document, span: _Span, shown: Callable[[str], str] = printable) -> Passage:
    text = _field(document, span.field)
    pieces: list[Piece] = []
    at = span.start
    for mark in sorted(set(span.marks), key=lambda e: (e.start, -e.end)):
        if mark.start < at:  # inside or across a longer mark: its words are marked already
            continue
        pieces += _plain(text[at : mark.start], shown)
        pieces.append(Piece(text=shown(text[mark.start : mark.end]), part=mark.part))
        at = mark.end
    pieces += _plain(text[at : span.end], shown)
    return Passage(
        field=span.field,
        pieces=tuple(pieces),
        cut_before=bool(text[: span.start].strip()),
        cut_after=bool(text[span.end :].strip()),
    )


def _plain(text: str, shown: Callable[[str], str]) -> list[Piece]:
    return [Piece(text=shown(text))] if text else []
