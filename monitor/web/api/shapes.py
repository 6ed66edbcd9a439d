"""What the API says and takes, as its OpenAPI document describes it. All times are ISO 8601."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from monitor.flagsheet import Reviewers
from monitor.notes import NOTE_AT_MOST
from rules.searching import QUERY_AT_MOST
from spiders.records import Tier
from storage.records import Answer, FlagState, Heading, Implementation, Lane

Id = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,200}$")]  # no database takes a NUL


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Told):
    """Words in a field of the document: its [start:end] in code points is the quote."""

    field: str
    start: int
    end: int
    quote: str
    part: str


class Match(_Told):
    """A signal that was found. toward: where it points; factuality: whether it is told as done."""

    clause: str
    signal: str
    toward: str
    factuality: str
    rung: str | None
    evidence: list[Evidence]


class Review(_Told):
    """One answer, or "undo", which takes back the newest one that stands."""

    number: int
    flag: int
    answer: Answer
    note: str
    reviewer: str
    at: datetime


class Flag(_Told):
    """A flag and the document that it shows. answer: the one that stands; null: none does."""

    number: int
    recommendation: str
    lane: Lane
    heading: Heading
    state: FlagState
    raised_at: datetime
    reason: str
    story: str
    document: str
    title: str
    language: str
    source: str
    published: date | None
    fetched_at: datetime
    address: str
    matches: list[Match]
    answer: Review | None


class FlagFilter(BaseModel):
    """The filters of the queue; of any lane and state unless named.

    since, until: days of publication, both included. q: words, "phrases" and prefix*, all of which
    the document holds. source: its id.
    """

    model_config = ConfigDict(extra="forbid")

    lane: Lane | None = None
    state: FlagState | None = None
    recommendation: Id | None = None
    heading: Heading | None = None
    language: Id | None = None
    source: Id | None = None
    tier: Tier | None = None
    since: date | None = None
    until: date | None = None
    q: Annotated[str, Field(max_length=QUERY_AT_MOST)] = ""


class FlagPage(FlagFilter):
    """The filters, and which page. after: the `next` of the page before."""

    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 100


class SheetFilter(FlagFilter):
    """The filters, and how the file is written. bom: for old spreadsheets; by: who answered."""

    bom: bool = False
    by: Reviewers = Reviewers.PSEUDONYMS


class Flags(_Told):
    """A page of flags, by number. next: where the following page begins; null: there is none."""

    flags: list[Flag]
    next: int | None


class Passage(_Told):
    """A sentence or more around evidence, as it is shown to people."""

    field: str
    text: str


class Event(_Told):
    """What a run did to a flag: "raised", "reopened" or "noted"."""

    run: str
    at: datetime
    what: str
    reason: str


class FlagInFull(_Told):
    """A flag with everything. seen: send it back with an answer; priority: its sum in words."""

    flag: Flag
    seen: str
    asks: str | None
    why: list[str]
    passages: list[Passage]
    priority: str | None
    events: list[Event]
    reviews: list[Review]
    other_documents: list[str]


class Reviews(_Told):
    """Every answer to a flag, in the order given."""

    reviews: list[Review]


class NewReview(BaseModel):
    """An answer to a flag as it was seen. seen: from the flag; if it has changed, it is refused."""

    model_config = ConfigDict(extra="forbid")

    answer: Answer
    seen: Annotated[str, Field(max_length=40)]
    note: Annotated[str, Field(max_length=NOTE_AT_MOST)] = ""


class Status(_Told):
    """Where a clause stands, as a person said last, citing flags."""

    number: int
    implementation: Implementation
    rung: str | None
    flags: list[int]
    note: str
    reviewer: str
    at: datetime


class Clause(_Told):
    """A checkable part of a demand. status: null where nobody has set one."""

    id: str
    text: str
    status: Status | None


class Recommendation(_Told):
    """A demand of the report. life: open, fulfilled, overtaken or carried."""

    id: str
    asks: str
    addressees: list[str]
    ladder: str
    rungs: list[str]
    life: str
    life_since: date | None
    clauses: list[Clause]


class Recommendations(_Told):
    """The register: every demand of one report, in its order."""

    register_id: str
    title: str
    recommendations: list[Recommendation]


class Document(_Told):
    """A document without its text. flags: numbers of its story's flags."""

    id: str
    title: str
    language: str
    source: str
    published: date | None
    fetched_at: datetime
    address: str
    gone_at: datetime | None
    flags: list[int]


class Documents(_Told):
    """A page of documents, the one that came in last first. next: send it as `before`."""

    documents: list[Document]
    next: int | None


class DocumentInFull(_Told):
    """A document with its text. text_sha256: of the text as it is kept."""

    document: Document
    text: str
    text_sha256: str
    superseded_by: str | None


class Refusal(_Told):
    """An address that was not read, and why."""

    address: str
    reason: str


class SourceNight(_Told):
    """How a source ended the night."""

    source: str
    name: str
    state: str
    reason: str
    read: int
    unchanged: int
    refused: int
    documents: int
    last_good: datetime | None
    cure: str
    refusals: list[Refusal]


class Night(_Told):
    """The last run and each of its sources; run: null where there was none."""

    run: str | None
    started_at: datetime | None
    finished_at: datetime | None
    state: str | None
    sources: list[SourceNight]


class Problem(_Told):
    """RFC 9457. detail: a sentence for a person."""

    type: str
    title: str
    status: int
    detail: str
