"""Rows 21, 22, 23 and 33: whom a crawl talks to, what it tells them, and by which way."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from spiders.records import Kind, KnownPage, Role, Source, SourcePlan, SourceState
from tests.crawl.certificates import Authority
from tests.crawl.conftest import Crawled, crawl, make_plan, make_source
from tests.crawl.site import Reply, Site, article, rss

NAMES = ("User-Agent", "Host", "Accept", "Accept-Language", "Accept-Encoding", "Connection")


# -- other origins ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def other(open_site: Callable[..., Site]) -> Site:
    site = open_site()
    site.replies |= {"/moved": Reply(article("Moved")), "/listed": Reply(article())}
    return site


@pytest.fixture(scope="module")
def wandering(
    other: Site, open_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory
) -> Crawled:
    """A site gives a cookie and a validator and sends its reader on to another host."""
    site = open_site()
    named = other.url("").replace("127.0.0.1", "localhost")
    cookie = {"Set-Cookie": "id=1; Path=/; Domain=127.0.0.1", "ETag": '"a mark"'}
    site.replies |= {
        "/feed": Reply(rss(("Moved", site.url("/a")), ("Off", f"{named}/listed")), headers=cookie),
        "/a": Reply(status=302, headers={"Location": f"{named}/moved", **cookie}),
    }
    known = KnownPage(
        url=site.url("/a"),
        role=Role.ARTICLE,
        sha256="",
        etag='"a mark"',
        whole_at=datetime.now(UTC),
        recheck=True,
    )
    hosts = (site.host, other.host)
    both = make_source("both", (site.url("/feed"), Kind.FEED), hosts=(*hosts, "localhost"))
    one = make_source("one", (site.url("/feed"), Kind.FEED), hosts=(site.host,))
    plan = make_plan(
        tmp_path_factory.mktemp("warc") / "a.warc.gz",
        one,
        SourcePlan(source=both, known=(known,)),
        loopback=(*hosts, named.partition("//")[2]),
    )
    return crawl(plan)


def test_an_off_site_redirect_and_link_are_named_and_not_followed(wandering: Crawled):
    """Row 21."""
    reasons = [each.reason for each in wandering.outcomes["one"].refusals]
    assert reasons == ["localhost is not a host of this source"] * 2


def test_another_host_is_told_nothing_but_who_asks(wandering: Crawled, other: Site):
    """Row 22: no cookie, credential, referrer or validator of the first host."""
    assert wandering.of("both", Role.ARTICLE)
    told = {name for each in other.seen for name in each.headers}
    assert told <= set(NAMES)


# -- certificates ----------------------------------------------------------------------------------


BAD = {
    "expired": {"days": -1},
    "self-signed": {"is_signed": False},
    "for another host": {"name": "other.example"},
    "not yet valid": {"since": 1},
}
OLD = "TLS 1.1 at most"


@pytest.fixture(scope="module")
def encrypted(
    open_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Site], Crawled]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    sites = {name: open_site(tls=authority.server(**how)) for name, how in BAD.items()}
    sites["good"] = open_site(tls=authority.server())
    sites[OLD] = open_site(tls=authority.server(is_old=True))
    for name, site in sites.items():
        site.replies["/feed"] = Reply(rss((name, f"https://{site.host}/a")))
        site.replies["/a"] = Reply(article(name))
    excepted = [
        tls_source(f"excepted {name}", sites[name], unverified=(sites[name].host,)) for name in BAD
    ]
    beside = tls_source("beside", sites["expired"], unverified=(sites["good"].host,))
    plan = make_plan(
        folder / "a.warc.gz",
        *(tls_source(name, site) for name, site in sites.items()),
        *excepted,
        beside,
        loopback=tuple(site.host for site in sites.values()),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(authority.file))
        return sites, crawl(plan)


def tls_source(name: str, site: Site, *, unverified: tuple[str, ...] = ()) -> Source:
    url = f"https://{site.host}/feed"
    return make_source(name, (url, Kind.FEED), hosts=(site.host,), unverified_hosts=unverified)


def test_a_certificate_that_holds_is_let_through(encrypted):
    """Row 23."""
    assert encrypted[1].outcomes["good"].state is SourceState.OK


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *((name, "its certificate is not valid") for name in BAD if "host" not in name),
        ("for another host", "its certificate is for another host"),
        (OLD, "no secure connection can be made"),
        ("beside", "its certificate is not valid"),
    ],
)
def test_a_certificate_that_does_not_hold_is_refused(encrypted, name: str, why: str):
    """Row 23."""
    _, night = encrypted
    assert night.outcomes[name].state is SourceState.FAILED
    assert why in night.outcomes[name].reason


@pytest.mark.parametrize("name", BAD)
def test_a_host_that_the_source_excepts_is_read_and_the_night_says_so(encrypted, name: str):
    """Row 23."""
    sites, night = encrypted
    outcome = night.outcomes[f"excepted {name}"]
    assert outcome.state is SourceState.OK
    assert f"certificate of {sites[name].host} not verified" in outcome.reason


# -- the proxy -------------------------------------------------------------------------------------


class Proxy:
    """Forwards plain requests as they are, lets no tunnel through, and counts both."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *arguments: object) -> None: ...

            def do_GET(self) -> None:
                proxy.asked.append(self.path)
                parts = urlsplit(self.path)
                with closing(HTTPConnection(parts.netloc)) as onward:
                    onward.request("GET", parts.path, headers={"Via": "1.1 proxy"})
                    answer = onward.getresponse()
                    body = answer.read()
                self.send_response(answer.status)
                for name in ("Location", "Content-Length"):
                    self.send_header(name, answer.headers.get(name, ""))
                self.end_headers()
                self.wfile.write(body)

            def do_CONNECT(self) -> None:
                proxy.asked.append(self.path)
                self.send_error(403)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return "http://{}:{}".format(*self._server.server_address)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    yield proxy
    proxy.close()


