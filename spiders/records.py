"""The records of fetching, in the order of the data: source, plan, what a child says, page.

This floor sees nothing of ours. Every datetime is UTC, every hash a lower-case hex SHA-256.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from spiders.shapes import ApiShape, ListingShape, StatusTable, TextShape
from spiders.wishes import ArchiveWish


class Kind(StrEnum):
    """What an entry point is, and so which spider reads it."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    API = "api"
    STATUS_PAGE = "status-page"
    ARCHIVE = "archive"


class Tier(StrEnum):
    """Who speaks; shown as a word beside every flag."""

    OFFICIAL = "official"
    INTERGOVERNMENTAL = "intergovernmental"
    NGO = "ngo"
    INDEPENDENT_MEDIA = "independent-media"
    STATE_MEDIA = "state-media"
    AGGREGATOR = "aggregator"


class Role(StrEnum):
    """What a page was fetched as. ENTRIES: entry data alone, with no answer behind it.

    ARCHIVE: what an archive lists; its captures are articles.
    """

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    API = "api"
    STATUS_PAGE = "status-page"
    ARCHIVE = "archive"
    ARTICLE = "article"
    ENTRIES = "entries"


class SourceState(StrEnum):
    """How a source ended its night; exactly one.

    UNPROVEN: it has never had a good night, and this was none either; whoever conducts the night
    says so, for a child knows no other night.
    """

    OK = "ok"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    FAILED = "failed"
    SUSPICIOUS = "suspicious"
    SKIPPED = "skipped"
    UNPROVEN = "unproven"

    @property
    def is_good(self) -> bool:
        """Whether the source gave all that it had, and that was as it should be."""
        return self in (SourceState.OK, SourceState.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPoint:
    """An address a spider starts from. listing, api: given exactly for their kind.

    fallback: for a status page, an address that tells the same, asked where the first can't be
    read. links: for a status page, the CSS selector of its links to articles.
    lists_at_most: entries beyond which it never tells of any; 0: nobody knows.
    wish: for Kind.ARCHIVE, once somebody asks for something.
    """

    url: str
    kind: Kind
    listing: ListingShape | None = None
    api: ApiShape | None = None
    fallback: str | None = None
    links: str | None = None
    lists_at_most: int = 0
    wish: ArchiveWish | None = None

    @property
    def pages_at_most(self) -> int:
        """How many pages of it are read, as far as its file says so."""
        shape = self.listing or self.api
        return max(1, shape.pages_at_most) if shape else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Manners. delay: seconds between two requests to one host."""

    delay: float = 1.0
    concurrent: int = 1
    pages_at_most: int = 2000
    seconds_at_most: int = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a healthy source gives; less is said, never silently taken for no news.

    documents_per_week: new ones; 0 for what may rightly stay as it is for years. text_at_least:
    characters of its shortest article. dates_that_parse: the share of documents of which the day
    of publication is known, 0 to 1. Its languages are those of the source.
    """

    documents_per_week: float
    text_at_least: int
    dates_that_parse: float = 0.0


ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a source is read for in one register, whose ids mean nothing on this floor.

    recommendations: ids, or ALL alone. primary_for: the addressees whose acts it records itself,
    as their own voice or as a depositary; for all others it is independent of them.
    no_primary_for: (recommendation, why) where it would be the primary source, can't be read, and
    no other can take its place.
    """

    register: str
    recommendations: tuple[str, ...]
    primary_for: tuple[str, ...] = ()
    no_primary_for: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that publishes: one file of the catalogue.

    country: ISO 3166 code of the country it covers; None: many.
    follow: False keeps to the entries' titles and summaries.
    text: where the text of its pages lies; None: wherever a reader would find it.
    articles: regular expressions of which an entry's address must match one; empty: all.
    recheck_days: pages younger than this are asked again, so that edits and removals are seen.
    unverified_hosts: hosts whose TLS certificate is not checked, for theirs can't be.
    by_proxy: through the proxy of the settings or not at all.
    finds: it only finds what others publish: the pages it lists are read wherever they lie, and
    its own words about them are no document.
    watches: what it is read for, a register each.
    disabled_because: None for a source that is crawled; one that is not may lack entry points.
    """

    id: str
    name: str
    publisher: str
    tier: Tier
    country: str | None
    languages: tuple[str, ...]
    entry_points: tuple[EntryPoint, ...]
    allowed_hosts: tuple[str, ...]
    expects: Expectation
    follow: bool = True
    articles: tuple[str, ...] = ()
    status_tables: tuple[StatusTable, ...] = ()
    text: TextShape | None = None
    pace: Pace = Pace()
    recheck_days: int = 14
    unverified_hosts: tuple[str, ...] = ()
    by_proxy: bool = False
    finds: bool = False
    watches: tuple[Watch, ...] = ()
    disabled_because: str | None = None

    @property
    def needs_key(self) -> bool:
        """Whether an entry point answers to a key only."""
        return any(point.api and point.api.key_header for point in self.entry_points)

    @property
    def badges(self) -> tuple[str, ...]:
        """What a reader should know of how its pages come, wherever the source is shown."""
        unverified = (f"certificate of {host} not verified" for host in self.unverified_hosts)
        return (*unverified, *(("by proxy only",) if self.by_proxy else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """A page of an earlier night. Only `recheck` pages are asked again, with the validators.

    url: as it was requested, without a fragment. sha256: of its payload, or, for an entry that was
    kept as title and summary, of the entry (`Entry.sha256`). etag, last_modified: None where the
    server gave none. whole_at: when it last came whole; None: it has to come whole.
    """

    url: str
    role: Role
    sha256: str
    etag: str | None = None
    last_modified: str | None = None
    whole_at: datetime | None = None
    recheck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hard stops for one child. memory: bytes of address space. deadline: seconds."""

    page_bytes: int = 32 * 2**20
    unpacked_bytes: int = 32 * 2**20
    page_seconds: int = 60
    memory: int = 3 * 2**30
    deadline: int = 3600
    entries_per_record: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """One source to crawl and what is known of it."""

    source: Source
    known: tuple[KnownPage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPlan:
    """What one child is to do; it travels as JSON on the child's standard input.

    warc: path of the file to write, which no other process writes.
    loopback: host:port pairs that the address guard lets through (the demo newsroom, tests).
    proxy: of sources that are fetched by proxy only, "http://127.0.0.1:8118"; None: there is none.
    keys: (source id, key) of APIs that ask for one; they go into a header, never into an address.
    """

    run_id: str
    warc: str
    user_agent: str
    sources: tuple[SourcePlan, ...]
    limits: Limits = Limits()
    loopback: tuple[str, ...] = ()
    proxy: str | None = None
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed, sitemap or listing says of one article.

    published: as the entry states it, ISO 8601 where it could be read, else the raw text; ""
    where there is none. summary may hold markup: it is text only after extraction.
    """

    url: str
    title: str
    summary: str = ""
    published: str = ""
    language: str = ""

    @property
    def sha256(self) -> str:
        """Changes whenever any word of the entry does."""
        from hashlib import sha256

        parts = (self.url, self.title, self.summary, self.published, self.language)
        return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWritten:
    """A child's acknowledgement: the WARC span is fsynced.

    warc: file name without folder. offset, length: bytes of the span, which holds a response, or
    a revisit (304), and after it the metadata record of its entry if there is one; or, for
    Role.ENTRIES, one metadata record alone. sha256: of the span's bytes.
    url: as requested; final_url: after redirects. payload_sha256: "" for a revisit.
    entries: the number of entries in the span. entry_keys: (url, Entry.sha256) of each,
    for Role.ENTRIES only.
    """

    source_id: str
    role: Role
    url: str
    final_url: str
    status: int
    fetched_at: datetime
    warc: str
    offset: int
    length: int
    sha256: str
    payload_sha256: str
    etag: str | None = None
    last_modified: str | None = None
    entry_keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An address that gave no record: robots, DNS, time-out, guard, size …"""

    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutcome:
    """How a source ended, in a sentence a person can read. refusals: at most 100, the rest counted.

    read: answers written. unchanged: 304s and known entries. refused: all refusals.
    """

    source_id: str
    state: SourceState
    reason: str
    read: int
    unchanged: int
    refused: int
    refusals: tuple[Refusal, ...] = ()


CrawlMessage = RecordWritten | SourceOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched answer, read back from its WARC span.

    payload: after transfer coding and before content coding. headers: as parsed, names as sent.
    entries: the entry that led here (none or one), or all of a Role.ENTRIES record.
    """

    id: str
    source_id: str
    role: Role
    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    payload: bytes
    fetched_at: datetime
    entries: tuple[Entry, ...] = ()

    @property
    def fetched_on(self) -> date:
        """The day of fetching, UTC."""
        return self.fetched_at.date()
