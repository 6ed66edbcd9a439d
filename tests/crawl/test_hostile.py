"""Twenty ways to misbehave, beside sources that behave: those must not notice."""

import gzip
import socket
import sys
import zlib
from collections.abc import Callable

import brotli
import pytest

from spiders.records import Kind, Pace, Role, SourceState
from tests.crawl.conftest import Crawled, crawl, make_plan, make_source
from tests.crawl.site import (
    Reply,
    Site,
    article,
    busy_once,
    drip_body,
    drip_head,
    endless,
    endless_lines,
    half_closed,
    many_headers,
    never,
    raw,
    reset_after,
    rss,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ONE = Pace(delay=0, concurrent=1)
ZEROS = bytes(5_000_000)
OK = "HTTP/1.1 200 OK\n"
LATE = "no whole answer within 1 s"
LARGE = "larger than the limit for one page"
UNPACKED = "larger than 300000 bytes when unpacked"
BROKEN = "the connection broke off"
TORN = "the answer broke off"
NO_ADDRESS = "redirected to what is no web address"
HEADERS = "the headers are too large"


def packed(body: bytes, coding: str) -> Reply:
    return Reply(body, headers={"Content-Encoding": coding})


def moved(where: str) -> Reply:
    return Reply(status=302, headers={"Location": where})


# row of the fault matrix, path, how the server answers, the reason that must be said
ATTACKS = (
    (2, "/reset", reset_after(""), BROKEN),
    (2, "/reset-head", reset_after(f"{OK}X-Half: "), BROKEN),
    (2, "/reset-body", reset_after(f"{OK}Content-Length: 100000\n\nhalf"), TORN),
    (2, "/half-closed", half_closed, TORN),
    (2, "/cut", raw(""), BROKEN),
    (3, "/drip", drip_body, LATE),
    (4, "/driphead", drip_head, LATE),
    (5, "/never", never, LATE),
    (6, "/endless", endless, LARGE),
    (7, "/huge", raw(f"{OK}Content-Length: 1000000000000\n\n"), LARGE),
    (9, "/gz", packed(gzip.compress(ZEROS), "gzip"), UNPACKED),
    (9, "/deflate", packed(zlib.compress(ZEROS), "deflate"), UNPACKED),
    (10, "/gzgz", packed(gzip.compress(gzip.compress(ZEROS)), "gzip, gzip"), UNPACKED),
    (10, "/packed", packed(b"x", "gzip, gzip, gzip, gzip"), "packed too many times over"),
    (9, "/notgz", packed(b"plain", "gzip"), "the answer can't be unpacked"),
    (11, "/br", packed(brotli.compress(ZEROS), "br"), UNPACKED),
    (11, "/zst", packed(zstd.compress(ZEROS), "zstd"), UNPACKED),
    (12, "/headers", many_headers, HEADERS),
    (12, "/headers-without-end", endless_lines(OK, f"X-Pad: {'x' * 500}\n"), HEADERS),
    (12, "/one-header-without-end", endless_lines(f"{OK}X-Pad: a\n", f" {'x' * 500}\n"), HEADERS),
    (12, "/interim-without-end", endless_lines("", "HTTP/1.1 103 Early Hints\n\n"), HEADERS),
    (13, "/garbage", raw("\x00\x01 not http at all\n\n"), "the answer is not HTTP"),
    (13, "/chunk", raw(f"{OK}Transfer-Encoding: chunked\n\nzz\nabc\n"), TORN),
    (13, "/short", raw(f"{OK}Content-Length: 50\n\nabc"), TORN),
    (
        13,
        "/two-lengths",
        raw(f"{OK}Content-Length: 3\nContent-Length: 50\n\nabc"),
        "the answer is not HTTP",
    ),
    (14, "/loop", moved("/loop"), "redirected more than 5 times"),
    (20, "/to-file", moved("file:///etc/passwd"), NO_ADDRESS),
    (20, "/to-data", moved("data:text/html,<p>hello"), NO_ADDRESS),
    (20, "/to-gopher", moved("gopher://127.0.0.1/"), NO_ADDRESS),
    (20, "/to-ftp", moved("ftp://127.0.0.1/"), NO_ADDRESS),
    (20, "/to-script", moved("javascript:alert(1)"), NO_ADDRESS),
    (
        21,
        "/elsewhere",
        moved("http://elsewhere.example/"),
        "elsewhere.example is not a host of this source",
    ),
    (25, "/unasked", Reply(status=304), "answered 304 to a question without conditions"),
)
REFRESHED = ("file:///etc/passwd", "/never-asked", "http://127.0.0.1:1/", "javascript:alert(1)")
TRIED_AGAIN = ("/reset", "/reset-head", "/cut", "/never", "/short")


@pytest.fixture(scope="module")
def site(open_site: Callable[[], Site]) -> Site:
    site = open_site()
    site.replies |= {path: answer for _, path, answer, _ in ATTACKS}
    site.replies |= {
        "/attacks": Reply(rss(*((path, site.url(path)) for _, path, _, _ in ATTACKS))),
        **{
            f"/refresh/{n}": Reply(
                f'<meta http-equiv="refresh" content="0; url={where}">'.encode() + article()
            )
            for n, where in enumerate(REFRESHED)
        },
        "/refresh.xml": Reply(
            rss(*((str(n), site.url(f"/refresh/{n}")) for n in range(len(REFRESHED))))
        ),
        "/good.xml": Reply(rss(("Good", site.url("/good")))),
        "/good": Reply(article()),
        "/trap.xml": Reply(rss(*((f"Day {n}", site.url(f"/day/{n}")) for n in range(30)))),
        "/busy.xml": Reply(rss(("Good", site.url("/busy")))),
        "/busy": busy_once(),
        "/cookie.xml": Reply(
            rss(("Good", site.url("/good"))), headers={"Set-Cookie": "id=1; Path=/"}
        ),
    }
    return site


@pytest.fixture(scope="module")
def away(open_site: Callable[[], Site]) -> Site:
    return open_site()


@pytest.fixture(scope="module")
def night(
    site: Site,
    away: Site,
    open_site: Callable[[], Site],
    tmp_path_factory: pytest.TempPathFactory,
) -> Crawled:
    angry, secret = open_site(), open_site()
    away.replies |= {
        "/robots.txt": Reply(status=404),
        "/away.xml": Reply(rss(*((str(n), away.url(f"/away/{n}")) for n in range(3)))),
        "/away/0": Reply(status=503, headers={"Retry-After": "86400"}),
    }
    angry.replies |= {
        "/robots.txt": Reply(status=500),
        "/feed": Reply(rss(("Good", angry.url("/good")))),
    }
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{unused.getsockname()[1]}"
    hosts = (site.host,)
    plan = make_plan(
        tmp_path_factory.mktemp("warc") / "hostile.warc.gz",
        make_source(
            "attacks",
            (site.url("/attacks"), Kind.FEED),
            hosts=hosts,
            pace=Pace(delay=0, concurrent=20),
        ),
        make_source("robots500", (angry.url("/feed"), Kind.FEED), hosts=(angry.host,)),
        make_source("nobody", (f"http://{nobody}/feed", Kind.FEED), hosts=(nobody,)),
        make_source("noname", ("http://no-such-name.invalid/", Kind.FEED), hosts=("invalid",)),
        make_source(
            "trap",
            (site.url("/trap.xml"), Kind.FEED),
            hosts=hosts,
            pace=Pace(delay=0, concurrent=1, pages_at_most=5),
        ),
        make_source("busy", (site.url("/busy.xml"), Kind.FEED), hosts=hosts),
        make_source(
            "away",
            (away.url("/away.xml"), Kind.FEED),
            hosts=(away.host,),
            pace=ONE,
        ),
        make_source("away-again", (away.url("/away.xml"), Kind.FEED), hosts=(away.host,)),
        make_source("secret", (f"https://{secret.host}/feed", Kind.FEED), hosts=(secret.host,)),
        make_source("cookie", (site.url("/cookie.xml"), Kind.FEED), hosts=hosts),
        make_source("refresh", (site.url("/refresh.xml"), Kind.FEED), hosts=hosts, pace=ONE),
        make_source("good", (site.url("/good.xml"), Kind.FEED), hosts=hosts),
        loopback=(site.host, away.host, angry.host, secret.host, nobody),
    )
    return crawl(plan)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        pytest.param(path, why, id=f"row{row:02d}-{path.strip('/')}")
        for row, path, _, why in ATTACKS
    ],
)
def test_an_attack_is_refused_in_words(night: Crawled, site: Site, path: str, reason: str):
    assert night.refusal("attacks", site.url(path)) == reason


