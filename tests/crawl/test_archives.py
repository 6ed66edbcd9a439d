"""What a child makes of archives: a Wayback Machine and a Common Crawl on loopback."""

import gzip
import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from spiders.records import (
    EntryPoint,
    Kind,
    KnownPage,
    RecordWritten,
    Role,
    SourcePlan,
    SourceState,
)
from spiders.wishes import ArchiveWish
from tests.crawl.conftest import SMALL, Crawled, crawl, make_plan, make_source
from tests.crawl.site import Reply, Site
from tests.crawl.warcs import payload_of
from tests.spiders.foreign import ARTICLE, digest, record

WISH = ArchiveWish(belongs=(("steppe.example.org", "steppe"),))
INDEX = "/cdx/search/cdx?url=steppe.example.org%2F*"
MONTH = "/crawl-data/CC-NEWS/2017/03/warc.paths.gz"
FILE = "/crawl-data/CC-NEWS/2017/03/CC-NEWS-20170301-00001.warc.gz"


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    return open_site()


def ask(
    site: Site, tmp_path: Path, path: str, known: tuple[KnownPage, ...] = (), **limits: int
) -> Crawled:
    point = EntryPoint(url=site.url(path), kind=Kind.ARCHIVE, wish=WISH)
    source = replace(make_source("archive", hosts=(site.host,)), entry_points=(point,))
    plan = SourcePlan(source=source, known=known)
    return crawl(
        make_plan(
            tmp_path / "a.warc.gz",
            plan,
            loopback=(site.host,),
            limits=replace(SMALL, page_bytes=20 * 2**20, page_seconds=5, **limits),
        )
    )


def taken(crawled: Crawled) -> list[RecordWritten]:
    return [each for each in crawled.records if each.source_id == "steppe"]


# -- captures --------------------------------------------------------------------------------------


def rows(*captures: tuple[str, str], resume: str = "") -> Reply:
    table = [["timestamp", "original"], *map(list, captures)]
    more: list[list[str]] = [[], [resume]] if resume else []
    return Reply(json.dumps([*table, *more]).encode(), content_type="application/json")


def put_capture(site: Site, moment: str, original: str, reply: Reply | None = None) -> str:
    path = f"/web/{moment}id_/{original}"
    site.replies[path] = reply or Reply(ARTICLE, headers={"X-Archive-Orig-Server": "Apache"})
    return site.url(path)


def test_a_capture_is_kept_as_the_page_it_was(site: Site, tmp_path: Path):
    site.replies[INDEX] = rows(("20060116083000", "http://steppe.example.org:80/1"))
    address = put_capture(site, "20060116083000", "http://steppe.example.org/1")
    (found,) = taken(ask(site, tmp_path, INDEX))
    assert (found.url, found.final_url, found.fetched_at, found.role) == (
        address,
        "http://steppe.example.org/1",
        datetime(2006, 1, 16, 8, 30, tzinfo=UTC),
        Role.ARTICLE,
    )


def test_a_captures_bytes_are_the_evidence(site: Site, tmp_path: Path):
    site.replies[INDEX] = rows(("20060116083000", "http://steppe.example.org/1"))
    put_capture(site, "20060116083000", "http://steppe.example.org/1")
    crawled = ask(site, tmp_path, INDEX)
    assert payload_of(crawled.warc, taken(crawled)[0]) == ARTICLE


def test_an_archive_that_leads_to_the_nearest_capture_is_dated_by_that(site: Site, tmp_path: Path):
    site.replies[INDEX] = rows(("20060116083000", "http://steppe.example.org/1"))
    nearest = put_capture(site, "20060120000000", "http://steppe.example.org/1")
    put_capture(
        site,
        "20060116083000",
        "http://steppe.example.org/1",
        Reply(status=302, headers={"Location": nearest}),
    )
    (found,) = taken(ask(site, tmp_path, INDEX))
    assert found.fetched_at == datetime(2006, 1, 20, tzinfo=UTC)


@pytest.mark.prove
def test_an_archive_that_gives_another_page_is_not_believed(site: Site, tmp_path: Path):
    site.replies[INDEX] = rows(("20060116083000", "http://steppe.example.org/1"))
    other = put_capture(site, "20060116083000", "http://evil.example.org/1")
    put_capture(
        site,
        "20060116083000",
        "http://steppe.example.org/1",
        Reply(status=302, headers={"Location": other}),
    )
    crawled = ask(site, tmp_path, INDEX)
    (refusal,) = crawled.outcomes["archive"].refusals
    assert (taken(crawled), refusal.reason) == (
        [],
        "the archive gave another page than was asked for",
    )


@pytest.mark.prove
def test_captures_of_other_hosts_are_not_fetched(site: Site, tmp_path: Path):
    site.replies[INDEX] = rows(("20060116083000", "http://other.example.org/1"))
    address = put_capture(site, "20060116083000", "http://other.example.org/1")
    ask(site, tmp_path, INDEX)
    assert site.times(address.removeprefix(site.url(""))) == 0


