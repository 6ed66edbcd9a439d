"""Status pages over the wire: a second address, links to articles, and what is no page."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from spiders.records import EntryPoint, Kind, Role, SourceState
from tests.crawl.conftest import Crawled, crawl, make_plan, make_source
from tests.crawl.site import Reply, Site, article

TABLE = b"<table><tr><th>State</th></tr><tr><td>Norway</td></tr></table>".ljust(300)
LAW = (
    '<p>Сноска <a href="/act/1">act</a> <a href="/law">itself</a></p><p><a href="/act/2">other</a>'
).encode()


@pytest.fixture(scope="module")
def crawled(
    open_site: Callable[[], Site], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Site, Crawled]:
    site = open_site()
    hosts = (site.host,)
    site.replies |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /closed\n", content_type="text/plain"),
        "/down": Reply(status=503, headers={"Retry-After": "9999"}),
        "/notice.xml": Reply(b"<html><p>urgent maintenance</p></html>".ljust(300)),
        "/page": Reply(TABLE),
        "/law": Reply(LAW.ljust(300)),
        "/act/1": Reply(article("An act")),
        "/act/2": Reply(article("Another act")),
    }

    def source(name: str, first: str, second: str | None, links: str | None = None):
        point = EntryPoint(
            url=site.url(first),
            kind=Kind.STATUS_PAGE,
            fallback=site.url(second) if second else None,
            links=links,
        )
        return replace(make_source(name, hosts=hosts), entry_points=(point,))

    sources = (
        source("notice", "/notice.xml", "/page"),
        source("missing", "/missing", "/page"),
        source("closed", "/closed", "/page"),
        source("both", "/missing", "/missing2"),
        source("first", "/page", "/missing"),
        source("law", "/law", None, 'p:-soup-contains("Сноска") a'),
    )
    warc = tmp_path_factory.mktemp("warc") / "1.warc.gz"
    return site, crawl(make_plan(warc, *sources, loopback=hosts))


@pytest.mark.parametrize("name", ["notice", "missing", "closed"])
def test_the_second_address_stands_in_and_that_is_said(crawled, name: str):
    site, found = crawled
    assert found.of(name, Role.STATUS_PAGE)[-1].url == site.url("/page")
    assert found.outcomes[name].state is SourceState.OK
    assert "read at the second address instead" in found.outcomes[name].reason


def test_where_neither_answers_the_source_has_failed(crawled):
    site, found = crawled
    outcome = found.outcomes["both"]
    assert outcome.state is SourceState.FAILED
    assert {each.url for each in outcome.refusals} == {site.url("/missing"), site.url("/missing2")}


def test_the_second_address_is_not_asked_in_vain(crawled):
    _, found = crawled
    assert len(found.of("first")) == 1
    assert "second address" not in found.outcomes["first"].reason


def test_a_law_leads_to_the_act_that_its_footnote_names_and_to_no_other(crawled):
    site, found = crawled
    assert [w.url for w in found.of("law", Role.ARTICLE)] == [site.url("/act/1")]
