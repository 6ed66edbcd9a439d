"""Rows 15 to 19: nothing leads into this machine or its network, however it is written or named.

Each address names a server that runs on this machine and counts its visitors.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from spiders.crawl import _cause
from spiders.records import Kind, SourceState
from tests.crawl.altered import Ended, crawl_altered, on_web_ports
from tests.crawl.conftest import make_plan, make_source
from tests.crawl.site import Reply, Site, article, rss

NETWORKS = (
    *("127.0.0.1", "127.8.8.8", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("100.64.0.1", "0.0.0.0", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "[::1]", "[::]", "[fd00::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]"),
)
SPELLINGS = (
    *("2130706433", "0x7f000001", "0x7f.1", "127.1", "127.0.1", "0", "017700000001"),
    *("0177.0.0.1", "127.0.0.1.", "localhost", "LOCALHOST", "localhost.", "a.localhost"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("[2002:7f00:1::]", "[2001:0:7f00:1::80ff:fffe]"),
)
# What one reader of addresses takes for another host, port or scheme than the next one does.
AMBIGUOUS = (
    *(r"http://news.example\@{home}/", r"http://{home}\@news.example/", r"http:\\{home}/"),
    *("http://news.example@{home}/", "http://news.example:pass@{home}/", "http:///{home}/"),
    *(
        "http://news.example#@{home}/",
        "http://news.example?@{home}/",
        "http://{home}#@news.example/",
    ),
    *("http://news.example%2f@{home}/", "http://news.example%00.{home}/", "http://{home}:80/"),
    *("http://news.example &@{home}#", "http://[::1%25lo]/", "http:{home}/", "HTTP://{home}/"),
    *("http://%31%32%37.0.0.1/", "//{home}/", "/\\{home}/", r"\\{home}/", "http://[{home}]/"),
)
LISTED = (
    *((15, f"http://{host}:{{port}}/") for host in NETWORKS),
    *((16, f"http://{host}:{{port}}/") for host in SPELLINGS),
    *((19, url) for url in AMBIGUOUS),
)

# HTTP 404: it was read as a path of the site that redirects, and asked of that site.
OUTSIDE = ("host of this source", "blocked", "redirected to what is no web address", "HTTP 404")


@pytest.fixture(scope="module")
def secret(open_site: Callable[..., Site]) -> Site:
    site = open_site()
    site.replies["/"] = Reply(article("SECRET"))
    return site


def targets(secret: Site) -> list[str]:
    return [url.format(port=secret.port, home=secret.host) for _, url in LISTED]


def redirecting(open_site: Callable[..., Site], secret: Site) -> Site:
    """A site that is let through, each of whose articles has moved to this machine."""
    site = open_site()
    site.replies["/feed"] = Reply(rss(*((str(n), site.url(f"/{n}")) for n in range(len(LISTED)))))
    for number, target in enumerate(targets(secret)):
        site.replies[f"/{number}"] = Reply(status=302, headers={"Location": target})
    return site


Redirected = tuple[Site, Ended]


def redirected(
    folder: Path, open_site: Callable[..., Site], secret: Site, alteration: str
) -> Redirected:
    site = redirecting(open_site, secret)
    source = make_source("moved", (site.url("/feed"), Kind.FEED), hosts=("127.0.0.1", site.host))
    home = make_source("home", (secret.url("/"), Kind.STATUS_PAGE), hosts=(secret.host,))
    plan = make_plan(folder / "a.warc.gz", source, home, loopback=(site.host,))
    return site, crawl_altered(plan, on_web_ports(secret.port) + alteration)


@pytest.fixture(scope="module")
def both_gates(
    open_site: Callable[..., Site], secret: Site, tmp_path_factory: pytest.TempPathFactory
) -> Redirected:
    return redirected(tmp_path_factory.mktemp("warc"), open_site, secret, "")


@pytest.fixture(scope="module")
def dial_alone(
    open_site: Callable[..., Site], secret: Site, tmp_path_factory: pytest.TempPathFactory
) -> Redirected:
    """As if nobody had looked at the addresses before the connection is made."""
    without = "guard.GuardMiddleware.process_request = lambda self, request: None\n"
    return redirected(tmp_path_factory.mktemp("warc"), open_site, secret, without)


@pytest.mark.parametrize(
    "number",
    [pytest.param(n, id=f"row{row}-{url}") for n, (row, url) in enumerate(LISTED)],
)
def test_a_redirect_into_this_network_is_refused(both_gates: Redirected, secret: Site, number: int):
    site, ended = both_gates
    reason = ended.crawled.refusal("moved", site.url(f"/{number}"))
    assert reason.endswith(OUTSIDE)
    assert secret.seen == []


def test_the_connection_is_refused_where_nobody_looked_before(dial_alone: Redirected, secret: Site):
    """Rows 15 and 16: the second gate alone."""
    _, ended = dial_alone
    assert ended.crawled.outcomes["moved"].refused == len(LISTED)
    assert secret.seen == []


def test_an_entry_point_on_this_machine_is_refused(both_gates: Redirected, secret: Site):
    """Row 15."""
    outcome = both_gates[1].crawled.outcomes["home"]
    assert outcome.state is SourceState.FAILED
    assert "blocked" in outcome.reason
    assert secret.seen == []


# -- names -----------------------------------------------------------------------------------------

# A name server of our own. 127.0.0.77 stands for the public web.
NAMES = """
import itertools, socket
import spiders.safety.guard as guard
import spiders.safety.dialing as dialing
real = guard.address_refusal
dialing.address_refusal = lambda text: None if text == "127.0.0.77" else real(text)
turns = {
    "turning.example": itertools.cycle(["127.0.0.77", "127.0.0.1"]),
    "home.example": itertools.cycle(["127.0.0.1"]),
}
socket.gethostbyname = lambda name: next(turns[name]) if name in turns else name
"""
TURNING = "turning.example"
FRESH = "import scrapy.resolver\nscrapy.resolver.LocalCache.__setitem__ = lambda *each: None\n"


@pytest.fixture
def public(secret: Site) -> Site:
    """On the secret server's port, at an address that counts as public."""
    site = Site(address="127.0.0.77", port=secret.port)
    site.replies |= {
        "/feed": Reply(rss(*((str(n), f"http://{TURNING}:{secret.port}/{n}") for n in range(6)))),
        **{f"/{n}": Reply(article(f"Day {n}"), headers={"Connection": "close"}) for n in range(6)},
    }
    return site