@pytest.mark.prove
def test_a_long_index_is_read_to_its_end(site: Site, tmp_path: Path):
    site.replies[INDEX] = rows(("20060116083000", "http://steppe.example.org/1"), resume="key 2")
    site.replies[f"{INDEX}&resumeKey=key+2"] = rows(
        ("20070116083000", "http://steppe.example.org/2")
    )
    for moment, number in (("20060116083000", 1), ("20070116083000", 2)):
        put_capture(site, moment, f"http://steppe.example.org/{number}")
    assert len(taken(ask(site, tmp_path, INDEX))) == 2


def test_a_capture_that_was_taken_is_not_asked_for_again(site: Site, tmp_path: Path):
    site.replies[INDEX] = rows(("20060116083000", "http://steppe.example.org/1"))
    address = put_capture(site, "20060116083000", "http://steppe.example.org/1")
    known = KnownPage(url=address, role=Role.ARTICLE, sha256="0" * 64)
    crawled = ask(site, tmp_path, INDEX, (known,))
    assert (taken(crawled), crawled.outcomes["archive"].state) == ([], SourceState.UNCHANGED)


def test_a_robots_file_closes_an_archive_too(site: Site, tmp_path: Path):
    site.replies["/robots.txt"] = Reply(
        b"User-agent: *\nDisallow: /cdx/", content_type="text/plain"
    )
    site.replies[INDEX] = rows(("20060116083000", "http://steppe.example.org/1"))
    assert ask(site, tmp_path, INDEX).outcomes["archive"].state is SourceState.SKIPPED


# -- WARC files of a month -------------------------------------------------------------------------


def serve_file(site: Site, data: bytes, *, lies: str = "") -> None:
    site.replies[MONTH] = Reply(gzip.compress(FILE[1:].encode() + b"\n"))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", handler.headers.get("Range", ""))
        assert asked is not None
        first, last = int(asked[1]), min(int(asked[2]), len(data) - 1)
        part = data[first : last + 1]
        handler.send_response(206)
        handler.send_header("Content-Range", lies or f"bytes {first}-{last}/{len(data)}")
        handler.send_header("Content-Length", str(len(part)))
        handler.end_headers()
        handler.wfile.write(part)

    site.replies[FILE] = answer


WANTED = record("http://steppe.example.org/2017/03/covenant")
OTHER = record("http://other.example.org/2017/03/weather")


def test_of_a_months_file_the_pages_on_wanted_hosts_are_kept(site: Site, tmp_path: Path):
    serve_file(site, OTHER + WANTED + OTHER)
    (found,) = taken(ask(site, tmp_path, MONTH))
    assert (found.final_url, found.url) == (
        "http://steppe.example.org/2017/03/covenant",
        f"{site.url(FILE)}#record={len(OTHER)}",
    )


@pytest.mark.prove
def test_a_large_file_comes_in_pieces_and_is_not_kept(site: Site, tmp_path: Path):
    noise = _noise(9 * 2**20)
    serve_file(site, noise + WANTED)
    crawled = ask(site, tmp_path, MONTH)
    assert len(taken(crawled)) == 1
    assert site.times(FILE) == 2
    assert crawled.warc.stat().st_size < 100_000


def _noise(size: int) -> bytes:
    """A record of another host that hardly packs."""
    return record("http://other.example.org/big", random.Random(1).randbytes(size))


@pytest.mark.prove
def test_damage_in_a_months_file_is_named_and_the_rest_is_read(site: Site, tmp_path: Path):
    bad = record("http://steppe.example.org/bad", WARC_Payload_Digest=digest(b"other"))
    serve_file(site, bad + b"\x1f\x8b\x08rubbish" + WANTED)
    crawled = ask(site, tmp_path, MONTH)
    reasons = [each.reason for each in crawled.outcomes["archive"].refusals]
    assert (len(taken(crawled)), reasons) == (
        1,
        ["the payload is not the one its digest was made of", "it can't be unpacked"],
    )


@pytest.mark.prove
def test_a_server_that_sends_another_piece_is_not_believed(site: Site, tmp_path: Path):
    serve_file(site, WANTED, lies="bytes 5-10/9999999")
    crawled = ask(site, tmp_path, MONTH)
    assert crawled.refusal("archive", site.url(FILE)) == (
        "another piece of the file came than was asked for"
    )


def test_a_server_that_sends_the_whole_file_is_refused(site: Site, tmp_path: Path):
    serve_file(site, WANTED)
    site.replies[FILE] = Reply(WANTED)
    crawled = ask(site, tmp_path, MONTH)
    assert crawled.refusal("archive", site.url(FILE)) == "HTTP 200 where a piece of a file was due"
