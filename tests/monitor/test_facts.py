"""Tables of facts: the cells of a depositary's table say exactly what they say, and no more."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.extract.facts import FactPage, read_facts
from monitor.extract.failures import GarbledText, LayoutChanged
from spiders.shapes import StatusTable
from tests.monitor.page_makers import SEEN_ON

HEADER = "Accession(a), Succession(d), Ratification"
TABLE = StatusTable(
    table='table[id$="tblgrid"]',
    rows=("Kazakhstan",),
    sentence="{Participant} signed the treaty on {Signature}. "
    "{Participant} ratified the treaty on {Ratification}.",
)

MARKED = StatusTable(
    table=TABLE.table,
    rows=TABLE.rows,
    sentence="{Participant} deposited its instrument of {Ratification|act} on {Ratification}.",
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
    ("signed", "bound", "days"),
    [
        ("2 Dec 2003", "24 Jan 2006", (date(2003, 12, 2), date(2006, 1, 24))),
        ("25 Sep 2007", "30 Jun 2009", (date(2007, 9, 25), date(2009, 6, 30))),
        ("23 Sep 2020", "24 Mar 2022", (date(2020, 9, 23), date(2022, 3, 24))),
        ("16 Feb 1994", "12\t Aug  1994", (date(1994, 2, 16), date(1994, 8, 12))),
    ],
)
def test_each_act_is_told_with_its_own_day(
    signed: str, bound: str, days: tuple[date, date]
) -> None:
    signature, ratification = read(treaty(signed, bound)).facts
    assert signature.line == f"Kazakhstan signed the treaty on {signed}."
    assert ratification.line == f"Kazakhstan ratified the treaty on {' '.join(bound.split())}."
    assert (signature.on, ratification.on) == days


def test_an_act_keeps_its_key_when_another_joins_it() -> None:
    (before,) = read(treaty("2 Dec 2003", "")).facts
    assert before.key in {fact.key for fact in read(treaty("2 Dec 2003", "24 Jan 2006")).facts}


@pytest.mark.parametrize(
    ("mark", "act"),
    [
        ("", "ratification"),
        (" a", "accession"),
        (" d", "succession"),
        (" A", "acceptance"),
        (" AA", "approval"),
        (" c", "formal confirmation"),
        (" (a)", "accession"),
    ],
)
def test_a_mark_is_told_in_its_word(mark: str, act: str) -> None:
    (fact,) = read(treaty("", f"24 Jan 2006{mark}"), MARKED).facts
    assert fact.line == f"Kazakhstan deposited its instrument of {act} on 24 Jan 2006."


@pytest.mark.parametrize("mark", ["P", "S"])
def test_a_mark_that_is_no_instrument_says_nothing(mark: str) -> None:
    assert read(treaty("", f"24 Jan 2006 {mark}"), MARKED).facts == ()


@pytest.mark.parametrize(
    ("name", "cell"), [("[Kazakhstan]", "24 Jan 2006"), ("Kazakhstan", "[24 Jan 2006]")]
)
def test_brackets_are_told_as_a_withdrawal_where_the_file_has_a_sentence(
    name: str, cell: str
) -> None:
    table = replace(MARKED, withdrawn="{Participant} withdrew.")
    assert "Kazakhstan withdrew." in [
        f.line for f in read(treaty("", cell, name=name), table).facts
    ]


def test_a_table_with_too_few_rows_was_cut_off() -> None:
    with pytest.raises(LayoutChanged, match="3 rows, and at least 4 were due"):
        read(treaty("", "24 Jan 2006"), replace(TABLE, rows_at_least=4))


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
