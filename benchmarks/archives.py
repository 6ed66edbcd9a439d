"""From a gzipped WARC file of others to flags, on one core: records cut, checked, read and matched.

    python -m benchmarks.archives [--pages N]

Pages of the size and make of a news site's (`benchmarks.newspages`); of a hundred two hold an
article that gives a match, the others such as give none. No processes, no database: the
time is that of cutting records out of the file, of reading pages and of matching, each apart.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha1
from typing import TypeVar

from benchmarks.newspages import page_bodies
from monitor.assess import assess
from monitor.demo.articles import Article, load_edition
from monitor.found import added_source
from monitor.readings import read_page
from monitor.wiring import load_matcher, load_settings
from rules.matcher import Matcher
from rules.records import Document
from spiders.archived import Chooser, Kept
from spiders.records import Page
from spiders.warcstream import Member, WarcStream
from spiders.wishes import ArchiveWish

T = TypeVar("T")
PAGES = 400
ON_TOPIC = 2  # of a hundred
HOST = "news.example.org"
_PIECE = 2**20
_BEFORE = 10  # pages read before the clock starts: they make the automatons


def measure(pages: int = PAGES) -> dict[str, float]:
    """Pages a second from the file to matches, and the shares of the time that each step takes."""
    matcher = load_matcher(load_settings())
    data = _warc(pages, matcher)
    source = added_source(f"https://{HOST}/", "KZ")
    found, cutting = _timed(lambda: [_page(kept) for kept in _taken(data)])
    for each in found[:_BEFORE]:
        assess(each, source, matcher)
    _, reading = _timed(lambda: [read_page(each, source) for each in found])
    assessed, assessing = _timed(lambda: [assess(each, source, matcher) for each in found])
    matched = sum(any(d.matches for d in one.documents) for one in assessed)
    whole = cutting + assessing
    return {
        "pages": len(found),
        "megabytes": round(len(data) / 2**20),
        "pages_with_matches": matched,
        "pages_per_second": round(len(found) / whole),
        "share_cutting_records": round(cutting / whole, 2),
        "share_reading_pages": round(reading / whole, 2),
        "share_matching": round((assessing - reading) / whole, 2),
    }


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    done = work()
    return done, time.process_time() - begun


def _taken(data: bytes) -> Iterator[Kept]:
    stream = WarcStream()
    chooser = Chooser(ArchiveWish(belongs=((HOST, "added"),)), datetime.now(UTC))
    for start in range(0, len(data), _PIECE):
        for member in stream.feed(data[start : start + _PIECE]):
            kept = (
                chooser.record(member, f"{member.offset}") if isinstance(member, Member) else None
            )
            if kept is not None:
                yield kept


def _page(kept: Kept) -> Page:
    answer = kept.answer
    return Page(
        id=answer.url,
        source_id=kept.source_id,
        role=answer.role,
        url=answer.url,
        final_url=answer.final_url,
        status=answer.status,
        headers=answer.headers,
        payload=answer.payload,
        fetched_at=answer.fetched_at,
    )


def _warc(pages: int, matcher: Matcher) -> bytes:
    flagged, quiet = _articles(matcher)
    planted = pages * ON_TOPIC // 100
    bodies = [*page_bodies(planted, flagged), *page_bodies(pages - planted, quiet, seed=2)]
    return b"".join(_record(number, body) for number, body in enumerate(bodies))


def _articles(matcher: Matcher) -> tuple[list[Article], list[Article]]:
    """Those that give a match, and the others."""
    on_topic: list[Article] = []
    quiet: list[Article] = []
    for article in load_edition(1).articles:
        text = "\n".join(article.paragraphs)
        document = Document(
            id="a", title=article.title, text=text, language=article.language, country="KZ"
        )
        (on_topic if matcher.match(document) else quiet).append(article)
    return on_topic, quiet


def _record(number: int, body: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2017-03-01T01:23:45Z\r\n"
        f"WARC-Target-URI: https://{HOST}/{number}\r\n"
        f"WARC-Payload-Digest: sha1:{sha1(body).hexdigest()}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    print(json.dumps(measure(parser.parse_args().pages), indent=1))
