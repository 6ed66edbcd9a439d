"""Rows 24, 26 and 27: what a host asks for is done. Each case is a host of its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from spiders.records import Kind, Limits, Pace, Role
from tests.crawl.conftest import Crawled, crawl, make_plan, make_source
from tests.crawl.site import (
    Raw,
    Reply,
    Site,
    article,
    busy_once,
    drip_body,
    endless,
    never,
    raw,
    reset_after,
    rss,
)

LIMITS = Limits(page_bytes=1_000_000, unpacked_bytes=1_000_000, page_seconds=1, deadline=60)
CLOSED = b"User-agent: *\nDisallow: /closed\n"
UNREACHABLE = "robots.txt can't be had"


def text(body: bytes) -> Reply:
    return Reply(body, content_type="text/plain")


def moved(where: str) -> Reply:
    return Reply(status=302, headers={"Location": where})


# row, name, robots.txt, whether /open and /closed may be read
ROBOTS: tuple[tuple[int, str, Reply | Raw, bool, bool], ...] = (
    (26, "200", text(CLOSED), True, False),
    *((26, str(status), Reply(CLOSED, status=status), True, True) for status in (400, 401, 403)),
    *((26, str(status), Reply(CLOSED, status=status), True, True) for status in (404, 410, 451)),
    *((26, str(status), Reply(status=status), False, False) for status in (500, 501, 502, 503)),
    (26, "599", Reply(status=599), False, False),
    (26, "silence", never, False, False),
    (26, "slow", drip_body, False, False),
    (26, "dropped", raw(""), False, False),
    (26, "reset", reset_after("HTTP/1.1 200 OK\n"), False, False),
    (26, "torn", raw("HTTP/1.1 200 OK\nContent-Length: 99\n\nUser-agent: *"), False, False),
    (26, "endless", endless, False, False),
    (26, "chain of five", moved("/robots-1"), True, False),
    (26, "loop", moved("/robots.txt"), True, True),
    (26, "to this machine", moved("http://127.0.0.1:1/robots.txt"), False, False),
    (26, "to no address", moved("file:///etc/robots.txt"), False, False),
    (27, "empty", text(b""), True, True),
    (27, "BOM", text(b"\xef\xbb\xbf" + CLOSED), True, False),
    (27, "HTML", Reply(article("Not a robots file")), True, True),
    (27, "CP1251", text("# Не для роботов\n".encode("cp1251") + CLOSED), True, False),
    (27, "KOI8-R path", text(b"User-agent: *\nDisallow: /\xce\xc5\xd4\n" + CLOSED), True, False),
    (27, "UTF-16", text(CLOSED.decode().encode("utf-16")), True, True),
    (27, "NUL", text(b"\x00\n" + CLOSED + b"\x00" * 50), True, False),
    (27, "old line ends", text(CLOSED.replace(b"\n", b"\r")), True, False),
    (27, "our name", text(b"User-agent: RECWATCH\nDisallow: /\n\nUser-agent: *\n"), False, False),
    (27, "our name with a space", text(b"User-agent: Recwatch Bot\nDisallow: /\n"), False, False),
    (27, "our name and version", text(b"User-agent: recwatch/0.1\nDisallow: /\n"), False, False),
    (27, "another name", text(b"User-agent: recwatcher\nDisallow: /\n"), True, True),
    (27, "other lines between", text(b"Host: a\nSitemap: /s\nfoo\n" + CLOSED), True, False),
    (27, "500 KiB and more", text(b"#" * 600_000 + b"\n" + CLOSED), True, True),
    # The cap falls behind "Disallow: /", which would forbid the whole site.
    (27, "cut inside a path", text(b"#" * 511_974 + b"\n" + CLOSED), True, True),
)
LEFT_ALONE = "asks to be left alone"


def after(seconds: float) -> Callable[[], str]:
    """A date so far from the moment of the answer, as mail and HTTP write it."""
    return lambda: (datetime.now(UTC) + timedelta(seconds=seconds)).strftime(
        "%a, %d %b %Y %H:%M:%S GMT"
    )


# name, how the host is busy, the reason if it is given up for tonight
BUSY: tuple[tuple[str, Raw, str | None], ...] = (
    ("429 and a second", busy_once(), None),
    ("503 and a second", busy_once(status=503), None),
    ("a date", busy_once(after(2.5), status=503, seconds=1), None),
    ("a date that is past", busy_once(after(-3600), status=503, seconds=0), None),
    ("a date of 1970", busy_once(lambda: "Thu, 01 Jan 1970 00:00:00 GMT", seconds=0), None),
    ("negative", busy_once(lambda: "-5", status=503, seconds=0), None),
    ("nonsense", busy_once(lambda: "soon", status=503, seconds=0), None),
    ("fraction", busy_once(lambda: "1.5", status=503, seconds=0), None),
    ("a day", busy_once(lambda: "86400", status=503), LEFT_ALONE),
    ("absurd", busy_once(lambda: "9" * 40, status=503), LEFT_ALONE),
    ("a date of 2099", busy_once(lambda: "Thu, 01 Jan 2099 00:00:00 GMT"), LEFT_ALONE),
)


class Hosts:
    """A feed on one host that lists articles of many."""

    def __init__(self, open_site: Callable[[], Site]) -> None:
        self._open = open_site
        self.front = open_site()
        self.sites: dict[str, Site] = {}

    def add(self, name: str, **replies: Reply | Raw) -> None:
        site = self.sites[name] = self._open()
        site.replies |= {f"/{path.replace('_', '.')}": reply for path, reply in replies.items()}

    def listed(self, *paths: str) -> None:
        links = [(name, s.url(path)) for name, s in self.sites.items() for path in paths]
        self.front.replies["/feed"] = Reply(rss(*links))

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(site.host for site in (self.front, *self.sites.values()))


@pytest.fixture(scope="module")
def robots(open_site: Callable[[], Site]) -> Hosts:
    hosts = Hosts(open_site)
    for _, name, reply, *_ in ROBOTS:
        hosts.add(name, robots_txt=reply, open=Reply(article()), closed=Reply(article()))
        chain = {f"/robots-{n}": moved(f"/robots-{n + 1}") for n in range(1, 5)}
        hosts.sites[name].replies |= {**chain, "/robots-5": text(CLOSED)}
    hosts.listed("/open", "/closed")
    return hosts


@pytest.fixture(scope="module")
def busy(open_site: Callable[[], Site]) -> Hosts:
    hosts = Hosts(open_site)
    for name, reply, _ in BUSY:
        hosts.add(name, article=reply)
    hosts.listed("/article")
    return hosts


@pytest.fixture(scope="module")
def slow(open_site: Callable[[], Site]) -> Hosts:
    """One that asks for a pause in robots.txt, and one that doesn't."""
    hosts = Hosts(open_site)
    hosts.add("asks", robots_txt=text(b"User-agent: *\nCrawl-delay: 0.3\n"))
    hosts.add("silent")
    for site in hosts.sites.values():
        site.replies |= {f"/{n}": Reply(article(f"Day {n}")) for n in range(3)}
    hosts.listed("/0", "/1", "/2")
    return hosts


