"""The guard that keeps crawls on the public web: its canaries must all be refused."""

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.contracts import Crawler
from monitor.doctor.verdict import Verdict, broken, well
from spiders.records import (
    CrawlPlan,
    EntryPoint,
    Expectation,
    Kind,
    Source,
    SourceOutcome,
    SourcePlan,
    Tier,
)

_CURE = "do not crawl; install recwatch again"


def probe_guard(let_through: Callable[[], tuple[str, ...]], fetched: Callable[[], str]) -> Verdict:
    """Whether every private address is refused, as text and when a child really asks for one.

    fetched: what became of a page on this machine that nobody let through; see `fetch_canary`.
    """
    open_ways = let_through()
    if open_ways:
        return broken("guard", f"the address guard lets through {', '.join(open_ways)}", _CURE)
    reason = fetched()
    if "blocked" not in reason:
        return broken("guard", f"a page on this machine was not blocked: {reason}", _CURE)
    return well("guard", "private addresses are refused, however they are written")


def fetch_canary(crawler: Crawler) -> str:
    """Ask for a page on this machine as a night would; gives what became of it."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        reason = _asked(crawler, _canary(door.getsockname()[1]))
        door.setblocking(False)
        try:
            door.accept()[0].close()
        except BlockingIOError:
            return reason
    return "a connection was made to it"


def _asked(crawler: Crawler, source: Source) -> str:
    """What a night's child says of a source."""
    with TemporaryDirectory(prefix="recwatch-") as folder:
        plan = CrawlPlan(
            run_id="doctor",
            warc=str(Path(folder) / "canary.warc.gz"),
            user_agent="recwatch-doctor",
            sources=(SourcePlan(source=source),),
        )
        with closing(crawler.crawl([plan])) as messages:
            (outcome,) = (one for one in messages if isinstance(one, SourceOutcome))
    return outcome.reason


def _canary(port: int) -> Source:
    return Source(
        id="canary",
        name="A page on this machine",
        publisher="recwatch",
        tier=Tier.AGGREGATOR,
        country=None,
        languages=(),
        entry_points=(EntryPoint(url=f"http://127.0.0.1:{port}/", kind=Kind.STATUS_PAGE),),
        allowed_hosts=(f"127.0.0.1:{port}",),
        expects=Expectation(documents_per_week=0, text_at_least=0),
    )
