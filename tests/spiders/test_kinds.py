import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.kinds.dates import iso_or_raw
from spiders.kinds.feeds import ENTRIES_AT_MOST, read_feed
from spiders.kinds.listings import read_listing
from spiders.kinds.reading import LONGEST_TITLE, Reading, Unreadable
from spiders.kinds.sitemaps import read_sitemap
from spiders.kinds.statuspages import read_status_page
from spiders.shapes import ListingShape

BASE = "https://a.kz/feed"
MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def feed(body: bytes, content_type: str = "") -> Reading:
    return read_feed(body.ljust(200), base=BASE, content_type=content_type)


def sitemap(body: str | bytes, at_most: int = 100_000) -> Reading:
    data = body.encode() if isinstance(body, str) else body
    return read_sitemap(data, base=BASE, unpacked_at_most=at_most)


def listing(body: str, **shape: str) -> Reading:
    return read_listing(
        body.encode(), base="https://a.kz/n", shape=ListingShape(item="li", **shape)
    )


# -- feeds -----------------------------------------------------------------------------------------


def test_atom_gives_its_alternate_link_and_its_date_of_publication():
    (entry,) = feed(
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='kk'><title>t</title><entry>"
        b"<title>A</title><link rel='self' href='/self'/><link rel='alternate' href='/1'/>"
        b"<published>2022-03-24T10:00:00+06:00</published><updated>2023-01-01T00:00:00Z</updated>"
        b"<summary>S</summary></entry></feed>"
    ).entries
    assert (entry.url, entry.published) == ("https://a.kz/1", "2022-03-24T10:00:00+06:00")


def test_a_json_feed_is_read():
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "t" * 200,
        "language": "ru-RU",
        "items": [{"url": "/1", "title": "Один", "content_text": "Два"}, "no item", {"title": "x"}],
    }
    reading = feed(json.dumps(body).encode())
    (entry,) = reading.entries
    assert (entry.url, entry.title, entry.summary, entry.language) == (
        "https://a.kz/1",
        "Один",
        "Два",
        "ru",
    )
    assert reading.nameless == 1


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_a_feed_is_read_in_the_charset_it_declares(charset: str):
    text = f"<?xml version='1.0' encoding='{charset}'?><rss version='2.0'><channel><item><title>"
    text += "Решение суда</title><link>https://a.kz/1</link></item></channel></rss>"
    (entry,) = feed(text.ljust(300).encode(charset)).entries
    assert entry.title == "Решение суда"


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_a_charset_that_lies_is_seen_through(charset: str):
    text = "<rss version='2.0'><channel><item><title>Решение суда</title>"
    text += "<link>https://a.kz/1</link></item></channel></rss>"
    body = text.ljust(300).encode(charset)
    assert feed(body, "text/xml; charset=utf-8").entries[0].title == "Решение суда"


def test_too_many_items_are_cut_and_counted():
    items = "<item><title>t</title><link>/1</link></item>" * (ENTRIES_AT_MOST + 7)
    reading = feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert (len(reading.entries), reading.cut) == (ENTRIES_AT_MOST, 7)


def test_a_title_is_bounded_and_holds_nothing_that_cannot_be_stored():
    body = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [{"url": "/1", "title": "a\x00\ud800b " + "x" * 5000}],
        }
    )
    title = feed(body.encode()).entries[0].title
    assert title.startswith("ab x") and len(title) == LONGEST_TITLE


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "http://u:p@a.kz/", "http://a\\@b/", ""]
)
def test_an_item_without_a_web_address_is_counted_and_not_kept(link: str):
    reading = feed(
        f"<rss version='2.0'><channel><item><title>t</title><link>{link}</link></item></channel>"
        f"</rss>".encode()
    )
    assert (reading.entries, reading.nameless) == ((), 1)


def test_an_entity_bomb_is_bounded():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "ha">{levels}]><rss version="2.0"><channel><item><title>&e9;'
    bomb += "</title><link>https://a.kz/1</link></item></channel></rss>"
    assert all(len(entry.title) <= LONGEST_TITLE for entry in feed(bomb.encode()).entries)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>Accept our cookies" + b"." * 300, "a web page came"),
        (b"<rss/>", "only 6 bytes"),
        (b"nothing of the kind " * 20, "no feed"),
        (b'{"version": 1}'.ljust(300), "no JSON Feed"),
        (b'{"items": ' + b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, words: str):
    with pytest.raises(Unreadable, match=words):
        read_feed(body, base=BASE)


# -- sitemaps --------------------------------------------------------------------------------------


def test_a_page_without_a_title_becomes_an_entry_without_one():
    (entry,) = sitemap(f"<urlset {MAP}><url><loc>https://a.kz/1</loc></url></urlset>").entries
    assert (entry.url, entry.title) == ("https://a.kz/1", "")


def test_a_video_gives_its_title_its_description_and_its_date():
    (entry,) = sitemap(
        f"<urlset {MAP} xmlns:video='http://www.google.com/schemas/sitemap-video/1.1'><url>"
        "<loc>https://a.kz/1</loc><video:video><video:title>T</video:title><video:description>D"
        "</video:description><video:publication_date>2026-01-02</video:publication_date>"
        "</video:video></url></urlset>"
    ).entries
    assert (entry.title, entry.summary, entry.published) == ("T", "D", "2026-01-02")