@pytest.mark.parametrize("path", TRIED_AGAIN)
def test_what_broke_off_is_tried_twice_more(night: Crawled, site: Site, path: str):
    """Row 2. A connection that had been kept is tried once more on a new one."""
    assert 3 <= site.times(path) <= 6


def test_a_redirect_is_followed_five_times(night: Crawled, site: Site):
    """Row 14."""
    assert site.times("/loop") == 6


def test_nothing_partial_is_kept_of_an_attack(night: Crawled):
    """Row 13."""
    assert {w.status for w in night.of("attacks", Role.ARTICLE)} <= {302, 304}


def test_the_title_of_an_attacked_article_is_kept(night: Crawled):
    assert len(night.entries("attacks")) == len(ATTACKS)


@pytest.mark.parametrize(
    ("source", "state", "words"),
    [
        pytest.param(*case, id=f"row{row}-{case[0]}")
        for row, *case in (
            (26, "robots500", SourceState.SKIPPED, "robots.txt answered HTTP 500"),
            (2, "nobody", SourceState.FAILED, "connection refused"),
            (23, "secret", SourceState.FAILED, "no secure connection can be made"),
            (24, "busy", SourceState.OK, "3 read"),
            (24, "away", SourceState.PARTIAL, "asks to be left alone"),
            (24, "away-again", SourceState.FAILED, "asks to be left alone"),
            (1, "noname", SourceState.FAILED, "name not found"),
            (30, "trap", SourceState.PARTIAL, "stopped at its cap of 5 pages"),
            (34, "good", SourceState.OK, "2 read"),
        )
    ],
)
def test_each_source_ends_with_its_reason(night, source, state, words):
    outcome = night.outcomes[source]
    assert outcome.state is state
    assert words in outcome.reason


def test_what_a_cap_left_is_counted_and_its_titles_are_kept(night: Crawled):
    """Row 30."""
    assert "26 left for the next night" in night.outcomes["trap"].reason
    assert len(night.entries("trap")) == 30


def test_a_list_that_was_not_worked_through_is_asked_whole_next_night(night: Crawled):
    (listed,) = night.of("trap", Role.FEED)
    assert listed.etag is None


def test_a_host_that_asks_for_a_day_is_asked_no_more(night: Crawled, away: Site):
    """Row 24."""
    assert [away.times(path) for path in ("/away/0", "/away/1", "/away.xml")] == [1, 0, 1]


def test_a_page_that_sends_its_reader_on_is_kept_and_left_there(night: Crawled, site: Site):
    """Row 20."""
    kept = [each.url for each in night.of("refresh", Role.ARTICLE)]
    assert kept == [site.url(f"/refresh/{n}") for n in range(len(REFRESHED))]
    assert site.times("/never-asked") == 0


def test_a_cookie_is_never_sent_back(night: Crawled, site: Site):
    """Row 22."""
    assert not any("Cookie" in each.headers for each in site.seen)
