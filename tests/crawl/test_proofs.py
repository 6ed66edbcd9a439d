"""Rows 8 to 12 and 34 at full size: gigabytes, and twenty hostile sources beside twenty good ones.

What was measured goes into the report of `make prove`.
"""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import brotli
import pytest

from spiders.records import Kind, Limits, Pace, Role, SourceState
from tests.crawl.conftest import crawl, make_plan, make_source
from tests.crawl.memory import watched
from tests.crawl.site import (
    Raw,
    Reply,
    Site,
    article,
    drip_body,
    drip_head,
    endless,
    endless_lines,
    half_closed,
    never,
    raw,
    reset_after,
    rss,
)
from tests.night.commands import start

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = [
    pytest.mark.prove,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform != "linux", reason="needs 127.0.1.x and /proc"),
]
GIB = 2**30
CHUNK = bytes(2**20)
OK = "HTTP/1.1 200 OK\n"
MOST = 400  # megabytes; three times what an ordinary crawl takes


def _packed(compress: Callable[[bytes], bytes], flush: Callable[[], bytes]) -> bytes:
    """Two gigabytes of nothing."""
    return b"".join([*(compress(CHUNK) for _ in range(2048)), flush()])


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return _packed(packer.compress, packer.flush)


def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=5)
    return _packed(packer.process, packer.finish)


def zstd_bomb() -> bytes:
    packer = zstd.ZstdCompressor()
    return _packed(packer.compress, packer.flush)


def gigabyte(handler: BaseHTTPRequestHandler) -> None:
    """A page that ends, after a gigabyte."""
    handler.wfile.write(f"{OK}Content-Type: text/html\n\n".replace("\n", "\r\n").encode())
    for _ in range(1024):
        handler.wfile.write(b"<p>" + CHUNK[3:])


def twenty_thousand_headers(handler: BaseHTTPRequestHandler) -> None:
    lines = "".join(f"X-Pad-{number}: {'x' * 1000}\r\n" for number in range(20_000))
    handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{lines}\r\nok".encode())


def coded(body: bytes, coding: str) -> Reply:
    return Reply(body, headers={"Content-Encoding": coding})


def test_pages_of_gigabytes_are_cut_in_a_bounded_memory(
    open_site: Callable[..., Site],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
):
    """Rows 8 to 12."""
    gz = gzip_bomb()
    large, unpacked = "larger than the limit", "when unpacked"
    attacks: dict[str, tuple[Reply | Raw, str]] = {
        "/gigabyte": (gigabyte, large),
        "/gz": (coded(gz, "gzip"), unpacked),
        "/gzgz": (coded(gzip.compress(gz), "gzip, gzip"), unpacked),
        "/br": (coded(brotli_bomb(), "br"), unpacked),
        "/zst": (coded(zstd_bomb(), "zstd"), unpacked),
        "/headers": (twenty_thousand_headers, "the headers are too large"),
    }
    site = open_site()
    site.replies |= {path: reply for path, (reply, _) in attacks.items()}
    site.replies |= {
        "/feed": Reply(rss(*((path, site.url(path)) for path in (*attacks, "/good")))),
        "/good": Reply(article()),
    }
    source = make_source(
        "large",
        (site.url("/feed"), Kind.FEED),
        hosts=(site.host,),
        pace=Pace(delay=0, concurrent=len(attacks)),
    )
    plan = make_plan(tmp_path / "a.warc.gz", source, loopback=(site.host,), limits=Limits())
    with watched() as peak:
        night = crawl(plan)
    for path, (_, reason) in attacks.items():
        assert reason in night.refusal("large", site.url(path))
    assert [each.url for each in night.of("large", Role.ARTICLE)] == [site.url("/good")]
    record_property("peak RSS of the child, MB", peak.megabytes)
    assert 0 < peak.megabytes < MOST


def test_a_child_at_its_memory_limit_ends_alone_and_is_said(
    open_site: Callable[..., Site], tmp_path: Path
):
    """Row 12: what no cap of ours counts is held by the limit on the child."""
    site = open_site()
    site.replies |= {"/feed": Reply(rss(("A", site.url("/a")))), "/a": gigabyte}
    limits = Limits(memory=500 * 2**20, page_bytes=4 * GIB)
    source = make_source("greedy", (site.url("/feed"), Kind.FEED), hosts=(site.host,))
    plan = make_plan(tmp_path / "a.warc.gz", source, loopback=(site.host,), limits=limits)
    outcome = crawl(plan).outcomes["greedy"]
    assert outcome.state is SourceState.FAILED
    assert outcome.reason == "the fetching process ran out of memory"


