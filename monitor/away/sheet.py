"""The answer sheet: CSV that a self-contained page saves, and what becomes of it.

    flag,version,answer,note ─► rows ─► kept | given already | conflict | refused

`version` says what the reader saw of a flag; where somebody answered it or a run reopened it since,
the row is a conflict and both are shown: nothing is overwritten, nothing lost.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from monitor.answering import EditorNeeded, answer_seen, write_version
from monitor.contracts import Clock
from monitor.flagviews import standing_answer
from monitor.notes import BadAnswer
from monitor.secondreading import visible_reviews, visible_version
from storage.contract import Store, UnknownFlag
from storage.queue import FlagVersion, Outdated
from storage.records import Answer, Flag, Review

HEADER = ("flag", "version", "answer", "note")
SHEET_AT_MOST = 4 * 2**20  # characters
ANSWERS = {answer.value: answer for answer in Answer if answer is not Answer.UNDO}
# What a spreadsheet would take for a formula; such cells are written behind an apostrophe.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One answer of a sheet. line: its row, from 1; the head is the first."""

    line: int
    flag: int
    version: str
    answer: Answer
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that can't be taken. line: from 1; 0: the sheet as a whole."""

    line: int
    says: str


class Fate(StrEnum):
    """What became of a row."""

    KEPT = "kept"
    SAME = "given already"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A row and its fate. theirs: the answer that stands, in a conflict; says: why, in words."""

    row: SheetRow
    fate: Fate
    theirs: Review | None = None
    says: str = ""


# -- reading ---------------------------------------------------------------------------------------
def read_sheet(text: str) -> tuple[tuple[SheetRow, ...], tuple[BadRow, ...]]:
    """The rows of a sheet, and those that are none. Rows without an answer are passed over."""
    if len(text) > SHEET_AT_MOST:
        return (), (BadRow(line=0, says=f"the sheet is longer than {SHEET_AT_MOST} characters"),)
    found = tuple(_read(text.removeprefix("\ufeff")))
    rows = tuple(one for one in found if isinstance(one, SheetRow))
    return rows, tuple(one for one in found if isinstance(one, BadRow))


def _read(text: str) -> Iterator[SheetRow | BadRow]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        head = tuple(cell.strip().lower() for cell in next(reader, ()))
        if head[: len(HEADER)] != HEADER:
            yield BadRow(line=1, says=f"the first line must be: {','.join(HEADER)}")
            return
        yield from _rows(reader.line_num, reader)
    except csv.Error as error:
        yield BadRow(line=reader.line_num, says=f"not a CSV line: {error}")


def _rows(before: int, lines: Iterable[list[str]]) -> Iterator[SheetRow | BadRow]:
    """The rows behind the head; of two on one flag the first counts."""
    seen: set[int] = set()
    for line, cells in enumerate(lines, before + 1):
        row = _row(line, cells) if cells else None
        if isinstance(row, SheetRow) and row.flag in seen:
            row = BadRow(line=line, says=f"flag {row.flag} stands above already")
        if isinstance(row, SheetRow):
            seen.add(row.flag)
        if row is not None:
            yield row


def _row(line: int, cells: Sequence[str]) -> SheetRow | BadRow | None:
    """The answer in a row's cells; None where nothing was answered."""
    if len(cells) < len(HEADER):
        return BadRow(line=line, says=f"{len(cells)} cells instead of {len(HEADER)}")
    number, version, word, note = (_plain(cell) for cell in cells[: len(HEADER)])
    if not word.strip():
        return None
    answer = ANSWERS.get(word.strip().lower())
    if answer is None:
        return BadRow(line=line, says=f"{word!r} is none of: {', '.join(ANSWERS)}")
    if not (number.strip().isascii() and number.strip().isdigit() and len(number.strip()) < 16):
        return BadRow(line=line, says=f"{number!r} is no flag's number")
    return SheetRow(line=line, flag=int(number), version=version.strip(), answer=answer, note=note)


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; `read_sheet` gives the text back."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


# -- taking in -------------------------------------------------------------------------------------
def take_in(
    store: Store, rows: Iterable[SheetRow], *, reviewer: str, clock: Clock, over: bool = False
) -> tuple[Taken, ...]:
    """Keep the answers of a sheet; taking it in again changes nothing.

    over: keep those in conflict, too. They are appended as every answer, so the others stay.
    """
    return tuple(_take(store, row, reviewer, clock, over) for row in rows)


def _take(store: Store, row: SheetRow, reviewer: str, clock: Clock, over: bool) -> Taken:
    who = " ".join(reviewer.split())
    try:
        flag, now = store.flag(row.flag), visible_version(store, row.flag, who)
    except UnknownFlag:
        return Taken(row=row, fate=Fate.REFUSED, says="there is no such flag here")
    theirs = standing_answer(visible_reviews(store, row.flag, who))
    if theirs is not None and _is_same(theirs, row, who):
        return Taken(row=row, fate=Fate.SAME)
    says = "" if over or write_version(now) == row.version else _conflict(flag, theirs, row)
    return (
        Taken(row=row, fate=Fate.CONFLICT, theirs=theirs, says=says)
        if says
        else _kept(store, row, now, theirs, reviewer=who, clock=clock, over=over)
    )


def _kept(
    store: Store,
    row: SheetRow,
    seen: FlagVersion,
    theirs: Review | None,
    *,
    reviewer: str,
    clock: Clock,
    over: bool,
) -> Taken:
    given = {"note": row.note, "reviewer": reviewer}
    try:
        answer_seen(store, row.flag, row.answer, seen=seen, clock=clock, settles=over, **given)
    except EditorNeeded:
        says = "two people have read it and differ: an editor settles it"
    except Outdated:
        says = "somebody is at it this moment: take the sheet in again"
    except BadAnswer as error:
        return Taken(row=row, fate=Fate.REFUSED, says=str(error))
    else:
        return Taken(row=row, fate=Fate.KEPT)
    return Taken(row=row, fate=Fate.CONFLICT, theirs=theirs, says=says)


def _is_same(theirs: Review, row: SheetRow, reviewer: str) -> bool:
    said = (theirs.answer, theirs.note, theirs.reviewer)
    return said == (row.answer, row.note.strip(), reviewer)


def _conflict(flag: Flag, theirs: Review | None, row: SheetRow) -> str:
    """Why a row that was given to an earlier version can't simply be kept; "" if it can."""
    if theirs is None:
        return f"it was raised again since, or an answer was taken back: {flag.reason}"
    if theirs.answer is row.answer:
        return ""  # a second person agrees
    return f"{theirs.reviewer} answered {theirs.answer.value} since"
