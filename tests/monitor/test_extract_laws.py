"""What holds for any bytes and any text."""

import unicodedata
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess import assess
from monitor.extract.clean import clean, clean_line
from monitor.extract.dates import EARLIEST, parse_date
from monitor.extract.html import words_of
from monitor.extract.language import guess_language
from spiders.records import Entry, Role
from spiders.shapes import StatusTable
from tests.monitor.page_makers import SEEN_ON, WordMatcher, make_page, make_source

TABLES = (StatusTable(table="table", rows=(), sentence="{A} joined on {B}."),)
ANY_TEXT = st.text(st.characters(codec=None), max_size=300)
PIECES = st.sampled_from(
    [
        *(b"<p>", b"</p>", b"<table><tr><td>", b"<th>A<th>B<tr>", b"<title>", b"<h1>", b"<!--"),
        *(b"<script type=application/ld+json>", b'{"@type":"Article","headline":', b"</script>"),
        *(b'<meta property="og:title" content="', b"%PDF-1.4\n", b"<?xml version='1.0'?>", b"\xff"),
        *(b"\xfe\xff", b"\x1f\x8b\x08", b"&#0;", b"&#xd800;", b"<![CDATA[", b"<time datetime="),
        *("суд освободил ".encode(), "заңға ".encode("kz1048"), b"2026-02-31", b"\x00", b"\n"),
    ]
)
ANY_BYTES = st.one_of(
    st.binary(max_size=400),
    st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=40).map(b"".join),
)
TYPES = st.sampled_from(["text/html", "text/html; charset=koi8-r", "text/plain", "", "image/png"])
CODINGS = st.sampled_from(["", "gzip", "br", "zstd", "deflate", "gzip, br", "compress"])


@settings(max_examples=150, deadline=None)
@given(ANY_BYTES, TYPES, CODINGS, st.sampled_from([Role.ARTICLE, Role.STATUS_PAGE]))
def test_no_bytes_make_assessing_fail_in_a_way_nobody_foresaw(
    data: bytes, content_type: str, coding: str, role: Role
) -> None:
    page = make_page(
        data, role=role, content_type=content_type, headers=(("Content-Encoding", coding),)
    )
    found = assess(page, make_source(tables=TABLES), WordMatcher())
    assert found.failure is None or found.failure.kind != "ExtractionFault"
    for each in found.documents:
        assert clean(each.document.text) == each.document.text


@given(ANY_TEXT)
def test_clean_text_can_be_stored_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c != "\n"]
    assert clean(cleaned) == cleaned


@given(ANY_TEXT)
def test_a_clean_line_is_one_line(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1


@given(ANY_TEXT)
def test_words_of_any_markup_are_clean(markup: str) -> None:
    words = words_of(markup)
    assert clean(words) == words


@given(st.one_of(ANY_TEXT, st.from_regex(r"\d{1,2}[./ ]\d{1,2}[./ ]\d{2,4}( [a-z]{3})?")))
def test_a_day_lies_between_1991_and_tomorrow(text: str) -> None:
    day = parse_date(text, SEEN_ON)
    assert day is None or EARLIEST <= day <= SEEN_ON + timedelta(days=1)


@given(ANY_TEXT)
def test_every_text_has_a_language_code(text: str) -> None:
    assert 2 <= len(guess_language(text)) <= 3


@given(st.builds(Entry, url=ANY_TEXT, title=ANY_TEXT, summary=ANY_TEXT, published=ANY_TEXT))
def test_no_entry_makes_assessing_fail(entry: Entry) -> None:
    page = make_page(b"", role=Role.ENTRIES, entries=(entry,))
    for each in assess(page, make_source(), WordMatcher()).documents:
        assert each.url.startswith("http")
        assert (each.document.title + each.document.text).encode()
