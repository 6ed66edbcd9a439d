"""Rows 28 to 32: sites that lie about what they are, never end, or say one thing many times."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from monitor.extract.dates import parse_date
from spiders.records import Kind, Pace, Role, SourcePlan, SourceState
from spiders.shapes import ListingShape
from tests.crawl.conftest import Crawled, crawl, known_from, make_plan, make_source
from tests.crawl.site import Reply, Site, article, rss, sitemap
from tests.crawl.warcs import payload_of

SHAPE = ListingShape(item="li", next_page="a.next", pages_at_most=5)
CAPPED = Pace(delay=0, concurrent=4, pages_at_most=30)

# row, name, what comes with status 200 in place of the page, what it is called
PRETENDERS = (
    (28, "captcha", b"<title>Captcha</title><p>Prove that you are human", "a challenge page"),
    (28, "login", b"<title>Sign in</title><input type=password>", "a login page"),
    (28, "missing", b"<title>Page not found</title><p>Try the map", "nothing is there"),
    (28, "consent", b"<title>Before you continue</title><form>Cookies", "a consent page"),
    (28, "maintenance", b"<title>A</title><p>Under maintenance", "a maintenance notice"),
    (28, "empty", b"", "an empty page"),
    (28, "shell", b"<div id=root></div><script src=/a.js></script>", "only a browser draws"),
    (
        29,
        "redesign",
        b"<h1>News</h1>" + b"<p>Told in another way. " * 90,
        "nothing on the page fits",
    ),
)
LISTED = b"<ul><li><a href='/a'>One</a></li></ul>"


def calendar(path: str) -> Reply | None:
    """A page a month, for ever; each with a story of its own."""
    name, _, number = path.rpartition("/")
    if name == "/story":
        return Reply(article(f"Story {number}"))
    if name != "/month":
        return None
    following = f"<a class=next href='/month/{int(number) + 1}'>next</a>"
    return Reply(f"<ul><li><a href='/story/{number}'>S {number}</a></li></ul>{following}".encode())


def sessions() -> Callable[[str], Reply | None]:
    """Every page gives each reader new addresses of the same two stories."""
    visits = count()

    def answer(path: str) -> Reply | None:
        if path.startswith("/story"):
            return Reply(article())
        if not path.startswith("/list"):
            return None
        visit = next(visits)
        links = "".join(
            f"<li><a href='/story?id={n}&{name}={visit}'>S</a></li>"
            for n in range(2)
            for name in ("PHPSESSID", "utm_source")
        )
        following = f"<a class=next href='/list?PHPSESSID={visit}'>next</a>"
        return Reply(f"<ul>{links}</ul>{following}".encode())

    return answer


def nested(path: str) -> Reply | None:
    """An index of sitemaps behind every index of sitemaps."""
    depth = path.count("/x")
    maps = "".join(f"<sitemap><loc>http://{{host}}{path}/x{n}</loc></sitemap>" for n in range(20))
    return Reply(f"<sitemapindex>{maps}</sitemapindex>".encode()) if depth < 400 else None


@pytest.fixture(scope="module")
def sites(open_site: Callable[..., Site]) -> dict[str, Site]:
    sites = {name: open_site() for name in ("calendar", "sessions", "nested", "slow", "plain")}
    sites["calendar"].endless = calendar
    sites["sessions"].endless = sessions()
    host = sites["nested"].host.encode()

    def of_host(path: str) -> Reply | None:
        reply = nested(path) if path.startswith("/x") else None
        return Reply(reply.body.replace(b"{host}", host)) if reply else None

    sites["nested"].endless = of_host
    slow = sites["slow"]
    slow.replies["/feed"] = Reply(rss(*((str(n), slow.url(f"/story/{n}")) for n in range(200))))
    slow.endless = calendar
    for name, site in pretenders(open_site).items():
        sites[name] = site
    fill_plain(sites["plain"])
    return sites


def pretenders(open_site: Callable[..., Site]) -> dict[str, Site]:
    made = {}
    for _, name, *_ in PRETENDERS:
        made[name] = open_site()
        made[name].replies |= {"/list": Reply(LISTED), "/a": Reply(article())}
    return made


DATES = {
    "1970": "Thu, 01 Jan 1970 00:00:00 +0000",
    "2099": "Thu, 01 Jan 2099 00:00:00 +0000",
    "no zone": "Sat, 14 Jan 2006 23:30:00",
    "Almaty before": "Thu, 29 Feb 2024 23:30:00 +0600",
    "Almaty after": "Fri, 01 Mar 2024 23:30:00 +0500",
    "nonsense": "the other day",
}


def fill_plain(site: Site) -> None:
    story = site.url("/story")
    ways = ("?utm_source=rss", "#top", ";jsessionid=0A1B", "/amp", "?PHPSESSID=1&fbclid=2", "")
    items = "".join(
        f"<item><title>{name}</title><link>{site.url('/none')}{n}</link><pubDate>{said}</pubDate></item>"
        for n, (name, said) in enumerate(DATES.items())
    )
    lying = {"Date": DATES["1970"], "Last-Modified": DATES["2099"]}
    site.replies |= {
        "/ways": Reply(
            rss(
                *((f"Way {n}", f"{story}{way}".replace("&", "&amp;")) for n, way in enumerate(ways))
            )
        ),
        "/map": Reply(sitemap(story, f"{story}?utm_medium=map")),
        "/dates": Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode()),
        "/lying": Reply(rss(("L", site.url("/lying/1"))), headers=lying),
        "/lying/1": Reply(article(), headers=lying),
    }
    site.endless = lambda path: Reply(article()) if path.startswith("/story") else None


@pytest.fixture(scope="module")
def nights(
    sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Crawled, Crawled]:
    folder = tmp_path_factory.mktemp("warc")
    plain = sites["plain"]
    hosts = tuple(site.host for site in sites.values())
    listing = {
        name: make_source(
            name,
            (sites[name].url(path), Kind.LISTING),
            hosts=(sites[name].host,),
            listing=SHAPE,
            pace=CAPPED,
        )
        for name, path in (
            ("calendar", "/month/1"),
            ("sessions", "/list"),
            *((name, "/list") for _, name, _, _ in PRETENDERS),
        )
    }
    again = {
        **listing,
        "ways": make_source(
            "ways",
            (plain.url("/ways"), Kind.FEED),
            (plain.url("/map"), Kind.SITEMAP),
            hosts=(plain.host,),
        ),
    }
    once = (
        make_source(
            "nested",
            (sites["nested"].url("/x"), Kind.SITEMAP),
            hosts=(sites["nested"].host,),
            pace=CAPPED,
        ),
        make_source(
            "slow",
            (sites["slow"].url("/feed"), Kind.FEED),
            hosts=(sites["slow"].host,),
            pace=Pace(delay=0.1, concurrent=1, seconds_at_most=1),
        ),
        make_source("dates", (plain.url("/dates"), Kind.FEED), hosts=(plain.host,), follow=False),
        make_source("lying", (plain.url("/lying"), Kind.FEED), hosts=(plain.host,)),
    )
    first = crawl(make_plan(folder / "1.warc.gz", *again.values(), *once, loopback=hosts))
    for _, name, body, _ in PRETENDERS:
        sites[name].replies["/list"] = Reply(body, headers={"ETag": '"new"'})
    tonight = (
        SourcePlan(source=source, known=known_from(first.of(name)))
        for name, source in again.items()
    )
    return first, crawl(make_plan(folder / "2.warc.gz", *tonight, loopback=hosts))


@pytest.mark.parametrize(
    ("name", "words"),
    [pytest.param(n, words, id=f"row{row}-{n}") for row, n, _, words in PRETENDERS],
)
def test_what_came_instead_of_a_page_is_suspicious_and_no_change(nights, name: str, words: str):
    first, second = nights
    assert first.outcomes[name].state is SourceState.OK
    outcome = second.outcomes[name]
    assert outcome.state is SourceState.SUSPICIOUS
    assert words in outcome.reason
    assert all(written.etag is None for written in second.of(name))


def test_an_endless_calendar_ends_at_its_cap_and_the_rest_is_counted(nights, sites):
    """Row 30."""
    first, _ = nights
    months = [each.path for each in sites["calendar"].seen if each.path.startswith("/month")]
    assert set(months) == {f"/month/{n}" for n in range(1, 6)}
    assert "1 left for the next night" in first.outcomes["calendar"].reason


def test_sessions_do_not_make_new_stories(nights, sites):
    """Row 30."""
    first, _ = nights
    assert len(first.of("sessions", Role.ARTICLE)) == 2
    assert sum(each.path.startswith("/story") for each in sites["sessions"].seen) == 4


def test_sitemaps_behind_sitemaps_end_at_the_cap_on_pages(nights, sites):
    """Row 30."""
    first, _ = nights
    outcome = first.outcomes["nested"]
    assert outcome.state is SourceState.PARTIAL
    assert "stopped at its cap of 30 pages" in outcome.reason
    assert "left for the next night" in outcome.reason
    assert len(sites["nested"].seen) == 31  # and robots.txt


def test_a_source_ends_at_its_cap_on_time_and_keeps_the_titles(nights):
    """Row 30."""
    first, _ = nights
    outcome = first.outcomes["slow"]
    assert outcome.state is SourceState.PARTIAL
    assert "stopped at its cap of 1 s" in outcome.reason
    assert len(first.entries("slow")) + len(first.of("slow", Role.ARTICLE)) == 200


def test_a_story_under_many_addresses_is_fetched_once_and_all_are_kept(nights, sites):
    """Row 31."""
    first, _ = nights
    assert len(first.of("ways", Role.ARTICLE)) == 1
    stories = [each for each in sites["plain"].seen if each.path.startswith("/story")]
    assert len(stories) == 2  # once a night
    (listed,) = first.of("ways", Role.FEED)
    assert payload_of(first.warc, listed).count(b"/story") == 6


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("1970", None),
        ("2099", None),
        ("no zone", date(2006, 1, 14)),
        ("Almaty before", date(2024, 2, 29)),
        ("Almaty after", date(2024, 3, 1)),
        ("nonsense", None),
    ],
)
def test_a_day_is_the_publishers_own_or_none(nights, name: str, day: date | None):
    """Row 32."""
    first, _ = nights
    (entry,) = (each for each in first.entries("dates") if each.title == name)
    assert parse_date(entry.published, date(2026, 11, 25)) == day


def test_when_a_page_was_fetched_is_told_by_our_clock(nights):
    """Row 32: that alone orders pages."""
    first, _ = nights
    now = datetime.now(UTC)
    assert all(now - timedelta(hours=1) < w.fetched_at <= now for w in first.of("lying"))