def test_the_day_of_a_change_orders_and_is_not_called_publication():
    reading = sitemap(
        f"<urlset {MAP}><url><loc>/old</loc><lastmod>2020-01-01</lastmod></url>"
        "<url><loc>/new</loc><lastmod>2026-01-01</lastmod></url></urlset>"
    )
    assert [(e.url, e.published) for e in reading.entries] == [
        ("https://a.kz/new", ""),
        ("https://a.kz/old", ""),
    ]


def test_an_index_names_further_sitemaps_newest_first():
    reading = sitemap(
        f"<sitemapindex {MAP}><sitemap><loc>/1.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
        "<sitemap><loc>/2.xml</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>"
    )
    assert reading.more == ("https://a.kz/2.xml", "https://a.kz/1.xml")


def test_a_packed_sitemap_is_unpacked():
    packed = gzip.compress(f"<urlset {MAP}><url><loc>/1</loc></url></urlset>".encode())
    assert len(sitemap(packed).entries) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (gzip.compress(bytes(200_000)), "too large when unpacked"),
        (b"\x1f\x8b broken", "can't be unpacked"),
        (b"<!doctype html><html></html>", "a web page came"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset>&a;</urlset>', "document"),
        (b"<rss></rss>", "no sitemap"),
        (b"nothing", "no sitemap"),
        (b"", "no sitemap"),
    ],
)
def test_what_is_no_sitemap_says_what_it_is(body: bytes, words: str):
    with pytest.raises(Unreadable, match=words):
        sitemap(body)


def test_a_torn_sitemap_gives_what_it_still_holds():
    body = f"<urlset {MAP}><url><loc>/1</loc></url><url><loc>/2</l"
    assert [entry.url for entry in sitemap(body).entries] == ["https://a.kz/1"]


# -- listings --------------------------------------------------------------------------------------


def test_a_listing_gives_title_date_and_summary_by_its_selectors():
    (entry,) = listing(
        "<li><h3><a href='/1'>Указ</a></h3><time datetime='2026-03-21'>21 марта</time><p>О чём</p>",
        date="time",
        summary="p",
    ).entries
    assert (entry.url, entry.title, entry.published, entry.summary) == (
        "https://a.kz/1",
        "Указ",
        "2026-03-21",
        "О чём",
    )


def test_a_date_that_cannot_be_read_here_stays_as_it_stands():
    (entry,) = listing("<li><a href=/1>t</a><b>21 марта 2026 года</b>", date="b").entries
    assert entry.published == "21 марта 2026 года"


def test_an_item_may_be_the_link_itself():
    shape = ListingShape(item="a.news")
    reading = read_listing(b"<a class=news href=/1>One</a>", base="https://a.kz/", shape=shape)
    assert reading.entries[0].title == "One"


def test_an_undeclared_russian_page_is_read_in_its_old_charset():
    body = "<li><a href=/1>Постановление</a>".encode("windows-1251")
    reading = read_listing(body, base="https://a.kz/", shape=ListingShape(item="li"))
    assert reading.entries[0].title == "Постановление"


def test_a_redesign_that_no_selector_fits_says_so():
    with pytest.raises(Unreadable, match='fits "li"'):
        listing("<div>everything is new</div>")


def test_deep_nesting_neither_crashes_nor_hangs():
    body = "<div>" * 20_000 + "<li><a href=/1>t</a>"
    with_result = None
    try:
        with_result = listing(body)
    except Unreadable:
        return
    assert len(with_result.entries) <= 1


def test_a_stub_is_no_status_page():
    with pytest.raises(Unreadable):
        read_status_page(b"<html></html>")


# -- laws ------------------------------------------------------------------------------------------

PIECES = (
    b"<rss> <item> <url> <loc> /1 </loc> <li> <a/href= <![CDATA[ & \xff\xfe \x00 <feed> <urlset> "
    b'{ "items" ] \x1f\x8b </urlset>'
).split(b" ")
SOUP = st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=25).map(b"".join)


@given(SOUP)
def test_no_bytes_crash_a_spider(body: bytes):
    shape = ListingShape(item="li", next_page="a")
    for read in (
        lambda: read_feed(body.ljust(200), base=BASE),
        lambda: read_sitemap(body, base=BASE, unpacked_at_most=10_000),
        lambda: read_listing(body, base=BASE, shape=shape),
    ):
        try:
            reading = read()
        except Unreadable:
            continue
        assert all(entry.url.startswith("http") for entry in reading.entries)


@given(st.text(max_size=40))
def test_a_date_that_was_read_reads_the_same_again(raw: str):
    assert iso_or_raw(iso_or_raw(raw)) == iso_or_raw(raw)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Sat, 14 Jan 2006 10:00:00 +0600", "2006-01-14T10:00:00+06:00"),
        ("2006-01-14", "2006-01-14"),
        ("2006-01-14T10:00:00Z", "2006-01-14T10:00:00+00:00"),
        ("сегодня, 14:05", "сегодня, 14:05"),
        ("", ""),
    ],
)
def test_dates_become_iso_where_they_can_be_read(raw: str, iso: str):
    assert iso_or_raw(raw) == iso
