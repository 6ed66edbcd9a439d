"""Feeds that attack their reader. The number in a test's name or id is its row in the matrix of
faults and attacks.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from spiders.kinds.feeds import (
    ATTRIBUTES_AT_MOST,
    ENTRIES_AT_MOST,
    ITEM_BYTES,
    TAGS_AT_MOST,
    read_feed,
)
from spiders.kinds.listings import read_listing
from spiders.kinds.reading import LONGEST_SUMMARY, LONGEST_TITLE, Reading, Unreadable
from spiders.shapes import ListingShape

BASE = "https://a.kz/feed"
JSON_FEED = "https://jsonfeed.org/version/1.1"
KAZAKH = "Президент халықаралық пактіні бекітті, үлгі өзгерді"
RUSSIAN = "Суд в Астане освободил политика"


def item(title: str = "Title", link: str = "https://a.kz/1", summary: str = "Words") -> str:
    head = f"<title>{title}</title><link>{link}</link>"
    return f"<item>{head}<description>{summary}</description></item>"


def rss(*items: str, head: str = "<?xml version='1.0'?>") -> bytes:
    text = f"{head}<rss version='2.0'><channel><title>{'c' * 200}</title>{''.join(items)}"
    return f"{text}</channel></rss>".encode()


def read(body: bytes, content_type: str = "") -> Reading:
    return read_feed(body, base=BASE, content_type=content_type)


class Counting(HTTPServer):
    hits = 0


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Counting)
        self.server.hits += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"LEAKED")

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def outside() -> Iterator[Counting]:
    """A server that nothing may ask, and that counts who does."""
    server = Counting(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return rss(item("&e9;"), head=f'<!DOCTYPE r [<!ENTITY e0 "ha">{levels}]>')


def quadratic() -> bytes:
    return rss(item("&a;" * 50_000), head=f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>')


@pytest.mark.parametrize(
    "bomb", [pytest.param(billion_laughs(), id="35"), pytest.param(quadratic(), id="36")]
)
def test_no_entity_expands(bomb: bytes) -> None:
    (entry,) = read(bomb).entries
    assert len(entry.title) <= LONGEST_TITLE
    assert "haha" not in entry.title and "xx" not in entry.title


@pytest.mark.parametrize("kind", ["general", "parameter", "doctype"])
def test_row_37_nothing_outside_is_opened(outside: Counting, tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("LEAKED")
    for address in (secret.as_uri(), f"http://127.0.0.1:{outside.server_port}/x"):
        head = {
            "general": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{address}">]>',
            "parameter": f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{address}"> %x;]>',
            "doctype": f'<!DOCTYPE r SYSTEM "{address}">',
        }[kind]
        found = read(rss(item("a&x;b", summary="&x;"), head=head))
        assert "LEAKED" not in repr(found)
    assert outside.hits == 0


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss("<a>" * 50_000 + item() + "</a>" * 50_000), id="38-xml"),
        pytest.param(rss(item(summary="&lt;div&gt;" * 50_000)), id="38-escaped"),
        pytest.param(rss(item(summary=f"<![CDATA[{'<b>' * 50_000}]]>")), id="38-cdata"),
    ],
)
def test_deep_nesting_costs_no_item(body: bytes) -> None:
    assert [entry.title for entry in read(body).entries] == ["Title"]


def test_row_38_a_page_of_50_000_nested_tags_is_read_or_refused() -> None:
    body = b"<li><a href=/1>t</a></li>" + b"<div>" * 50_000
    try:
        found = read_listing(body, base=BASE, shape=ListingShape(item="li"))
    except Unreadable:
        return
    assert len(found.entries) == 1


def test_row_38_a_tag_of_too_many_attributes_is_refused() -> None:
    many = " ".join(f"a{n}='>'" for n in range(ATTRIBUTES_AT_MOST + 1))
    with pytest.raises(Unreadable, match="attributes"):
        read(rss(f"<x {many}/>", item()))


def test_row_39_of_200_000_items_the_rest_is_counted() -> None:
    found = read(rss(item(link="/1") * 200_000))
    assert (len(found.entries), found.cut) == (ENTRIES_AT_MOST, 200_000 - ENTRIES_AT_MOST)


def test_row_39_of_200_000_items_in_json_the_rest_is_counted() -> None:
    found = read(json.dumps({"version": JSON_FEED, "items": [{"url": "/1"}] * 200_000}).encode())
    assert (len(found.entries), found.cut) == (ENTRIES_AT_MOST, 200_000 - ENTRIES_AT_MOST)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_row_39_an_item_of_15_megabytes_is_left_out_and_counted(place: int) -> None:
    items = [item("One"), item("Two")]
    items.insert(place, item("Long", summary=f"<![CDATA[{'<b>' * 5_000_000}]]>"))
    found = read(rss(*items))
    assert ([entry.title for entry in found.entries], found.cut) == (["One", "Two"], 1)


def test_row_39_items_beyond_so_many_tags_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.kinds.feeds.TAGS_AT_MOST", 1_000)
    found = read(rss(*[item(str(n), summary="&lt;b>" * 300) for n in range(5)]))
    assert ([entry.title for entry in found.entries], found.cut) == (["0", "1", "2"], 2)


def test_row_39_a_head_of_too_many_tags_is_refused() -> None:
    with pytest.raises(Unreadable, match="before its first entry"):
        read(rss("<x/>" * (TAGS_AT_MOST + 1), item()))


def test_row_39_an_item_just_within_the_cap_keeps_bounded_fields() -> None:
    found = read(rss(item("т" * 100_000, summary="с" * (ITEM_BYTES // 4))))
    (entry,) = found.entries
    assert (len(entry.title), len(entry.summary)) == (LONGEST_TITLE, LONGEST_SUMMARY)


@pytest.mark.parametrize("words", [RUSSIAN, KAZAKH], ids=["40-ru", "40-kk"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("claim", ["", "text/xml", "application/xml; charset=utf-8"])
def test_letters_survive_what_a_server_claims(words: str, charset: str, claim: str) -> None:
    assert read(rss(item(words)).decode().encode(charset), claim).entries[0].title == words


def test_rows_41_42_nothing_that_cannot_be_stored_is_kept() -> None:
    raw = rss(item("a\0b&#0;&#xd800;&#x110000;&#99999999999;\x01c"), item("Next"))
    found = read(raw.replace(b"</description>", b"\xed\xa0\x80</description>"))
    assert found.entries[-1].title == "Next"
    for entry in found.entries:
        assert entry.title.encode() + entry.summary.encode()
        assert not [c for c in entry.title + entry.summary if c < " "]


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "vbscript:x"),
        *(
            "data:text/html;base64,PHN2Zz4=",
            "file:///etc/passwd",
            "http://u:p@a.kz/",
            "\\\\evil\\x",
        ),
        *("java&#9;script:alert(1)", "gopher://a.kz/", "mailto:a@a.kz", "blob:https://a.kz/1"),
    ],
)
def test_row_46_a_link_that_runs_or_opens_something_is_no_link(link: str) -> None:
    for body in (rss(item(link=link)), _json_item(url=link)):
        assert all(e.url.startswith("https://a.kz/") for e in read(body).entries)


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "CON", "a" * 300, "..%2f..%2fx", "nul.txt", "/dev/null"]
)
def test_row_49_no_item_chooses_its_own_name(name: str) -> None:
    plain = item().replace("<item>", f"<item><guid isPermaLink='false'>{name}</guid>")
    (entry,) = read(rss(plain)).entries
    assert name not in repr(entry)
    assert len(entry.sha256) == 64


def _json_item(**members: object) -> bytes:
    return json.dumps({"version": JSON_FEED, "title": "t" * 200, "items": [members]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b'{"version": "' + JSON_FEED.encode() + b'", "items": ' + b"[" * 200_000,
        b'{"a":' * 100_000 + b"}" * 100_000,
        b'{"items": [' + b"9" * 100_000 + b"]}",
        b'{"items": [1,,]}'.ljust(300),
        b'{"items": NaN}'.ljust(300),
        b'{"version": "\xff\xfe"}'.ljust(300),
        b'{"items": ["\\u12'.ljust(300),
        b'{"version": {}, "items": {}}'.ljust(300),
    ],
    ids=lambda _: "50",
)
def test_a_malformed_json_feed_is_bad_and_no_crash(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


@pytest.mark.parametrize("odd", [None, 5, 1e400, [], {}, True, [[]]], ids=lambda _: "50")
def test_a_member_of_the_wrong_type_is_passed_over(odd: object) -> None:
    body = _json_item(url="/1", title=odd, summary=odd, date_published=odd, language=odd)
    (entry,) = read(body).entries
    assert (entry.title, entry.summary) == ("", "")
