"""A first night over every kind of entry point, in one child."""

import gzip
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spiders.records import Kind, KnownPage, Role, SourcePlan, SourceState
from spiders.shapes import ListingShape
from tests.crawl.conftest import Crawled, crawl, make_plan, make_source
from tests.crawl.site import Reply, Site, article, rss, sitemap
from tests.crawl.warcs import payload_of, span_bytes

SHAPE = ListingShape(item="li", date="time", next_page="a.next", pages_at_most=5)
STATUS = b"<table id='tblgrid'>" + b"<tr><td>Kazakhstan</td><td>24 Jan 2006</td></tr>" * 9
XML = "application/xml"


@pytest.fixture(scope="module")
def site(open_site: Callable[[], Site]) -> Site:
    site = open_site()
    site.replies |= {
        "/robots.txt": Reply(b"User-agent: recwatch\nDisallow: /closed", content_type="text/plain"),
        "/ru.xml": Reply(
            rss(("Жакиянов освобождён", site.url("/ru/1")), encoding="windows-1251"),
            content_type=XML,
        ),
        "/ru/1": Reply(
            gzip.compress(article()), headers={"Content-Encoding": "gzip", "ETag": '"one"'}
        ),
        "/index.xml": Reply(
            b"<sitemapindex><sitemap><loc>%s</loc></sitemap></sitemapindex>"
            % site.url("/map.xml.gz").encode(),
            headers={"ETag": '"index"'},
            content_type=XML,
        ),
        "/map.xml.gz": Reply(
            gzip.compress(sitemap(site.url("/kk/1"), site.url("/about"), news="Хаттама")),
            content_type="application/gzip",
        ),
        "/kk/1": Reply(article()),
        "/news": Reply(
            b"<ul><li><a href='/n/1'>One</a> <time>14 Jan</time></li></ul>"
            b"<a class=next href='/news?page=2'>older</a>"
        ),
        "/news?page=2": Reply(b"<ul><li><a href='/n/2'>Two</a></li></ul>"),
        "/n/1": Reply(article("One")),
        "/n/2": Reply(status=302, headers={"Location": "/moved/2"}),
        "/moved/2": Reply(article("Two")),
        "/treaty": Reply(STATUS),
        "/mixed.xml": Reply(
            rss(
                ("Closed by robots", site.url("/closed/1")),
                ("Elsewhere", "http://elsewhere.example/1"),
                ("Blocked", site.url("/blocked")),
                ("Challenged", site.url("/challenged")),
            )
        ),
        "/blocked": Reply(b"no", status=403),
        "/challenged": Reply(b"<title>Just a moment...</title>" + b"wait " * 20),
    }
    return site


