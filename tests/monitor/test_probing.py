"""Asking sources whether they answer, through the real crawler."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from monitor.probing import probe_sources
from spiders.crawl import ProcessCrawler
from spiders.records import EntryPoint, Expectation, Kind, Pace, Source, SourceState, Tier

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><title>The court has ruled</title><link>{link}</link></item></channel></rss>"""


def make_source(server: HTTPServer, path: str) -> Source:
    return Source(
        id=path.strip("/"),
        name="n",
        publisher="p",
        tier=Tier.OFFICIAL,
        country=None,
        languages=("en",),
        entry_points=(EntryPoint(url=server.url_for(path), kind=Kind.FEED),),
        allowed_hosts=(f"{server.host}:{server.port}",),
        expects=Expectation(documents_per_week=1, text_at_least=10),
        pace=Pace(delay=0),
    )


def test_a_probe_tells_who_answers_and_keeps_nothing(
    httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    feed = FEED.format(link=httpserver.url_for("/a"))
    httpserver.expect_request("/good").respond_with_data(feed, content_type="text/xml")
    httpserver.expect_request("/a").respond_with_data("<p>text</p>", content_type="text/html")
    sources = [make_source(httpserver, "/good"), make_source(httpserver, "/missing")]
    outcomes = probe_sources(
        ProcessCrawler(),
        sources,
        user_agent="recwatch-test",
        loopback=(f"{httpserver.host}:{httpserver.port}",),
    )
    states = {outcome.source_id: outcome.state for outcome in outcomes}
    assert states["missing"] is SourceState.FAILED
    assert states["good"] is not SourceState.FAILED
    assert list(tmp_path.iterdir()) == []
