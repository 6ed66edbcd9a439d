"""What a second night asks again, and what it finds."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from spiders.records import Kind, Role, SourcePlan, SourceState
from tests.crawl.conftest import Crawled, crawl, known_from, make_plan, make_source
from tests.crawl.site import Reply, Site, article, rss

NOW = datetime(2026, 11, 25, tzinfo=UTC)
NAMES = ("same", "edited", "removed", "blocked")


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
    del site.replies["/removed"]
    site.seen.clear()
    again = (SourcePlan(source=each, known=known_from(first.of(each.id))) for each in sources)
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


def test_a_validator_that_could_carry_a_header_is_not_sent_back():
    from spiders.fetching import conditions
    from spiders.records import KnownPage

    known = KnownPage(
        url="http://a.example/", role=Role.FEED, sha256="", etag='"x"\r\nX-Evil: 1', whole_at=NOW
    )
    assert conditions(known, NOW) == {}
