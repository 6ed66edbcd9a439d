"""The records of remembering, in the order of the data: page, document, story, flag, review.

Facts are appended; the few fields that change in place (a flag's state, a document's successor)
are projections of them. Every datetime is UTC, every hash a lower-case hex SHA-256.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.records import Document, Match
from spiders.records import RecordWritten, SourceOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A process that may hold the lease. started: its start, seconds since the epoch."""

    host: str
    boot_id: str
    pid: int
    started: float


class RunState(StrEnum):
    """INTERRUPTED: its process was gone before the run was closed; a later run took over."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One night's work. id: sortable by start. rules: hash of the rules it judged by."""

    id: str
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A job's one turn on a local date. due_at: when the schedule wanted it.

    begun_at: the start of the newest try. run_id: of that try; None: the job makes no runs.
    ended_at: None until it has ended well.
    """

    job: str
    local_date: date
    due_at: datetime
    begun_at: datetime
    run_id: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """Where a page's bytes lie, and the run that fetched them. id: made by `page_id`."""

    id: str
    run_id: str
    written: RecordWritten


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailure:
    """Why a page gave no document. kind: the failure's name, "NotAnArticle"; reason: a sentence."""

    page_id: str
    kind: str
    reason: str


class MadeFrom(StrEnum):
    """What a document's text is: an article, an entry's title and summary, a row of facts, or a
    passage of a page that is watched for change.
    """

    ARTICLE = "article"
    ENTRY = "entry"
    FACT = "fact"
    PASSAGE = "passage"
    ADDED = "added"


class Change(StrEnum):
    """What a stored document was to the store when it came."""

    NEW = "new"
    CHANGED = "changed"
    COMPLETED = "completed"  # the article took the place of its entry


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A version of the document at `url`, the canonical address.

    document.id is unique per version. story_id: None while it has no match.
    superseded_by: the next version's id; None for the version that stands.
    gone_at: when the address answered 404 or 410 while this version stood; None: never.
    """

    document: Document
    url: str
    page_id: str
    run_id: str
    source_id: str
    made_from: MadeFrom
    change: Change
    text_sha256: str
    fetched_at: datetime
    story_id: str | None
    superseded_by: str | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A row or paragraph of a watched page. key: names it over all versions of its page."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVersion:
    """What a watched page said from `seen_at` until its next version; the page lies in a WARC file.

    url: the canonical address. number: counts from 1 at each address. text_sha256: of title and
    passages. read_as: hash of the way of reading; versions read in different ways can't be
    compared. passages: in the page's order, no key twice.
    """

    url: str
    number: int
    page_id: str
    run_id: str
    source_id: str
    title: str
    text_sha256: str
    read_as: str
    passages: tuple[Passage, ...]
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Documents that tell one event; `document_id` is the one that came first."""

    id: str
    document_id: str
    run_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A MinHash signature of a document in a story, and the bands it is found by (64-bit)."""

    document_id: str
    story_id: str
    signature: tuple[int, ...]
    bands: tuple[int, ...]


class Lane(StrEnum):
    """HAPPENED: actual acts. COMING: planned ones. BACKLOG: older than the baseline, never news."""

    HAPPENED = "happened"
    COMING = "coming"
    BACKLOG = "backlog"


class FlagState(StrEnum):
    """WAITING for a person, or ANSWERED. A reopened flag waits again.

    JOINED: a person said that another flag tells the same; an answer to that one covers it.
    """

    WAITING = "waiting"
    ANSWERED = "answered"
    JOINED = "joined"


class Heading(StrEnum):
    """Where a flag's matches point, taken together."""

    PROGRESS = "progress"
    REGRESSION = "regression"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One recommendation touched by one story, waiting for a person.

    number: counts from 1 in the order of raising. document_id: the version whose matches it shows.
    key: what tells it from another flag of the same story (directions, rungs, names), canonical.
    reason: why it was raised or last reopened, a sentence.
    """

    number: int
    recommendation: str
    story_id: str
    document_id: str
    lane: Lane
    heading: Heading
    key: str
    reason: str
    raised_at: datetime
    run_id: str
    state: FlagState = FlagState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagEvent:
    """Appended whenever a run raises or reopens a flag, or notes something on it."""

    flag: int
    run_id: str
    at: datetime
    what: str  # "raised", "reopened" or "noted"
    reason: str


class Answer(StrEnum):
    """What a person may answer. UNDO takes back the newest answer of the flag."""

    PROGRESS = "progress"
    REGRESSION = "regression"
    NO_CHANGE = "no-change"
    NOT_RELEVANT = "not-relevant"
    UNSURE = "unsure"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One answer, appended. number: counts from 1 over the whole store; 0 before it is stored."""

    number: int
    flag: int
    answer: Answer
    note: str
    reviewer: str
    at: datetime


class Implementation(StrEnum):
    """How far a clause is carried out, in the words of the field; a person says so."""

    NOT_STARTED = "not-started"
    SOME_STEPS = "some-steps"
    PARTLY = "partly-done"
    FULLY = "done"
    GOING_BACK = "going-back"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a clause stands, as a person set it; appended.

    number: counts from 1 over the whole store; 0 before it is stored. rung: of its ladder; None
    where none is reached. flags: the numbers cited, ascending.
    """

    number: int
    recommendation: str
    clause: str
    implementation: Implementation
    rung: str | None
    flags: tuple[int, ...]
    note: str
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCount:
    """How many flags of one kind a run raised or reopened."""

    recommendation: str
    lane: Lane
    heading: Heading
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNight:
    """One source's outcome in one run.

    documents: new or changed ones that came of it. last_good: when the newest earlier run began in
    which it ended well; None: never. cure: what a person may do about a bad one; "" for none known.
    """

    run_id: str
    outcome: SourceOutcome
    documents: int = 0
    last_good: datetime | None = None
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHistory:
    """What a source did in earlier runs. first_good, last_good: when those began; None: never.

    nights, documents: within the period asked for, the nights on which it answered and the
    documents that came of them.
    """

    first_good: datetime | None
    last_good: datetime | None
    nights: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagQuery:
    """Which flags, in the order of their numbers. None and empty mean any. after: a number.

    asks: only those on which this person has not spoken while they wait.
    """

    recommendation: str | None = None
    lane: Lane | None = None
    state: FlagState | None = None
    run_id: str | None = None
    asks: str | None = None
    after: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMatches:
    """All matches of one version, in the matcher's order."""

    document_id: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What settling decided, to be stored in one transaction, in this order.

    assessed: pages that are done with. failures: of those, the ones without a document.
    superseded: (old document id, new document id). gone: (document id, when).
    flags: new ones, and known ones whose shown document, reason or state changes (by number).
    """

    assessed: tuple[str, ...] = ()
    failures: tuple[PageFailure, ...] = ()
    versions: tuple[PageVersion, ...] = ()
    documents: tuple[StoredDocument, ...] = ()
    matches: tuple[DocumentMatches, ...] = ()
    superseded: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, datetime], ...] = ()
    stories: tuple[Story, ...] = ()
    fingerprints: tuple[Fingerprint, ...] = ()
    flags: tuple[Flag, ...] = ()
    events: tuple[FlagEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """Pages fetched in [since, before) are asked again; others are only known."""

    since: datetime
    before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """A match that raised no flag: a demand, a denial, a look back or a state."""

    document_id: str
    published: date | None
    match: Match


def page_id(warc: str, offset: int) -> str:
    """The id of the page at `offset` of the WARC file `warc` (a name without folder)."""
    from hashlib import sha256

    return sha256(f"{warc}:{offset}".encode()).hexdigest()[:20]
