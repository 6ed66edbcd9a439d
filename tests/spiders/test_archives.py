import gzip
import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.captures import is_archived, read_capture, record_url
from spiders.kinds.archives import read_cdx, read_paths
from spiders.kinds.reading import Unreadable

GOLDEN = Path(__file__).parent.parent / "golden" / "archives"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text("utf-8"))
CDX = EXPECTED["base"]


def read_golden():
    return read_cdx((GOLDEN / "index.json").read_bytes(), base=CDX)


def test_an_index_of_captures_gives_their_raw_addresses():
    found = [entry.url for entry in read_golden().entries]
    assert found == [each["url"] for each in EXPECTED["captures"]]


def test_a_capture_tells_where_the_page_was_and_when_it_was_seen():
    captures = [read_capture(entry.url) for entry in read_golden().entries]
    assert [(c.original, c.seen_at.isoformat()) for c in captures if c] == [
        (each["original"], each["seen_at"]) for each in EXPECTED["captures"]
    ]


def test_rows_that_nobody_could_open_are_counted():
    assert read_golden().nameless == EXPECTED["nameless"]


def test_an_index_goes_on_from_its_last_row():
    (more,) = read_golden().more
    assert parse_qs(urlsplit(more).query)["resumeKey"] == [EXPECTED["goes_on_with"]]


def test_an_index_that_ends_leads_nowhere():
    table = json.loads((GOLDEN / "index.json").read_bytes())[:-2]
    assert read_cdx(json.dumps(table).encode(), base=CDX).more == ()


@pytest.mark.parametrize("body", [b"", b"\n", b"[]"])
def test_an_empty_index_holds_no_captures(body: bytes):
    assert read_cdx(body, base=CDX).entries == ()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Too many requests</html>",
        b'{"error": "no"}',
        b"[[1, 2]]",
        b'[["urlkey"], ["org"]]',
        b"[" * 100_000,
    ],
)
def test_what_is_no_index_says_so(body: bytes):
    with pytest.raises(Unreadable):
        read_cdx(body, base=CDX)


@given(st.binary(max_size=300) | st.lists(st.lists(st.text(max_size=9))).map(json.dumps))
def test_no_answer_of_an_index_breaks_its_reader(body: bytes | str):
    with suppress(Unreadable):
        read_cdx(body if isinstance(body, bytes) else body.encode(), base=CDX)


MONTH = "https://data.commoncrawl.org/crawl-data/CC-NEWS/2017/03/warc.paths.gz"


def test_a_month_lists_its_files_below_the_archives_root():
    path = "crawl-data/CC-NEWS/2017/03/CC-NEWS-20170301012345-00001.warc.gz"
    body = gzip.compress(f"{path}\n".encode())
    found = read_paths(body, base=MONTH, unpacked_at_most=10_000)
    assert found == (f"https://data.commoncrawl.org/{path}",)


def test_a_months_list_can_lead_to_no_other_host():
    names = b"https://evil.example.org/a.warc.gz\n//evil.example.org/a.warc.gz\n../../a.warc.gz\n"
    for name in names.split():
        try:
            found = read_paths(gzip.compress(name), base=MONTH, unpacked_at_most=10_000)
        except Unreadable:
            continue
        assert urlsplit(found[0]).netloc == "data.commoncrawl.org"


def test_a_list_that_unpacks_to_too_much_is_refused():
    with pytest.raises(Unreadable, match="too large"):
        read_paths(gzip.compress(b"a" * 20_000), base=MONTH, unpacked_at_most=10_000)


def test_a_record_and_a_capture_are_places_in_an_archive():
    assert is_archived(record_url("file:night.warc.gz", 12))
    assert is_archived("https://web.archive.org/web/20060116083000id_/http://a.org/")
    assert not is_archived("http://a.org/web/2006/file.warc.gz")


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/20061301000000id_/http://a.org/",
        "https://web.archive.org/web/20060101000000/http://a.org/",
        "https://web.archive.org/web/20060101000000id_/file:///etc/passwd",
        "https://web.archive.org/web/20060101000000id_/http://a@b.org/",
    ],
)
def test_what_names_no_moment_or_no_page_is_no_capture(url: str):
    assert read_capture(url) is None


def test_seconds_of_a_capture_are_utc():
    found = read_capture("https://web.archive.org/web/20060116083059id_/http://a.org/")
    assert found is not None and found.seen_at == datetime(2006, 1, 16, 8, 30, 59, tzinfo=UTC)
