"""What a search found, fit to be shown: the words looked for marked in title and text. Pure.

document, terms ─► runs of words ─► marks in the title, and in the first stretch that has any
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from monitor.passages import Piece
from monitor.printable import CUT, printable
from rules.records import Document
from rules.searching import Place, Term, runs_of, word_places

_REACH = 140  # characters shown on each side of the first mark
_TITLE_AT_MOST = 300
_MARKS_AT_MOST = 40  # of each term
FOUND = "found"  # the part of a piece that was looked for

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Title and a stretch of the text, in pieces; those with a part were looked for."""

    title: tuple[Piece, ...]
    stretch: tuple[Piece, ...]


def show_finding(document: Document, terms: Iterable[Term]) -> Finding:
    """The document as a search shows it. Where no word stands in the text, it is its beginning."""
    places = word_places(document.title, document.text, document.language)
    marks = list(_marks(places, terms))
    in_title = sorted({span for is_title, span in marks if is_title})
    in_text = sorted({span for is_title, span in marks if not is_title})
    begin, end = _around(document.text, in_text[0] if in_text else (0, 0))
    return Finding(
        title=tuple(_pieces(document.title, 0, min(len(document.title), _TITLE_AT_MOST), in_title)),
        stretch=tuple(_pieces(document.text, begin, end, in_text)),
    )


def _marks(places: Sequence[Place], terms: Iterable[Term]) -> Iterator[tuple[bool, Span]]:
    words = tuple(place.word for place in places)
    for term in terms:
        for start, end in islice(runs_of(term, words), _MARKS_AT_MOST):
            first, last = places[start], places[end - 1]
            yield first.in_title, (first.start, last.end)


def _around(text: str, mark: Span) -> Span:
    """The stretch around a mark, from blank to blank, within one paragraph where it has one."""
    start, end = mark
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    if low:
        low = max(text.find(" ", low, start) + 1, low)
    if high < len(text):
        last = text.rfind(" ", end, high)
        high = last if last > 0 else high
    return low, high


def _pieces(text: str, begin: int, end: int, marks: Iterable[Span]) -> Iterator[Piece]:
    """[begin:end] cut at its marks; of marks that overlap the first stands."""
    if begin:
        yield Piece(text=CUT)
    done = begin
    for start, stop in marks:
        if start >= done and stop <= end:
            yield Piece(text=printable(text[done:start]))
            yield Piece(text=printable(text[start:stop]), part=FOUND)
            done = stop
    yield Piece(text=printable(text[done:end]))
    if end < len(text):
        yield Piece(text=CUT)
