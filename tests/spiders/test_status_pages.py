"""Status pages as they come: whole, cut off, or with something else in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.kinds.reading import Unreadable
from spiders.kinds.statuspages import read_status_page

PAGE = "https://treaties.example/IV-4.en.xml"
XML = (
    '<?xml version="1.0" encoding="utf-8"?><Treaty>'
    + "<Row><Entry>Norway</Entry><Entry>13 Sep 1972</Entry></Row>" * 20
    + "</Treaty>\n"
).encode()


def test_a_whole_document_is_taken() -> None:
    assert read_status_page(XML, base=PAGE, rows_at_least=20).entries == ()


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_status_page(b"\xef\xbb\xbf" + XML, base=PAGE).entries == ()


@given(st.integers(0, len(XML.rstrip()) - 1))
def test_no_beginning_of_a_document_is_taken_for_it(length: int) -> None:
    with pytest.raises(Unreadable):
        read_status_page(XML[:length], base=PAGE)


def test_a_notice_in_place_of_xml_is_refused() -> None:
    with pytest.raises(Unreadable, match="something else came where XML was due"):
        read_status_page(b"<html><p>urgent maintenance</p></html>".ljust(300), base=PAGE)


def test_a_table_with_too_few_rows_is_refused() -> None:
    page = b"<table><tr><td>Participant</td></tr></table>".ljust(300)
    with pytest.raises(Unreadable, match="only 1 rows came where at least 20"):
        read_status_page(page, base="https://treaties.example/view", rows_at_least=20)


LAW = """<p>Сноска. Изменён законом от 25.05.2020 <a href="/rus/docs/Z2000000334#z51">№ 334-VI</a>,
<a href="javascript:alert(1)">x</a>.</p><p>См. также <a href="/rus/docs/K950001000_">закон</a>.</p>
<a href="http://other.example/">elsewhere</a>"""


def test_only_the_links_that_the_file_names_are_followed() -> None:
    reading = read_status_page(
        LAW.encode(),
        base="https://old.example/rus/docs/Z020000344_",
        links='p:-soup-contains("Сноска") a[href*="/docs/"]',
    )
    assert [(e.url, e.title) for e in reading.entries] == [
        ("https://old.example/rus/docs/Z2000000334", "№ 334-VI")
    ]


@given(st.binary(max_size=2000), st.sampled_from(["https://a.example/x.xml", "https://a.example/"]))
def test_no_bytes_break_it(body: bytes, base: str) -> None:
    try:
        read_status_page(body.ljust(250), base=base, links="a", rows_at_least=0)
    except Unreadable as refused:
        assert str(refused)
