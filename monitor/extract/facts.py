"""Tables of facts on status pages: a line of sentences for each row that says something.

A cell is a day with a mark ("26 Aug 1998 a" is an accession), a bracketed day (the state has
withdrawn), or empty. A sentence that would need an empty or bracketed cell is left out: it must
never be read as a ratification.
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
from spiders.records import StatusTable

ROWS_AT_MOST = 2000

_ROWS = ("tr", "Row")
_CELLS = ("th", "td", "Entry")
_TITLES = ("Titlesect", "h1", "title")
_FOOTNOTE = re.compile(r"<superscript>.*?</superscript>|\[\d+\]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_SAYS_NOTHING = re.compile(r"[\W_]*")
# Case matters: "a" is an accession, "A" an acceptance.
_MARKED_DAY = re.compile(
    r"(?P<day>\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4})\s?\(?(?:AA|A|a|d|c|P|S)?\)?(?:\s\d{1,2})?"
)
_MARK_ALONE = re.compile(r"\(?(?:AA|A|a|d|c|P|S)\)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row in words. key: names the row on its page, whenever it is read.

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
    LayoutChanged if all are, or if a table has lost a column.
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
    found = (soup.find(name) for name in _TITLES)
    return next((text for tag in found if tag and (text := _text(tag))), "")


def _facts_of(soup: BeautifulSoup, table: StatusTable, seen_on: date) -> Iterator[Fact]:
    wanted = _PLACEHOLDER.findall(table.sentence)
    rows = _rows(soup, table, wanted)
    columns = {name: column for name in wanted if (column := _column(name, rows[0])) is not None}
    for cells in rows[1:]:
        if not _counts(cells, table.rows):
            continue
        values = {name: _value(cells, column) for name, column in columns.items()}
        fact = _fact(table.sentence, values, cells, seen_on)
        if fact.line:
            yield fact


def _rows(soup: BeautifulSoup, table: StatusTable, wanted: Sequence[str]) -> list[list[str]]:
    """The rows of the first table that has all columns, its header first.

    A page may hold several tables that fit the selector, some with names only.
    """
    for element in soup.select(table.table):
        rows = [_cells(row) for row in element.find_all(_ROWS)[:ROWS_AT_MOST]]
        for place, header in enumerate(rows):
            if all(_column(name, header) is not None for name in wanted):
                return rows[place:]
    columns = ", ".join(wanted)
    raise LayoutChanged(f'no table "{table.table}" has all of the columns {columns}')


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


def _value(cells: Sequence[str], column: int) -> str:
    """What a cell says; empty where it says nothing, or says that it no longer holds."""
    cell = cells[column] if column < len(cells) else ""
    if _SAYS_NOTHING.fullmatch(cell) or _MARK_ALONE.fullmatch(cell) or cell.startswith("["):
        return ""
    marked = _MARKED_DAY.fullmatch(cell)
    return marked["day"] if marked else cell


def _fact(template: str, values: Mapping[str, str], cells: Sequence[str], seen_on: date) -> Fact:
    line = _filled(template, values)
    days = [day for v in values.values() if v in line and (day := parse_date(v, seen_on))]
    return Fact(
        key=re.sub(r"\W+", "-", cells[0].casefold()).strip("-")[:80] if cells else "",
        line=line,
        on=max(days, default=None),
    )


def _filled(template: str, values: Mapping[str, str]) -> str:
    """The sentences of which every cell says something."""
    said = (
        _PLACEHOLDER.sub(lambda found: values[found[1]], sentence)
        for sentence in _BETWEEN_SENTENCES.split(template)
        if all(values[name] for name in _PLACEHOLDER.findall(sentence))
    )
    return clean_line(" ".join(said))