def origin(open_site: Callable[..., Site]) -> Site:
    site = open_site()
    site.replies |= {
        "/robots.txt": Reply(b"", content_type="text/plain"),
        "/feed": Reply(rss(("A", site.url("/a")), ("Moved", site.url("/moved")))),
        "/a": Reply(article()),
        "/moved": Reply(status=302, headers={"Location": site.url("/a")}),
    }
    return site


def veiled(name: str, site: Site) -> Source:
    url = f"{name.split(maxsplit=1)[0]}://{site.host}/feed"
    return make_source(name, (url, Kind.FEED), hosts=(site.host,), by_proxy=True)


SCHEMES = ("http by proxy", "https by proxy")
Veiled = tuple[dict[str, Site], Crawled]


def fetched(folder: Path, open_site: Callable[..., Site], proxy: str | None) -> Veiled:
    """A night over a plain source between two by proxy; each on a site of its own."""
    sites = {name: origin(open_site) for name in (*SCHEMES, "plain")}
    plain = sites["plain"]
    plan = make_plan(
        folder / "a.warc.gz",
        veiled(SCHEMES[0], sites[SCHEMES[0]]),
        make_source("plain", (plain.url("/feed"), Kind.FEED), hosts=(plain.host,)),
        veiled(SCHEMES[1], sites[SCHEMES[1]]),
        loopback=tuple(site.host for site in sites.values()),
        proxy=proxy,
    )
    return sites, crawl(plan)


@pytest.fixture(scope="module")
def with_proxy(
    open_site: Callable[..., Site], proxy: Proxy, tmp_path_factory: pytest.TempPathFactory
) -> Veiled:
    return fetched(tmp_path_factory.mktemp("warc"), open_site, proxy.url)


@pytest.fixture(scope="module")
def with_a_dead_proxy(
    open_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory
) -> Veiled:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = "http://{}:{}".format(*unused.getsockname())
        return fetched(tmp_path_factory.mktemp("warc"), open_site, dead)


@pytest.fixture(scope="module")
def without_proxy(
    open_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory
) -> Veiled:
    return fetched(tmp_path_factory.mktemp("warc"), open_site, None)


def test_every_request_goes_by_the_proxy_and_the_night_says_so(with_proxy: Veiled):
    """Row 33."""
    sites, night = with_proxy
    outcome = night.outcomes[SCHEMES[0]]
    assert outcome.state is SourceState.OK
    assert "by proxy only" in outcome.reason
    seen = sites[SCHEMES[0]].seen
    assert {each.path for each in seen} == {"/robots.txt", "/feed", "/a", "/moved"}
    assert all("Via" in each.headers for each in seen)


def test_a_tunnel_that_the_proxy_refuses_leaves_the_origin_unvisited(
    with_proxy: Veiled, proxy: Proxy
):
    """Row 33."""
    sites, night = with_proxy
    outcome = night.outcomes[SCHEMES[1]]
    assert outcome.state is SourceState.FAILED
    assert "the proxy did not let it through" in outcome.reason
    assert sites[SCHEMES[1]].host in proxy.asked
    assert sites[SCHEMES[1]].seen == []


@pytest.mark.parametrize("name", SCHEMES)
def test_a_dead_proxy_leaves_the_origin_unvisited(with_a_dead_proxy: Veiled, name: str):
    """Row 33."""
    sites, night = with_a_dead_proxy
    assert night.outcomes[name].state is SourceState.FAILED
    assert sites[name].seen == []


@pytest.mark.parametrize("name", SCHEMES)
def test_without_a_proxy_nothing_is_asked_and_the_cure_is_said(without_proxy: Veiled, name: str):
    """Row 33."""
    sites, night = without_proxy
    assert night.outcomes[name].state is SourceState.FAILED
    assert "set RECWATCH_PROXY" in night.outcomes[name].reason
    assert sites[name].seen == []


@pytest.mark.parametrize("nights", ["with_proxy", "with_a_dead_proxy", "without_proxy"])
def test_a_source_beside_it_is_fetched_directly(nights: str, request: pytest.FixtureRequest):
    """Row 33: the proxy is the source's own matter."""
    sites, night = request.getfixturevalue(nights)
    assert night.outcomes["plain"].state is SourceState.OK
    assert not any("Via" in each.headers for each in sites["plain"].seen)
