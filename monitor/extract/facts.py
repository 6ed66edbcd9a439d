"""Tables of facts on status pages: a line for each act that a row records.

A cell is a day with a mark ("26 Aug 1998 a" is an accession), a bracketed day (the state has
withdrawn), or empty. A sentence that would need an empty or bracketed cell, or a mark that has no
word, is left out: it must never be read as a ratification.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from monitor.extract.clean import clean_line
from monitor.extract.dates import parse_date
from monitor.extract.failures import GarbledText, LayoutChanged
from spiders.shapes import StatusTable

ROWS_AT_MOST = 2000
LINE_AT_MOST = 5000  # characters

_ROWS = ("tr", "Row")
_CELLS = ("th", "td", "Entry")
_TITLES = ("Titlesect", ".treatyCenter", "h1", "title")
_FOOTNOTE = re.compile(r"<superscript>.*?</superscript>|\[\d+\]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_SAYS_NOTHING = re.compile(r"[\W_]*")
# Case matters: "a" is an accession, "A" an acceptance.
_MARKED_DAY = re.compile(
    r"(?P<day>\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4})\s?\(?(?P<mark>AA|A|a|d|c|P|S)?\)?(?:\s\d{1,2})?"
)
_MARK_ALONE = re.compile(r"\(?(?:AA|A|a|d|c|P|S)\)?")
# "P" (provisional application) and "S" (definitive signature) are no instrument of their own.
_ACTS = {
    "": "ratification",
    "a": "accession",
    "d": "succession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal confirmation",
}
_ACT_OF = "|act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One act in words. key: names row and act on the page, whenever it is read.

    on: the latest day it states; None where it states none.
    """

    key: str
    line: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPage:
    """A status page. title: "" where it has none."""

    title: str
    facts: tuple[Fact, ...]


def read_facts(markup: str, tables: Sequence[StatusTable], seen_on: date) -> FactPage:
    """Every fact that the tables state.

    A source may have several pages with a table each, so a table may be missing. Raises
    LayoutChanged if all are, if a table has lost a column, or if it has too few rows.
    """
    soup = _parsed(markup)
    found = [number for number, table in enumerate(tables) if soup.select_one(table.table)]
    if not found:
        selectors = ", ".join(table.table for table in tables)
        raise LayoutChanged(f"the page has none of the tables {selectors}")
    facts: dict[str, Fact] = {}
    for number in found:
        for fact in _facts_of(soup, tables[number], seen_on):
            key = _free_key(f"{number + 1}-{fact.key}", facts)
            facts[key] = replace(fact, key=key)
    return FactPage(title=_title(soup), facts=tuple(facts.values()))


def _parsed(markup: str) -> BeautifulSoup:
    parser = "lxml-xml" if markup.lstrip("\ufeff \r\n\t").startswith("<?xml") else "lxml"
    try:
        return BeautifulSoup(markup.encode("utf-8", "replace"), parser, from_encoding="utf-8")
    except ParserRejectedMarkup as cause:  # half a surrogate pair, written as &#xd800;
        raise GarbledText("the page is neither XML nor HTML that a parser takes") from cause


def _free_key(wanted: str, taken: Mapping[str, Fact]) -> str:
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _title(soup: BeautifulSoup) -> str:
    found = (soup.select_one(name) for name in _TITLES)
    return next((text for tag in found if tag and (text := _text(tag))), "")


def _facts_of(soup: BeautifulSoup, table: StatusTable, seen_on: date) -> Iterator[Fact]:
    sentences = _BETWEEN_SENTENCES.split(table.sentence)
    names = {name.removesuffix(_ACT_OF) for name in _PLACEHOLDER.findall(table.sentence)}
    rows = _rows(soup, table, sorted(names))
    columns = {name: column for name in names if (column := _column(name, rows[0])) is not None}
    for cells in rows[1:]:
        plain = [_unbracketed(cell) for cell in cells]
        if not _counts(plain if table.withdrawn else cells, table.rows):
            continue
        values = _values(cells, columns)
        for number, sentence in enumerate(sentences, start=1):
            key = _row_key(plain) + (f"-{number}" if len(sentences) > 1 else "")
            yield from _fact(sentence, values, key, seen_on)
        if any(cell.startswith("[") for cell in cells):
            standing = _values(plain, columns)
            yield from _fact(table.withdrawn, standing, f"{_row_key(plain)}-withdrawn", seen_on)