@pytest.mark.parametrize(
    "cache",
    [
        pytest.param("", id="cached", marks=pytest.mark.prove),
        pytest.param(FRESH, id="asked-each-time"),
    ],
)
def test_a_name_that_turns_to_this_machine_never_reaches_it(
    tmp_path: Path, public: Site, secret: Site, cache: str
):
    """Row 17."""
    home = f"{TURNING}:{secret.port}"
    source = make_source("turning", (f"http://{home}/feed", Kind.FEED), hosts=(home,))
    plan = make_plan(tmp_path / "a.warc.gz", source, loopback=())
    crawl_altered(plan, on_web_ports(secret.port) + NAMES + cache)
    public.close()
    assert public.times("/feed") >= 1
    assert secret.seen == []


@pytest.mark.prove
def test_a_name_of_this_machine_is_said_to_be_blocked(tmp_path: Path, secret: Site):
    """Row 17."""
    home = f"home.example:{secret.port}"
    source = make_source("home", (f"http://{home}/", Kind.FEED), hosts=(home,))
    plan = make_plan(tmp_path / "a.warc.gz", source, loopback=())
    ended = crawl_altered(plan, on_web_ports(secret.port) + NAMES)
    assert "127.0.0.1 is not a public address: blocked" in ended.crawled.outcomes["home"].reason
    assert secret.seen == []


# -- the canary ------------------------------------------------------------------------------------

HOLES = {
    "no gate at the connection": (
        "import spiders.safety.dialing as dialing\n"
        "class Open:\n    exits = None\n"
        "dialing.install_dial = Open\n"
    ),
    "a gate that forgets a network": (
        "import spiders.safety.dialing as dialing\n"
        "real = dialing.address_refusal\n"
        "dialing.address_refusal = lambda a: None if a == '10.0.0.1' else real(a)\n"
    ),
    "a gate that lets all through": (
        "import spiders.safety.dialing as dialing\n"
        "dialing.Exits.refusal = lambda self, address, port: None\n"
    ),
    "no gate before": (
        "import spiders.safety.guard as guard\nguard.url_refusal = lambda url, loopback=(): None\n"
    ),
    "one spelling forgotten": (
        "import spiders.safety.guard as guard\n"
        "real = guard.address_refusal\n"
        "guard.address_refusal = lambda text: None if text == '127.1' else real(text)\n"
    ),
}
FIRST, *REST = HOLES


@pytest.mark.parametrize("hole", [FIRST, *(pytest.param(n, marks=pytest.mark.prove) for n in REST)])
def test_a_guard_with_a_hole_keeps_the_child_from_starting(tmp_path: Path, site: Site, hole: str):
    """Row 18."""
    source = make_source("any", (site.url("/feed"), Kind.FEED), hosts=(site.host,))
    plan = make_plan(tmp_path / "a.warc.gz", source, loopback=(site.host,))
    ended = crawl_altered(plan, HOLES[hole])
    assert ended.code != 0
    assert _cause(ended.code, ended.last_words).startswith(
        "nothing was fetched: the address guard let"
    )
    assert site.seen == []


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    site = open_site()
    site.replies["/feed"] = Reply(rss())
    return site
