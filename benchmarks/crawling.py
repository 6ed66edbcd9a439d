"""Crawl speed on loopback, evidence written and acknowledged, against a bare Scrapy spider.

Both read the same sitemap and the same pages from a server of its own process, eight requests at a
time and without pauses, alternately, each run in a new process. Two figures a run: the whole run
from the start of the process to its end, and from the first page asked for to the last one served,
as the server sees it. The ratio is the median of those of neighbouring runs; processor time is that
of the fetching process. Ours asks robots.txt, checks addresses, packs and fsyncs WARC records, and
acknowledges each; Scrapy keeps nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median

from spiders.crawl import ProcessCrawler
from spiders.records import (
    CrawlPlan,
    EntryPoint,
    Expectation,
    Kind,
    Pace,
    RecordWritten,
    Role,
    Source,
    SourcePlan,
    Tier,
)

PAGES = 2_000
PAIRS = 5
AT_ONCE = 8


def measure(pages: int = PAGES, pairs: int = PAIRS) -> dict[str, object]:
    """Pages a second of both, and ours as a share of Scrapy's, whole runs and pages alone."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crawlserver", str(pages)], stdout=subprocess.PIPE
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().decode().strip()
        _ours(address, pages)
        _bare(address, pages)  # warms the disk's and the server's caches
        runs = [(_run(_ours, address, pages), _run(_bare, address, pages)) for _ in range(pairs)]
    finally:
        server.terminate()
        server.wait()
    return {
        "pages": pages,
        "pairs": pairs,
        **{name: _compared(runs, name, pages) for name in ("whole_run", "pages_alone", "cpu")},
    }


Run = dict[str, float]


def _compared(runs: list[tuple[Run, Run]], name: str, pages: int) -> dict[str, float]:
    return {
        "ours_per_second": round(median(pages / ours[name] for ours, _ in runs)),
        "scrapy_per_second": round(median(pages / bare[name] for _, bare in runs)),
        "ratio": round(median(bare[name] / ours[name] for ours, bare in runs), 2),
    }


def _run(crawl: Callable[[str, int], None], address: str, pages: int) -> Run:
    _figures(address)
    before, begun = os.times(), time.monotonic()
    crawl(address, pages)
    whole, after = time.monotonic() - begun, os.times()
    cpu = sum(after[:4]) - sum(before[:4])  # of this process too: ours listens to its child
    return {"whole_run": whole, "pages_alone": _figures(address), "cpu": cpu}


def _figures(address: str) -> float:
    """Seconds from the first page asked for to the last one served, since this was last asked."""
    with urllib.request.urlopen(f"{address}/figures") as answer:
        return float(json.load(answer))


def _ours(address: str, pages: int) -> None:
    host = address.partition("//")[2]
    source = Source(
        id="site",
        name="site",
        publisher="site",
        tier=Tier.INDEPENDENT_MEDIA,
        country=None,
        languages=("en",),
        entry_points=(EntryPoint(url=f"{address}/sitemap.xml", kind=Kind.SITEMAP),),
        allowed_hosts=(host,),
        expects=Expectation(documents_per_week=0, text_at_least=0),
        pace=Pace(delay=0, concurrent=AT_ONCE, pages_at_most=2 * pages),
    )
    with tempfile.TemporaryDirectory() as folder:
        plan = CrawlPlan(
            run_id="bench",
            warc=str(Path(folder) / "bench.warc.gz"),
            user_agent="recwatch/0.1 (benchmark)",
            sources=(SourcePlan(source=source),),
            loopback=(host,),
        )
        said = list(ProcessCrawler().crawl([plan]))
    kept = [m for m in said if isinstance(m, RecordWritten) and m.role is Role.ARTICLE]
    assert len(kept) == pages, said[-1]


def _bare(address: str, pages: int) -> None:
    command = [sys.executable, "-m", "benchmarks.barespider", address, str(AT_ONCE)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    assert int(done.stdout) == pages


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.pages, chosen.pairs), indent=1))