# -- row 34 ----------------------------------------------------------------------------------------


def zipped(coding: str, body: bytes) -> dict[str, Reply | Raw]:
    return {"/feed": coded(body, coding)}


def moved(where: str) -> dict[str, Reply | Raw]:
    return {"/feed": Reply(status=302, headers={"Location": where})}


ZEROS = bytes(64 * 2**20)
HOSTILE: dict[str, dict[str, Reply | Raw]] = {
    "reset": {"/feed": reset_after("")},
    "half-closed": {"/feed": half_closed},
    "drip": {"/feed": drip_body},
    "drip-head": {"/feed": drip_head},
    "silent": {"/feed": never},
    "endless": {"/feed": endless},
    "huge": {"/feed": raw(f"{OK}Content-Length: 1000000000000\n\n")},
    "gigabyte": {"/feed": gigabyte},
    "gzip-bomb": zipped("gzip", gzip.compress(ZEROS)),
    "brotli-bomb": zipped("br", brotli.compress(ZEROS, quality=5)),
    "zstd-bomb": zipped("zstd", zstd.compress(ZEROS)),
    "many-headers": {"/feed": twenty_thousand_headers},
    "interim": {"/feed": endless_lines("", "HTTP/1.1 103 Early Hints\n\n")},
    "garbage": {"/feed": raw("\x00\x01 not http at all\n\n")},
    "torn": {"/feed": raw(f"{OK}Content-Length: 50\n\nabc")},
    "loop": moved("/feed"),
    "inward": moved("http://169.254.169.254/latest/meta-data/"),
    "robots-500": {"/robots.txt": Reply(status=500)},
    "away": {"/feed": Reply(status=503, headers={"Retry-After": "86400"})},
    "captcha": {"/feed": Reply(b"<title>Captcha</title><p>Prove it")},
}
SOURCE = """\
id: {name}
name: {name}
publisher: A test
tier: ngo
languages: [en]
allowed_hosts: ["{host}"]
expects: {{documents_per_week: 1, text_at_least: 10}}
pace: {{delay: 0, seconds_at_most: 5}}
entry_points:
  - {{url: "http://{host}/feed", kind: feed}}
"""


@pytest.fixture
def sites() -> Iterator[dict[str, Site]]:
    """Each at an address of its own, and so a child of its own."""
    names = (*HOSTILE, *(f"good-{number}" for number in range(len(HOSTILE))))
    found = {name: Site(address=f"127.0.1.{n}") for n, name in enumerate(names, start=1)}
    for name, site in found.items():
        site.replies |= {"/feed": Reply(rss(("A verdict", site.url("/a")))), "/a": Reply(article())}
        site.replies |= HOSTILE.get(name, {})
    yield found
    for site in found.values():
        site.close()


def test_twenty_hostile_sources_leave_twenty_good_ones_alone(
    sites: dict[str, Site],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
):
    """Row 34."""
    assert len(HOSTILE) == 20
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for name, site in sites.items():
        (folder / f"{name}.yml").write_text(SOURCE.format(name=name, host=site.host))
    for key, value in {
        "CONTACT": "a test",
        "SHIPPED_CATALOGUE": "false",
        "CRAWLS": "8",
        "LOOPBACK": json.dumps([site.host for site in sites.values()]),
    }.items():
        monkeypatch.setenv(f"RECWATCH_{key}", value)
    process = start(tmp_path, "run", "--sources", "live", "--json")
    with watched(process.pid) as peak:
        out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err  # what never had a good night alarms nobody
    states = {each["source_id"]: each for each in json.loads(out)["sources"]}
    good = [name for name in states if name.startswith("good-")]
    assert [states[name]["state"] for name in good] == ["ok"] * 20
    assert all(states[name]["reason"] for name in HOSTILE)
    assert {states[name]["state"] for name in HOSTILE} == {"unproven", "skipped"}
    record_property("good sources that finished", f"{len(good)} of 20")
    record_property("peak RSS of a child, MB", peak.megabytes)
    assert 0 < peak.megabytes < MOST
