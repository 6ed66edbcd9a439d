"""Asking sources whether they answer, through the real crawler and over real HTTP."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from monitor.assess import assess
from monitor.cli.probeview import rows_of
from monitor.contracts import Assessment
from monitor.probing import Parts, Probe, probe_sources
from rules.records import Document, Match
from spiders.crawl import ProcessCrawler
from spiders.records import EntryPoint, Kind, Pace, Source
from spiders.shapes import ListingShape
from storage.archive import Archive
from storage.records import PageRecord
from tests.crawl.site import Reply, Site, article, rss
from tests.monitor.sources import make_source

TODAY = date(2026, 11, 25)


class NoRules:
    """A matcher of a register without recommendations."""

    def match(self, document: Document) -> tuple[Match, ...]:
        return ()


class EngineHere:
    """An Engine in this process: a test's pages are no stranger's."""

    def __init__(self, sources: Sequence[Source], folder: Path) -> None:
        self._sources = {source.id: source for source in sources}
        self._archive = Archive(folder)

    def assess(self, pages: Iterable[PageRecord]) -> Iterator[Assessment]:
        for page in pages:
            source = self._sources[page.written.source_id]
            yield assess(self._archive.read(page), source, NoRules())

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def source_on(site: Site, path: str, kind: Kind = Kind.FEED) -> Source:
    shape = ListingShape(item="li", date="time", next_page="a.next")
    listing = shape if kind is Kind.LISTING else None
    return make_source(
        path.strip("/"),
        entry_points=(EntryPoint(url=site.url(path), kind=kind, listing=listing),),
        allowed_hosts=(site.host,),
        pace=Pace(delay=0),
    )


@pytest.fixture(scope="module")
def probes(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Probe]:
    """One round over every kind of answer."""
    left = tmp_path_factory.mktemp("left")
    items = [(f"Verdict {n}", site.url(f"/a{n}")) for n in range(9)]
    rows = "".join(f"<li><a href='/a{n}'>Verdict</a><time>some day</time></li>" for n in range(4))
    site.replies = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /closed"),
        "/feed": Reply(rss(*items), content_type="text/xml"),
        "/listing": Reply(f"{rows}<a class='next' href='/listing2'>older</a>".encode()),
        "/status": Reply(b"<h1>Parties</h1>" + b"<p>Nine parties are registered here.</p>" * 9),
        "/moved": Reply(b"<html><p>Our feed has moved</p></html>"),
        "/closed": Reply(rss(*items)),
        **{f"/a{n}": Reply(article(f"Verdict {n}")) for n in range(9)},
    }
    sources = [
        source_on(site, "/feed"),
        source_on(site, "/listing", Kind.LISTING),
        source_on(site, "/status", Kind.STATUS_PAGE),
        source_on(site, "/moved"),
        source_on(site, "/closed"),
        source_on(site, "/missing"),
    ]
    parts = Parts(
        crawler=ProcessCrawler(concurrent=2),
        reader=Archive,
        make_engine=EngineHere,
        user_agent="recwatch-test",
        loopback=(site.host,),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(left))
        found = {probe.source.id: probe for probe in probe_sources(parts, sources, TODAY)}
    assert list(left.iterdir()) == []  # nothing is kept
    return found


def told(probe: Probe) -> str:
    return "\n".join("\t".join(row) for row in rows_of(probe))


def test_a_feed_tells_what_it_lists_and_what_two_of_its_articles_say(
    site: Site, probes: dict[str, Probe]
) -> None:
    said = told(probes["feed"])
    assert said.startswith("feed\tanswers\t9 listed, 9 with a date that parses; 2 read")
    assert f"{site.url('/feed')}: HTTP 200, robots.txt allows it" in said
    assert "Verdict 0 (" in said and " characters, en, 2006-01-14)" in said


def test_a_list_without_readable_dates_says_so_and_only_its_first_page_is_asked(
    site: Site, probes: dict[str, Probe]
) -> None:
    assert "4 listed, 0 with a date that parses" in told(probes["listing"])
    assert site.times("/listing2") == 0


def test_a_status_page_is_read_though_it_lists_nothing(probes: dict[str, Probe]) -> None:
    assert told(probes["status"]).startswith("status\tanswers\t1 read")


def test_what_answers_and_can_not_be_parsed_tells_the_cure(probes: dict[str, Probe]) -> None:
    said = told(probes["moved"])
    assert said.startswith("moved\tnothing parsed\t") and "find the new one" in said


def test_what_robots_close_is_not_asked_for(site: Site, probes: dict[str, Probe]) -> None:
    assert "robots.txt disallows it" in told(probes["closed"])
    assert site.times("/closed") == 0
    assert not probes["closed"].is_usable


def test_what_is_not_there_is_told_in_one_line_or_with_its_status(
    probes: dict[str, Probe],
) -> None:
    assert "HTTP 404" in told(probes["missing"])
    assert not probes["missing"].is_usable


def test_a_machine_without_a_network_is_told_so_for_each_source_and_asked_no_further() -> None:
    names = [f"nowhere-{n}" for n in range(3)]
    sources = [
        make_source(
            name,
            entry_points=(EntryPoint(url=f"https://{name}.invalid/rss", kind=Kind.FEED),),
            allowed_hosts=(f"{name}.invalid",),
            pace=Pace(delay=0),
        )
        for name in names
    ]
    parts = Parts(
        crawler=ProcessCrawler(concurrent=3),
        reader=Archive,
        make_engine=EngineHere,
        user_agent="recwatch-test",
    )
    said = [told(probe).split("\t") for probe in probe_sources(parts, sources, TODAY)]
    assert [(name, word) for name, word, _ in said] == [(name, "no answer") for name in names]
    assert all("name not found" in reason for _, _, reason in said)
