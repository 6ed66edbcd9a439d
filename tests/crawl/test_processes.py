"""Children that end badly, and parents that end early."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from spiders.crawl import ProcessCrawler, _environment
from spiders.records import Kind, Limits, Pace, RecordWritten, SourceOutcome, SourceState
from tests.crawl.conftest import make_plan, make_source
from tests.crawl.site import Reply, Site, article, never, rss

USUAL = Limits()
SLOW = Limits(page_seconds=50, deadline=1)


@pytest.fixture(scope="module")
def site(open_site: Callable[[], Site]) -> Site:
    site = open_site()
    site.replies |= {
        "/robots.txt": Reply(status=404),
        "/hang.xml": never,
        "/good.xml": Reply(rss(("Good", site.url("/good")))),
        "/good": Reply(article()),
        "/long.xml": Reply(rss(*((f"Day {n}", site.url(f"/long/{n}")) for n in range(200)))),
    }
    site.replies |= {f"/long/{n}": Reply(article(f"Day {n}")) for n in range(200)}
    return site


def plan_for(site: Site, warc: Path, path: str, limits: Limits = USUAL, delay: float = 0):
    source = make_source(
        warc.stem,
        (site.url(path), Kind.FEED),
        hosts=(site.host,),
        pace=Pace(delay=delay, concurrent=1),
    )
    return make_plan(warc, source, loopback=(site.host,), limits=limits)


def children() -> list[psutil.Process]:
    mine = psutil.Process().children(recursive=True)
    return [each for each in mine if "spiders.child" in _command(each)]


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # it ended while it was looked at
        return ""


def test_a_child_that_hangs_is_killed_and_the_other_group_is_unharmed(site: Site, tmp_path: Path):
    """Row 76."""
    plans = [
        plan_for(site, tmp_path / "hang.warc.gz", "/hang.xml", SLOW),
        plan_for(site, tmp_path / "good.warc.gz", "/good.xml"),
    ]
    outcomes = [
        each
        for each in ProcessCrawler(concurrent=2, grace=0.5).crawl(plans)
        if isinstance(each, SourceOutcome)
    ]
    assert {(each.source_id, each.state) for each in outcomes} == {
        ("hang.warc", SourceState.FAILED),
        ("good.warc", SourceState.OK),
    }
    assert "killed at its deadline" in next(o.reason for o in outcomes if "hang" in o.source_id)


def test_a_child_without_memory_ends_alone_and_says_so(site: Site, tmp_path: Path):
    """Row 77."""
    plan = plan_for(site, tmp_path / "a.warc.gz", "/good.xml", Limits(memory=60 * 2**20))
    (outcome,) = ProcessCrawler().crawl([plan])
    assert isinstance(outcome, SourceOutcome)
    assert outcome.state is SourceState.FAILED


def test_a_killed_child_leaves_what_it_acknowledged(site: Site, tmp_path: Path):
    """Row 53."""
    plan = plan_for(site, tmp_path / "a.warc.gz", "/long.xml", delay=0.05)
    messages = []
    for message in ProcessCrawler().crawl([plan]):
        messages.append(message)
        if len(messages) == 3:
            for child in children():
                child.kill()
    outcome = messages[-1]
    assert isinstance(outcome, SourceOutcome)
    assert outcome.reason == "the fetching process was killed (signal 9)"
    size = Path(plan.warc).stat().st_size
    assert all(m.offset + m.length <= size for m in messages if isinstance(m, RecordWritten))


def test_closing_early_ends_the_children(site: Site, tmp_path: Path):
    """Row 80."""
    crawling = ProcessCrawler().crawl(
        [plan_for(site, tmp_path / "a.warc.gz", "/long.xml", delay=0.05)]
    )
    next(crawling)
    crawling.close()
    assert children() == []


def test_a_child_told_to_stop_finishes_its_page_and_says_its_outcome(site: Site, tmp_path: Path):
    """Row 78."""
    plan = plan_for(site, tmp_path / "a.warc.gz", "/long.xml", delay=0.05)
    messages = []
    for message in ProcessCrawler().crawl([plan]):
        messages.append(message)
        if len(messages) == 3:
            for child in children():
                child.terminate()
    outcome = messages[-1]
    assert isinstance(outcome, SourceOutcome)
    assert outcome.state is SourceState.PARTIAL
    assert outcome.reason.startswith("stopped by wish")


def test_a_file_that_exists_is_never_written_over(site: Site, tmp_path: Path):
    plan = plan_for(site, tmp_path / "a.warc.gz", "/good.xml")
    Path(plan.warc).write_bytes(b"evidence")
    (outcome,) = ProcessCrawler().crawl([plan])
    assert isinstance(outcome, SourceOutcome)
    assert outcome.state is SourceState.FAILED
    assert Path(plan.warc).read_bytes() == b"evidence"


def test_no_secret_reaches_a_child(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RECWATCH_DATABASE", "postgresql://user:secret@host/db")
    assert "secret" not in " ".join(_environment().values())


def test_many_groups_share_a_few_children(site: Site, tmp_path: Path):
    """Row 79: one process crawls again and again, for a child does each crawl."""
    plans = [plan_for(site, tmp_path / f"{n}.warc.gz", "/good.xml") for n in range(3)]
    most = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.is_set():
            most = max(most, len(children()))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    outcomes = [
        each
        for each in ProcessCrawler(concurrent=1).crawl(plans)
        if isinstance(each, SourceOutcome)
    ]
    done.set()
    watcher.join()
    assert (len(outcomes), most) == (3, 1)
