"""Flags as CSV, for spreadsheets: a row a flag, written as they come. Pure.

A cell that a spreadsheet could take for a formula gets an apostrophe in front, and so does one that
begins with an apostrophe: who takes one leading apostrophe away has every cell as it was, but for
letters that nobody sees, which are left out (`monitor.printable`).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from io import StringIO

from monitor.flagviews import Guide, standing_answer, telling_matches
from monitor.printable import printable
from rules.records import Match
from storage.queue import ListedFlag

BOM = "\ufeff"  # by which old spreadsheets know that it is UTF-8
GUARD = "'"
# What a spreadsheet may begin a formula with, also in full width.
_RISKY = (*"=+-@|%＝＋－＠", GUARD)

COLUMNS = (
    *("flag", "recommendation", "lane", "direction", "state", "title", "language", "source"),
    *("published", "address", "fetched_at", "clauses", "evidence", "evidence_at", "document"),
    *("raised_at", "answer", "note", "answered_at", "answered_by"),
)


class Reviewers(StrEnum):
    """Who answered, in a list that leaves the house. PSEUDONYMS hold within one list only."""

    NAMES = "names"
    PSEUDONYMS = "pseudonyms"
    NONE = "none"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    # Blanks, tabs and breaks before it: some programs cut them off first.
    return GUARD + cell if cell.lstrip().startswith(_RISKY) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell.removeprefix(GUARD)


def sheet_lines(
    flags: Iterable[ListedFlag], guide: Guide, reviewers: Reviewers, *, bom: bool = False
) -> Iterator[str]:
    """The lines of the file, each with its end, the names of the columns first."""
    called = _caller(reviewers)
    yield (BOM if bom else "") + _line(COLUMNS)
    for listed in flags:
        yield _line([*_told(listed, guide), *_answered(listed, called)])


def _told(listed: ListedFlag, guide: Guide) -> Iterator[str]:
    flag, source = listed.flag, guide.sources.get(listed.source_id)
    matches = telling_matches(flag, listed.matches)
    recommendation = guide.recommendation(flag.recommendation)
    clauses = dict(recommendation.clauses) if recommendation else {}
    yield from (str(flag.number), flag.recommendation, flag.lane.value, flag.heading.value)
    yield from (flag.state.value, listed.title, listed.language)
    yield source.name if source else listed.source_id
    yield from (str(listed.published or ""), listed.address, _moment(listed.fetched_at))
    yield "; ".join(dict.fromkeys(clauses.get(m.clause, m.clause) for m in matches))
    yield " … ".join(dict.fromkeys(one.quote for m in matches for one in m.evidence))
    yield "; ".join(_places(matches))
    yield from (flag.document_id, _moment(flag.raised_at))


def _places(matches: Iterable[Match]) -> Iterable[str]:
    places = (f"{e.field} {e.start}-{e.end}" for match in matches for e in match.evidence)
    return dict.fromkeys(places)


def _answered(listed: ListedFlag, called: Callable[[str], str]) -> Iterator[str]:
    standing = standing_answer(listed.reviews)
    if standing is None:
        yield from ("", "", "", "")
        return
    yield from (standing.answer.value, standing.note, _moment(standing.at))
    yield called(standing.reviewer)


def _caller(reviewers: Reviewers) -> Callable[[str], str]:
    known: dict[str, str] = {}
    if reviewers is Reviewers.NAMES:
        return str
    if reviewers is Reviewers.NONE:
        return lambda _: ""
    return lambda name: known.setdefault(name, f"reviewer {len(known) + 1}")


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _line(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow([guarded(printable(cell)) for cell in cells])
    return line.getvalue()
