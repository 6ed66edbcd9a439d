"""What a second night asks again, and what it finds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spiders.fetching import conditions
from spiders.records import Kind, KnownPage, Role, SourcePlan, SourceState
from tests.crawl.conftest import Crawled, crawl, known_from, make_plan, make_source
from tests.crawl.site import Reply, Site, article, rss, says_unchanged

NOW = datetime(2026, 11, 25, tzinfo=UTC)
NAMES = ("same", "dated", "edited", "removed", "blocked", "liar", "old-liar")
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def nights(
    open_site: Callable[[], Site], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Site, Crawled, Crawled]:
    """Between the nights one article is edited, one removed, and one blocked entry stays."""
    site = open_site()
    hosts = (site.host,)
    folder = tmp_path_factory.mktemp("warc")
    site.replies |= {
        "/robots.txt": Reply(status=404),
        "/feed": Reply(
            rss(*((f"No {name}", site.url(f"/{name}")) for name in NAMES)),
            headers={"ETag": '"feed"'},
        ),
        "/same": Reply(article("same"), headers={"ETag": '"same"'}),
        "/edited": Reply(article("before"), headers={"ETag": '"before"'}),
        "/removed": Reply(article("removed")),
        "/dated": Reply(article(), headers={"Last-Modified": "Sat, 14 Jan 2006 10:00:00 GMT"}),
        "/liar": says_unchanged(article("before")),
        "/old-liar": says_unchanged(article("before")),
        "/blocked": Reply(status=403),
        "/still": Reply(rss(("Still", site.url("/same")))),
        "/quiet": Reply(rss(("No blocked", site.url("/blocked")))),
    }
    sources = (
        make_source("busy", (site.url("/feed"), Kind.FEED), hosts=hosts),
        make_source("still", (site.url("/still"), Kind.FEED), hosts=hosts),
        make_source("titles", (site.url("/quiet"), Kind.FEED), hosts=hosts, follow=False),
    )
    first = crawl(make_plan(folder / "1.warc.gz", *sources, loopback=hosts))
    site.replies["/edited"] = Reply(article("after"), headers={"ETag": '"after"'})
    site.replies |= {f"/{name}": says_unchanged(article("after")) for name in ("liar", "old-liar")}
    del site.replies["/removed"]
    site.seen.clear()
    known = {each.id: known_from(first.of(each.id)) for each in sources}
    known["busy"] = tuple(
        replace(page, whole_at=datetime.now(UTC) - WEEK) if page.url.endswith("/old-liar") else page
        for page in known["busy"]
    )
    again = (SourcePlan(source=each, known=known[each.id]) for each in sources)
    plan = make_plan(folder / "2.warc.gz", *again, loopback=hosts)
    return site, first, crawl(plan)


def articles(crawled: Crawled, site: Site, path: str) -> list[int]:
    return [w.status for w in crawled.of("busy", Role.ARTICLE) if w.url == site.url(path)]


def test_an_edited_article_is_read_again(nights):
    site, _, second = nights
    assert articles(second, site, "/edited") == [200]


def test_a_removed_article_leaves_its_answer_as_evidence(nights):
    site, _, second = nights
    assert articles(second, site, "/removed") == [404]


def test_an_article_that_did_not_change_is_at_most_a_revisit(nights):
    site, _, second = nights
    (revisit,) = (w for w in second.of("busy") if w.url == site.url("/same"))
    assert (revisit.status, revisit.payload_sha256) == (304, "")


def test_known_articles_are_asked_although_the_feed_says_nothing_changed(nights):
    site, _, second = nights
    assert 304 in [w.status for w in second.of("busy", Role.FEED)]
    assert site.times("/edited") == 1


def test_an_entry_that_was_kept_is_not_kept_twice(nights):
    _, first, second = nights
    assert [entry.title for entry in first.entries("titles")] == ["No blocked"]
    assert second.entries("titles") == []


def test_a_night_without_news_is_unchanged(nights):
    _, _, second = nights
    states = {each: second.outcomes[each].state for each in ("busy", "still", "titles")}
    assert states == {
        "busy": SourceState.OK,
        "still": SourceState.UNCHANGED,
        "titles": SourceState.UNCHANGED,
    }


@pytest.mark.parametrize("path", ["/same", "/dated"])
def test_a_page_is_asked_for_with_what_its_server_gave(nights, path: str):
    """Row 25."""
    site, _, second = nights
    asked = [each.headers.keys() for each in site.seen if each.path == path]
    assert all(names & {"If-None-Match", "If-Modified-Since"} for names in asked)
    assert articles(second, site, path) == [304]


def test_a_server_that_always_says_unchanged_is_believed_for_a_week(nights):
    """Row 25."""
    site, _, second = nights
    assert articles(second, site, "/liar") == [304]
    assert articles(second, site, "/old-liar") == [200]


@pytest.mark.parametrize(
    ("days", "is_whole"), [(0, False), (1, False), (6, False), (7, True), (30, True)]
)
def test_every_seventh_night_a_page_comes_whole(days: int, is_whole: bool):
    """Row 25. A night may begin some hours earlier than the one before."""
    early = NOW + timedelta(days=days, hours=-3 if days else 0)
    assert (conditions(known_page(etag='"x"'), early) == {}) is is_whole


@pytest.mark.parametrize(
    ("date", "is_asked"),
    [
        ("Sat, 14 Jan 2006 10:00:00 GMT", True),
        ("Thu, 01 Jan 1970 00:00:00 GMT", True),
        ("Thu, 01 Jan 2099 00:00:00 GMT", False),
        ("Sat, 14 Jan 2006 10:00:00", True),
        ("yesterday", False),
        ("Sat, 14 Jan 2006 10:00:00 GMT\r\nX-Evil: 1", False),
    ],
    ids=["past", "1970", "2099", "no-zone", "words", "two-headers"],
)
def test_no_server_is_asked_what_changed_since_tomorrow(date: str, is_asked: bool):
    """Rows 25 and 32."""
    assert bool(conditions(known_page(last_modified=date), NOW)) is is_asked


def known_page(**given: str) -> KnownPage:
    return KnownPage(url="http://a.example/", role=Role.FEED, sha256="", whole_at=NOW, **given)


def test_a_validator_that_could_carry_a_header_is_not_sent_back():
    """Row 25."""
    assert conditions(known_page(etag='"x"\r\nX-Evil: 1'), NOW) == {}