def _unbracketed(cell: str) -> str:
    return cell.strip("[]").strip()


def _row_key(cells: Sequence[str]) -> str:
    return re.sub(r"\W+", "-", cells[0].casefold()).strip("-")[:80] if cells else ""


def _rows(soup: BeautifulSoup, table: StatusTable, wanted: Sequence[str]) -> list[list[str]]:
    """The rows of the first table that has all columns and rows enough, its header first.

    A page may hold several tables that fit the selector, some with names only.
    """
    short: list[list[str]] = []
    for element in soup.select(table.table):
        rows = [_cells(row) for row in element.find_all(_ROWS)[:ROWS_AT_MOST]]
        for place, header in enumerate(rows):
            if all(_column(name, header) is not None for name in wanted):
                if len(rows) - place >= table.rows_at_least:
                    return rows[place:]
                short = rows[place:]
    raise LayoutChanged(_why_none(table, wanted, short))


def _why_none(table: StatusTable, wanted: Sequence[str], short: Sequence[object]) -> str:
    if short:
        due = table.rows_at_least
        return f"the table has {len(short)} rows, and at least {due} were due"
    return f'no table "{table.table}" has all of the columns {", ".join(wanted)}'


def _cells(row: Tag) -> list[str]:
    return [_text(cell) for cell in row.find_all(_CELLS)]


def _text(tag: Tag) -> str:
    for note in tag.find_all("sup"):
        note.extract()
    return clean_line(_FOOTNOTE.sub("", tag.get_text(" ")))


def _column(name: str, header: Sequence[str]) -> int | None:
    """The column called so, or the only one whose heading holds the name as a word."""
    plain = [heading.casefold() for heading in header]
    wanted = name.casefold()
    if wanted in plain:
        return plain.index(wanted)
    holding = [
        n for n, heading in enumerate(plain) if re.search(rf"\b{re.escape(wanted)}\b", heading)
    ]
    return holding[0] if len(holding) == 1 else None


def _counts(cells: Sequence[str], texts: Sequence[str]) -> bool:
    if not texts:
        return True
    wanted = {text.casefold() for text in texts}
    return any(cell.casefold() in wanted for cell in cells)


def _values(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """What each column says, and under NAME|act the word for its mark."""
    found: dict[str, str] = {}
    for name, column in columns.items():
        found[name], found[name + _ACT_OF] = _value(cells, column)
    return found


def _value(cells: Sequence[str], column: int) -> tuple[str, str]:
    """What a cell says and by what act; empty where it says nothing, or that it holds no more."""
    cell = cells[column] if column < len(cells) else ""
    if _SAYS_NOTHING.fullmatch(cell) or _MARK_ALONE.fullmatch(cell) or cell.startswith("["):
        return "", ""
    marked = _MARKED_DAY.fullmatch(cell)
    if marked is None:
        return cell, ""
    # "02 Dec 2003" is "2 Dec 2003" elsewhere: one act is to have one wording.
    return marked["day"].lstrip("0"), _ACTS.get(marked["mark"] or "", "")


def _fact(template: str, values: Mapping[str, str], key: str, seen_on: date) -> Iterator[Fact]:
    """The fact, if every cell that it needs says something."""
    names = _PLACEHOLDER.findall(template)
    if not template or not all(values.get(name) for name in names):
        return
    line = clean_line(_PLACEHOLDER.sub(lambda found: values[found[1]], template))[:LINE_AT_MOST]
    days = [day for name in names if (day := parse_date(values[name], seen_on))]
    yield Fact(key=key, line=line, on=max(days, default=None))
