"""A child with one thing altered, a name server or a gate; the rest is the real one."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from spiders.records import CrawlPlan, RecordWritten, SourceOutcome
from spiders.wire import decode_message, encode_plan
from tests.crawl.conftest import Crawled

_REST = "\nimport sys\nfrom spiders.child import main\nsys.exit(main())\n"


class Ended(NamedTuple):
    crawled: Crawled
    code: int
    last_words: str


def crawl_altered(plan: CrawlPlan, alteration: str) -> Ended:
    """alteration: Python that runs in the child before anything else."""
    child = subprocess.run(
        [sys.executable, "-c", alteration + _REST],
        input=encode_plan(plan).encode("ascii"),
        capture_output=True,
        timeout=100,
        check=False,
    )
    messages = [decode_message(line) for line in child.stdout.decode("ascii").splitlines()]
    crawled = Crawled(
        records=[each for each in messages if isinstance(each, RecordWritten)],
        outcomes={each.source_id: each for each in messages if isinstance(each, SourceOutcome)},
        warc=Path(plan.warc),
    )
    return Ended(crawled, child.returncode, child.stderr.decode("utf-8", "replace"))


def on_web_ports(*ports: int) -> str:
    """Lets the ports of test servers count as web ports, so that nothing but the host is wrong."""
    return f"import spiders.safety.guard as guard\nguard.PORTS |= {set(ports)}\n"
