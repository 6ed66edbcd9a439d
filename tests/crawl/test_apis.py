"""APIs over a real server: how they are asked, what their keys are told to, what finders find."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spiders.records import EntryPoint, Kind, Role, Source, SourceState
from spiders.shapes import ApiShape
from tests.crawl.conftest import Crawled, crawl, make_plan, make_source
from tests.crawl.site import Reply, Site, article

SHAPE = ApiShape(items="items", link="{url}", title="{title}", next_page="next")
KEY = "s3cret-of-ours"


def listed(*pairs: tuple[str, str], following: str = "") -> Reply:
    items = [{"title": title, "url": url} for title, url in pairs]
    body = json.dumps({"items": items, "next": following}).encode()
    return Reply(body, content_type="application/json")


def api(name: str, site: Site, *, hosts: tuple[str, ...] = (), **shape: Any) -> Source:
    made = make_source(name, hosts=(site.host, *hosts))
    point = EntryPoint(url=site.url("/api"), kind=Kind.API, api=replace(SHAPE, **shape))
    return replace(made, entry_points=(point,))


@pytest.fixture(scope="module")
def other(open_site: Callable[..., Site]) -> Site:
    site = open_site()
    site.replies |= {"/found": Reply(article("Found")), "/moved": listed()}
    return site


@pytest.fixture(scope="module")
def site(open_site: Callable[..., Site], other: Site) -> Site:
    named = other.url("").replace("127.0.0.1", "localhost")
    opened = open_site()
    opened.replies |= {
        "/api": listed(
            ("Here", opened.url("/a")),
            ("There", f"{named}/found"),
            following=opened.url("/api?page=2"),
        ),
        "/api?page=2": Reply(status=302, headers={"Location": f"{named}/moved"}),
        "/a": Reply(article("Here")),
    }
    return opened


@pytest.fixture(scope="module")
def night(site: Site, other: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    keyed = api("keyed", site, hosts=("localhost",), key_header="X-Api-Key")
    plan = make_plan(
        tmp_path_factory.mktemp("warc") / "a.warc.gz",
        api("plain", site),
        keyed,
        replace(api("finder", site), finds=True),
        replace(api("keyless", site, key_header="X-Api-Key"), id="keyless"),
        loopback=(site.host, f"localhost:{other.port}"),
        keys=(("keyed", KEY),),
    )
    return crawl(plan)


def test_an_answer_and_its_articles_are_kept(night: Crawled, site: Site) -> None:
    assert [one.url for one in night.of("plain", Role.API)][:1] == [site.url("/api")]
    assert [one.url for one in night.of("plain", Role.ARTICLE)] == [site.url("/a")]


def test_articles_of_other_hosts_are_read_for_a_finder_only(night: Crawled) -> None:
    """Row 21: others name them, and keep title and summary."""
    assert [e.title for e in night.entries("plain")] == ["There"]
    assert len(night.of("finder", Role.ARTICLE)) == 2


def test_a_finder_keeps_no_words_of_its_own(night: Crawled) -> None:
    assert night.entries("finder") == []


def test_json_is_asked_for(night: Crawled, site: Site) -> None:
    asked = {one.headers.get("Accept") for one in site.seen if one.path == "/api"}
    assert asked == {"application/json"}


def test_a_key_is_told_to_the_api_alone(night: Crawled, site: Site, other: Site) -> None:
    """Row 22: not to robots.txt, not to articles, not to where the API sends its reader."""
    told = {one.path for one in (*site.seen, *other.seen) if "X-Api-Key" in one.headers}
    assert told == {"/api", "/api?page=2"}
    assert other.times("/moved")


def test_a_key_is_in_no_evidence(night: Crawled) -> None:
    import gzip

    assert KEY.encode() not in gzip.decompress(Path(night.warc).read_bytes())
    assert KEY not in str(night.outcomes) + str(night.records)


def test_a_key_that_an_api_echoes_is_in_no_address_and_no_account(
    open_site: Callable[..., Site], tmp_path: Path
) -> None:
    """Row 22: an API may write it into the addresses that it gives, and into its complaints."""
    site = open_site()
    error = json.dumps({"error": f"{KEY} may ask no more today"}).encode()
    site.replies |= {
        "/api": listed(
            ("A", site.url(f"/a?token={KEY}&id=1")),
            ("B", site.url(f"/{KEY}/b")),
            following=site.url(f"/api?key={KEY}&page=2"),
        ),
        "/api?page=2": Reply(error, content_type="application/json"),
        "/a?id=1": Reply(article("A")),
    }
    source = api("keyed", site, key_header="X-Api-Key")
    plan = make_plan(tmp_path / "a.warc.gz", source, loopback=(site.host,), keys=(("keyed", KEY),))
    night = crawl(plan)
    asked = [one.url for one in night.of("keyed", Role.ARTICLE) if one.status == 200]
    assert asked == [site.url("/a?id=1")]
    assert "*** may ask no more today" in str(night.outcomes)
    assert KEY not in str((night.outcomes, night.records, [one.path for one in site.seen]))


def test_without_its_key_a_source_is_skipped_and_says_so(night: Crawled) -> None:
    outcome = night.outcomes["keyless"]
    assert outcome.state is SourceState.SKIPPED
    assert "needs a key" in outcome.reason


def test_a_key_is_not_told_to_a_following_answer_elsewhere(
    open_site: Callable[..., Site], tmp_path: Path
) -> None:
    """Row 22: the address of the next page is the API's own word."""
    first, second = open_site(), open_site()
    named = second.url("").replace("127.0.0.1", "localhost")
    second.replies |= {"/next": listed(("B", second.url("/b")))}
    first.replies |= {
        "/api": listed(("A", first.url("/a")), following=f"{named}/next"),
        "/a": Reply(article("A")),
    }
    source = api("keyed", first, hosts=("localhost",), key_header="X-Api-Key")
    loopback = (first.host, f"localhost:{second.port}")
    crawl(make_plan(tmp_path / "a.warc.gz", source, loopback=loopback, keys=(("keyed", KEY),)))
    assert second.times("/next")
    assert not [seen for seen in second.seen if "X-Api-Key" in seen.headers]


def test_paging_goes_on_past_a_page_with_nothing_wanted(
    open_site: Callable[..., Site], tmp_path: Path
) -> None:
    site = open_site()
    site.replies |= {
        "/api": listed(("Fish", site.url("/f")), following=site.url("/api?page=2")),
        "/api?page=2": listed(("Steppe", site.url("/a"))),
        "/a": Reply(article("Steppe")),
    }
    source = api("picky", site, wanted=("Steppe",))
    night = crawl(make_plan(tmp_path / "a.warc.gz", source, loopback=(site.host,)))
    assert [one.url for one in night.of("picky", Role.ARTICLE)] == [site.url("/a")]
