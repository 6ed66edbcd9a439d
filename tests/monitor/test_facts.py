"""Tables of facts: the cells of a depositary's table say exactly what they say, and no more."""

from datetime import date

import pytest

from monitor.extract.facts import FactPage, read_facts
from monitor.extract.failures import GarbledText, LayoutChanged
from spiders.records import StatusTable
from tests.monitor.page_makers import SEEN_ON

HEADER = "Accession(a), Succession(d), Ratification"
TABLE = StatusTable(
    table='table[id$="tblgrid"]',
    rows=("Kazakhstan",),
    sentence="{Participant} signed the treaty on {Signature}. "
    "{Participant} ratified the treaty on {Ratification}.",
)


def treaty(signed: str, bound: str, *, name: str = "Kazakhstan") -> str:
    return f"""<html><h1>A treaty</h1><table id="x_tblgrid"><tr><td>Participant</td></tr></table>
    <table id="ctl00_tblgrid">
    <tr><th>Participant</th><th>Signature</th><th>{HEADER}</th></tr>
    <tr><td>Norway</td><td>20 Mar 1968</td><td>13 Sep 1972</td></tr>
    <tr><td>{name}</td><td>{signed}</td><td>{bound}</td></tr></table></html>"""


def read(markup: str, table: StatusTable = TABLE) -> FactPage:
    return read_facts(markup, (table,), SEEN_ON)


@pytest.mark.parametrize(
    ("signed", "bound", "on"),
    [
        ("2 Dec 2003", "24 Jan 2006", date(2006, 1, 24)),
        ("25 Sep 2007", "30 Jun 2009", date(2009, 6, 30)),
        ("23 Sep 2020", "24 Mar 2022", date(2022, 3, 24)),
        ("16 Feb 1994", "12\t Aug  1994", date(1994, 8, 12)),
    ],
)
def test_a_ratified_treaty_is_told_with_both_days(signed: str, bound: str, on: date) -> None:
    (fact,) = read(treaty(signed, bound)).facts
    day = " ".join(bound.split())
    assert fact.line == (
        f"Kazakhstan signed the treaty on {signed}. Kazakhstan ratified the treaty on {day}."
    )
    assert fact.on == on


@pytest.mark.parametrize("cell", ["26 Aug 1998 a", "26 Aug 1998 (a)", "26 Aug 1998a"])
def test_an_accession_needs_no_signature_and_loses_its_mark(cell: str) -> None:
    (fact,) = read(treaty("", cell)).facts
    assert fact.line == "Kazakhstan ratified the treaty on 26 Aug 1998."


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "a", "[24 Jan 2006]", "[24 Jan 2006 a]"])
def test_an_empty_marked_or_withdrawn_cell_is_never_a_ratification(cell: str) -> None:
    (fact,) = read(treaty("23 Sep 2010", cell)).facts
    assert fact.line == "Kazakhstan signed the treaty on 23 Sep 2010."


def test_a_row_that_says_nothing_gives_no_fact() -> None:
    assert read(treaty("", "")).facts == ()


@pytest.mark.parametrize(
    "name", ["Kazakhstan<sup>1</sup>", "Kazakhstan&lt;superscript&gt;2&lt;/superscript&gt;"]
)
def test_a_footnote_mark_does_not_hide_the_state(name: str) -> None:
    assert read(treaty("", "26 Aug 1998 a", name=name)).facts


def test_a_withdrawn_states_row_does_not_count() -> None:
    assert read(treaty("2 Dec 2003", "24 Jan 2006", name="[Kazakhstan]")).facts == ()


def test_the_depositarys_xml_is_read_like_its_page() -> None:
    xml = f"""<?xml version="1.0" encoding="utf-8"?><Treaty><Titlesect>A treaty</Titlesect>
    <Participants><Table><TGroup><Thead><Row><Entry>Participant</Entry><Entry>Signature</Entry>
    <Entry>{HEADER}</Entry></Row></Thead><Tbody><Rows><Row><Entry>Kazakhstan</Entry>
    <Entry></Entry><Entry>26 Aug 1998 a</Entry></Row></Rows></Tbody></TGroup></Table>
    </Participants></Treaty>"""
    table = StatusTable(table="Table", rows=("Kazakhstan",), sentence=TABLE.sentence)
    found = read(xml, table)
    assert found.title == "A treaty"
    assert [f.line for f in found.facts] == ["Kazakhstan ratified the treaty on 26 Aug 1998."]


def test_a_page_without_the_table_has_changed_its_layout() -> None:
    with pytest.raises(LayoutChanged):
        read("<html><p>The site is under maintenance and currently unavailable.</p></html>")


def test_markup_that_no_parser_takes_is_a_failure_with_a_name() -> None:
    with pytest.raises(GarbledText):
        read("<?xml ><_>&#xd800;")


def test_a_table_without_the_column_has_changed_its_layout() -> None:
    with pytest.raises(LayoutChanged, match="Signature"):
        read(treaty("", "26 Aug 1998").replace("Signature", "Signed"))


def test_two_rows_of_one_name_have_keys_of_their_own() -> None:
    table = StatusTable(table="table", rows=(), sentence="{Party} joined on {Day}.")
    rows = "<tr><td>Auyl</td><td>1 May 2026</td></tr>" * 2
    found = read(f"<table><tr><th>Party</th><th>Day</th></tr>{rows}</table>", table)
    assert len({fact.key for fact in found.facts}) == 2


def test_a_cells_braces_are_only_text() -> None:
    table = StatusTable(table="table", rows=(), sentence="{Party} joined on {Day}.")
    row = "<tr><td>{Day.__class__}</td><td>1 May 2026</td></tr>"
    (fact,) = read(f"<table><tr><th>Party</th><th>Day</th></tr>{row}</table>", table).facts
    assert fact.line == "{Day.__class__} joined on 1 May 2026."
