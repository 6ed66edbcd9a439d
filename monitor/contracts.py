"""What the use cases ask for: the Protocols that wiring fills with concrete parts."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from rules.records import Document, Match
from spiders.records import CrawlMessage, CrawlPlan, Page
from storage.records import MadeFrom, PageFailure, PageRecord, Passage


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, UTC and aware."""


class Crawler(Protocol):
    """Fetches what plans name."""

    def crawl(self, plans: Sequence[CrawlPlan]) -> Generator[CrawlMessage, None, None]:
        """Run every plan, a child process each, a few at once, and pass on what they say.

        Each RecordWritten is fsynced before it is given. Every source of every plan ends with
        exactly one SourceOutcome, also when its child was killed, hung or said nonsense.
        Closing the generator ends the children.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A document that a page gave, and what the rules found in it.

    url: canonical. fingerprint: MinHash signature of the text; () for a document without match.
    """

    document: Document
    url: str
    made_from: MadeFrom
    text_sha256: str
    matches: tuple[Match, ...]
    signature: tuple[int, ...] = ()
    bands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPage:
    """What a page that is watched for change says now.

    keyed: its passages are rows whose keys name them; else they are paragraphs, and a new wording
    has a new key until it is known which paragraph it took the place of. read_as: hash of the way
    of reading. passages: those of the assessment's documents, in their order.
    """

    title: str
    keyed: bool
    read_as: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What became of one page: documents, or a named failure, or both (an entry stands in).

    gone: the address answered 404 or 410. url: the page's canonical address. watched: for a page
    that is watched for change; None for any other.
    """

    page_id: str
    url: str
    documents: tuple[Assessed, ...]
    failure: PageFailure | None = None
    gone: bool = False
    watched: WatchedPage | None = None


class Engine(Protocol):
    """Assesses pages in any number of processes, each page under a deadline and a memory limit."""

    def assess(self, pages: Iterable[PageRecord]) -> Iterator[Assessment]:
        """One Assessment per page, in the order given; a page that hung or died is a failure."""

    def close(self) -> None:
        """End the processes."""


class PageReader(Protocol):
    """Reads a page back from its WARC span."""

    def read(self, record: PageRecord) -> Page:
        """Raises storage.archive.DamagedRecord if the span's hash does not fit."""


class Mailer(Protocol):
    """Hands letters over."""

    def deliver(self, message: EmailMessage, name: str) -> Path | None:
        """Hand over one letter; `name` is safe as a file name and the same for the same letter.

        Gives the file it lies in, None where it was sent. When it returns, the letter is durable.
        """