@pytest.fixture(scope="module")
def night(
    robots: Hosts, busy: Hosts, slow: Hosts, tmp_path_factory: pytest.TempPathFactory
) -> Crawled:
    def source(name: str, hosts: Hosts, delay: float = 0):
        return make_source(
            name,
            (hosts.front.url("/feed"), Kind.FEED),
            hosts=hosts.hosts,
            pace=Pace(delay=delay, concurrent=40),
        )

    plan = make_plan(
        tmp_path_factory.mktemp("warc") / "a.warc.gz",
        source("robots", robots),
        source("busy", busy),
        source("slow", slow),
        source("slow-again", slow, delay=0.3),
        loopback=robots.hosts + busy.hosts + slow.hosts,
        limits=LIMITS,
    )
    return crawl(plan)


def was_read(night: Crawled, source: str, url: str) -> bool:
    return any(w.url == url and w.status == 200 for w in night.of(source, Role.ARTICLE))


@pytest.mark.parametrize(
    ("name", "opened", "closed"),
    [pytest.param(*case[1::2], case[4], id=f"row{case[0]}-{case[1]}") for case in ROBOTS],
)
def test_robots_decides(night: Crawled, robots: Hosts, name: str, opened: bool, closed: bool):
    site = robots.sites[name]
    found = [was_read(night, "robots", site.url(path)) for path in ("/open", "/closed")]
    assert found == [opened, closed]
    assert [site.times(path) > 0 for path in ("/open", "/closed")] == [opened, closed]


@pytest.mark.parametrize(
    ("name", "reason"), [pytest.param(n, why, id=f"row24-{n}") for n, _, why in BUSY]
)
def test_a_busy_host_is_left_alone_as_it_asks(
    night: Crawled, busy: Hosts, name: str, reason: str | None
):
    url = busy.sites[name].url("/article")
    if reason is None:
        assert was_read(night, "busy", url)
    else:
        assert reason in night.refusal("busy", url)
        assert busy.sites[name].times("/article") == 1


def span(site: Site, first: int, last: int) -> float:
    """Seconds between two of a site's visits, robots.txt among them."""
    return site.seen[last].at - site.seen[first].at


def test_the_pause_that_robots_asks_for_is_kept(night: Crawled, slow: Hosts):
    """Row 24. A slow machine only lengthens it."""
    assert span(slow.sites["asks"], 1, 3) > 2 * 0.3 * 0.9


def test_the_pause_of_the_source_is_kept_beside_concurrency(night: Crawled, slow: Hosts):
    """Row 24."""
    assert span(slow.sites["silent"], 4, 7) > 3 * 0.3 * 0.9


def test_the_next_source_of_a_host_keeps_the_pause_too(night: Crawled, slow: Hosts):
    """Row 24."""
    site = slow.sites["asks"]
    assert all(span(site, n, n + 1) > 0.3 * 0.5 for n in range(1, len(site.seen) - 1))