@pytest.fixture(scope="module")
def night(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    hosts = (site.host,)
    plan = make_plan(
        tmp_path_factory.mktemp("warc") / "a-run-001.warc.gz",
        make_source("ru", (site.url("/ru.xml"), Kind.FEED), hosts=hosts),
        make_source(
            "kk", (site.url("/index.xml"), Kind.SITEMAP), hosts=hosts, articles=(r"/kk/\d+$",)
        ),
        make_source("list", (site.url("/news"), Kind.LISTING), hosts=hosts, listing=SHAPE),
        make_source("treaty", (site.url("/treaty"), Kind.STATUS_PAGE), hosts=hosts),
        make_source("mixed", (site.url("/mixed.xml"), Kind.FEED), hosts=hosts),
        make_source("titles", (site.url("/mixed.xml"), Kind.FEED), hosts=hosts, follow=False),
        make_source("closed", (site.url("/closed/feed"), Kind.FEED), hosts=hosts),
        make_source(
            "half",
            (site.url("/ru.xml"), Kind.FEED),
            (site.url("/gone.xml"), Kind.FEED),
            hosts=hosts,
        ),
        SourcePlan(
            source=make_source("named", hosts=hosts),
            known=(KnownPage(url=site.url("/n/1"), role=Role.ARTICLE, sha256="", recheck=True),),
        ),
        make_source("html", (site.url("/kk/1"), Kind.FEED), hosts=hosts),
        loopback=hosts,
    )
    return crawl(plan)


def test_a_russian_feed_in_windows_1251_keeps_its_title_and_date(night: Crawled, site: Site):
    entry = night.entry_of("ru")
    assert (entry.title, entry.published) == ("Жакиянов освобождён", "2006-01-14T10:00:00+06:00")


def test_an_article_is_kept_as_it_was_packed(night: Crawled, site: Site):
    (written,) = night.of("ru", Role.ARTICLE)
    payload = payload_of(night.warc, written)
    assert gzip.decompress(payload) == article()
    assert hashlib.sha256(payload).hexdigest() == written.payload_sha256


def test_an_acknowledgement_names_the_bytes_of_its_span(night: Crawled):
    for written in night.records:
        span = span_bytes(night.warc, written)
        assert hashlib.sha256(span).hexdigest() == written.sha256


def test_spans_follow_each_other_without_a_gap(night: Crawled):
    ends = [written.offset + written.length for written in night.records]
    assert [written.offset for written in night.records[1:]] == ends[:-1]
    assert ends[-1] == night.warc.stat().st_size


def test_the_file_passes_warcio_check(night: Crawled):
    tool = Path(sys.executable).with_name("warcio")
    assert subprocess.run([tool, "check", night.warc]).returncode == 0


def test_a_packed_news_sitemap_behind_an_index_gives_its_article(night: Crawled, site: Site):
    assert [written.url for written in night.of("kk", Role.ARTICLE)] == [site.url("/kk/1")]
    assert night.entry_of("kk").title == "Хаттама"


def test_an_index_is_asked_whole_next_night_for_what_lies_behind_it(night: Crawled, site: Site):
    (index,) = (w for w in night.of("kk") if w.url == site.url("/index.xml"))
    assert index.etag is None


def test_a_listing_is_read_page_by_page(night: Crawled, site: Site):
    urls = {written.url for written in night.of("list", Role.ARTICLE)}
    assert urls == {site.url("/n/1"), site.url("/n/2")}


def test_a_redirect_is_evidence_and_its_end_is_the_page(night: Crawled, site: Site):
    hops = [w for w in night.of("list") if w.url == site.url("/n/2")]
    assert [(w.status, w.final_url) for w in hops] == [
        (302, site.url("/n/2")),
        (200, site.url("/moved/2")),
    ]


def test_a_status_page_is_kept_whole(night: Crawled):
    (written,) = night.of("treaty")
    assert payload_of(night.warc, written) == STATUS


def test_entries_whose_articles_are_closed_are_kept_as_title_and_summary(night: Crawled):
    titles = {entry.title for entry in night.entries("mixed")}
    assert titles == {"Closed by robots", "Elsewhere", "Blocked", "Challenged"}


def test_a_challenge_page_is_kept_as_evidence_without_its_entry(night: Crawled, site: Site):
    (written,) = (w for w in night.of("mixed") if w.url == site.url("/challenged"))
    assert b"WARC-Concurrent-To" not in gzip.decompress(span_bytes(night.warc, written))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/closed/1", "robots.txt disallows it"),
        ("/blocked", "HTTP 403"),
        ("/challenged", "a challenge page"),
    ],
)
def test_a_refusal_says_why(night: Crawled, site: Site, path: str, reason: str):
    assert night.refusal("mixed", site.url(path)) == reason


def test_an_address_on_another_host_is_not_asked(night: Crawled):
    reason = night.refusal("mixed", "http://elsewhere.example/1")
    assert reason == "elsewhere.example is not a host of this source"


def test_a_source_that_is_not_followed_keeps_entries_only(night: Crawled):
    assert {written.role for written in night.of("titles")} == {Role.FEED, Role.ENTRIES}


@pytest.mark.parametrize(
    ("source", "state", "words"),
    [
        ("ru", SourceState.OK, "2 read"),
        ("named", SourceState.OK, "1 read"),
        ("mixed", SourceState.SUSPICIOUS, "challenge"),
        ("closed", SourceState.SKIPPED, "robots.txt disallows it"),
        ("half", SourceState.PARTIAL, "1 of 2 entry points: HTTP 404"),
        ("html", SourceState.SUSPICIOUS, "a web page came where a feed was due"),
    ],
)
def test_each_source_ends_in_one_state_with_a_reason(night, source, state, words):
    outcome = night.outcomes[source]
    assert outcome.state is state
    assert words in outcome.reason


def test_the_crawler_names_itself_and_sends_no_cookie(night: Crawled, site: Site):
    agents = {each.headers.get("User-Agent") for each in site.seen}
    assert agents == {"recwatch/0.1 (+https://example.org/contact)"}
    assert not any("Cookie" in each.headers or "Referer" in each.headers for each in site.seen)
