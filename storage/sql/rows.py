"""Between records and rows. What has no column of its own travels as JSON, and comes back equal."""

import json
from hashlib import sha256
from typing import Any, Protocol

from rules.records import Document, Evidence, Factuality, Match, Toward
from spiders.records import RecordWritten, Refusal, Role, SourceOutcome, SourceState
from storage.post import Digest
from storage.records import (
    Answer,
    Change,
    Fingerprint,
    Flag,
    FlagEvent,
    FlagState,
    Heading,
    Implementation,
    Lane,
    MadeFrom,
    PageRecord,
    Review,
    Run,
    RunState,
    SourceHistory,
    SourceNight,
    Status,
    StoredDocument,
)

Row = dict[str, Any]  # a row to write, by column name


class Cells(Protocol):
    """A row that was read: the one place where a value's type is known from its column only."""

    def __getitem__(self, name: str, /) -> Any: ...


def dumps(value: object) -> str:
    """JSON as it is kept: compact, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def url_key(url: str) -> str:
    """What an address is indexed by."""
    return sha256(url.encode()).hexdigest()


def _fields(record: object, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


# -- runs --------------------------------------------------------------------------------------
_RUN = ("id", "started_at", "finished_at", "rules")


def run_row(run: Run) -> Row:
    """A run's row."""
    return _fields(run, *_RUN) | {"state": run.state.value}


def run_of(row: Cells) -> Run:
    """The run in a row."""
    return Run(state=RunState(row["state"]), **{name: row[name] for name in _RUN})


_OUTCOME = ("source_id", "reason", "read", "unchanged", "refused")
_NIGHT = ("run_id", "documents", "last_good", "cure")


def night_row(night: SourceNight) -> Row:
    """A source night's row."""
    outcome = night.outcome
    refusals = dumps([[r.url, r.reason] for r in outcome.refusals])
    return (
        _fields(outcome, *_OUTCOME)
        | _fields(night, *_NIGHT)
        | {
            "state": outcome.state.value,
            "refusals": refusals,
        }
    )


def night_of(row: Cells) -> SourceNight:
    """The source night in a row."""
    refusals = tuple(Refusal(url=u, reason=r) for u, r in json.loads(row["refusals"]))
    outcome = SourceOutcome(
        state=SourceState(row["state"]),
        refusals=refusals,
        **{name: row[name] for name in _OUTCOME},
    )
    return SourceNight(outcome=outcome, **{name: row[name] for name in _NIGHT})


def history_of(row: Cells) -> SourceHistory:
    """The history in a row of sums, which some databases give as decimals."""
    return SourceHistory(
        first_good=row["first_good"],
        last_good=row["last_good"],
        nights=int(row["nights"]),
        documents=int(row["documents"]),
    )


# -- pages -------------------------------------------------------------------------------------
_WRITTEN = (
    "source_id",
    "url",
    "final_url",
    "status",
    "fetched_at",
    "warc",
    "offset",
    "length",
    "sha256",
    "payload_sha256",
    "etag",
    "last_modified",
)


def page_row(page: PageRecord) -> Row:
    """A page's row."""
    return _fields(page.written, *_WRITTEN) | {
        "id": page.id,
        "run_id": page.run_id,
        "role": page.written.role.value,
        "entry_keys": dumps(page.written.entry_keys),
    }


def page_of(row: Cells) -> PageRecord:
    """The page in a row."""
    keys = tuple((url, key) for url, key in json.loads(row["entry_keys"]))
    written = RecordWritten(
        role=Role(row["role"]), entry_keys=keys, **{name: row[name] for name in _WRITTEN}
    )
    return PageRecord(id=row["id"], run_id=row["run_id"], written=written)


# -- documents ---------------------------------------------------------------------------------
_DOCUMENT = ("id", "title", "text", "language", "published", "country")
_STORED = (
    "url",
    "page_id",
    "run_id",
    "source_id",
    "text_sha256",
    "fetched_at",
    "story_id",
    "superseded_by",
    "gone_at",
)


def document_row(stored: StoredDocument) -> Row:
    """A document version's row."""
    return (
        _fields(stored.document, *_DOCUMENT)
        | _fields(stored, *_STORED)
        | {
            "own_url": stored.document.url,
            "url_sha256": url_key(stored.url),
            "made_from": stored.made_from.value,
            "change": stored.change.value,
        }
    )


def document_of(row: Cells) -> StoredDocument:
    """The document version in a row."""
    document = Document(url=row["own_url"], **{name: row[name] for name in _DOCUMENT})
    return StoredDocument(
        document=document,
        made_from=MadeFrom(row["made_from"]),
        change=Change(row["change"]),
        **{name: row[name] for name in _STORED},
    )


def match_body(match: Match) -> str:
    """A match as JSON."""
    evidence = [[e.field, e.start, e.end, e.quote, e.part] for e in match.evidence]
    return dumps(
        [
            match.recommendation,
            match.clause,
            match.signal,
            match.toward.value,
            match.factuality.value,
            match.rung,
            evidence,
        ]
    )


def match_of(body: str) -> Match:
    """The match in JSON."""
    recommendation, clause, signal, toward, factuality, rung, evidence = json.loads(body)
    return Match(
        recommendation=recommendation,
        clause=clause,
        signal=signal,
        toward=Toward(toward),
        factuality=Factuality(factuality),
        rung=rung,
        evidence=tuple(
            Evidence(field=field, start=start, end=end, quote=quote, part=part)
            for field, start, end, quote, part in evidence
        ),
    )


def match_row(document_id: str, position: int, match: Match) -> Row:
    """A match's row."""
    return {
        "document_id": document_id,
        "position": position,
        "recommendation": match.recommendation,
        "factuality": match.factuality.value,
        "body": match_body(match),
    }


def fingerprint_row(fingerprint: Fingerprint) -> Row:
    """A fingerprint's row."""
    return _fields(fingerprint, "document_id", "story_id") | {
        "signature": dumps(fingerprint.signature),
        "bands": dumps(fingerprint.bands),
    }


def fingerprint_of(row: Cells) -> Fingerprint:
    """The fingerprint in a row."""
    return Fingerprint(
        document_id=row["document_id"],
        story_id=row["story_id"],
        signature=tuple(json.loads(row["signature"])),
        bands=tuple(json.loads(row["bands"])),
    )


# -- flags -------------------------------------------------------------------------------------
_FLAG = ("number", "recommendation", "story_id", "document_id", "key", "reason", "raised_at")


def flag_row(flag: Flag) -> Row:
    """A flag's row."""
    return _fields(flag, *_FLAG, "run_id") | {
        "lane": flag.lane.value,
        "heading": flag.heading.value,
        "state": flag.state.value,
    }


def flag_of(row: Cells) -> Flag:
    """The flag in a row."""
    return Flag(
        run_id=row["run_id"],
        lane=Lane(row["lane"]),
        heading=Heading(row["heading"]),
        state=FlagState(row["state"]),
        **{name: row[name] for name in _FLAG},
    )


_EVENT = ("flag", "run_id", "at", "what", "reason")


def event_row(event: FlagEvent, after_review: int) -> Row:
    """A flag event's row. after_review: the newest review's number."""
    return _fields(event, *_EVENT) | {"after_review": after_review}


def event_of(row: Cells) -> FlagEvent:
    """The flag event in a row."""
    return FlagEvent(**{name: row[name] for name in _EVENT})


_REVIEW = ("number", "flag", "note", "reviewer", "at")


def review_row(review: Review) -> Row:
    """A review's row."""
    return _fields(review, *_REVIEW) | {"answer": review.answer.value}


def review_of(row: Cells) -> Review:
    """The review in a row."""
    return Review(answer=Answer(row["answer"]), **{name: row[name] for name in _REVIEW})


_STATUS = ("number", "recommendation", "clause", "rung", "note", "reviewer", "at")


def status_row(status: Status) -> Row:
    """A status's row."""
    words = {"implementation": status.implementation.value, "flags": dumps(status.flags)}
    return _fields(status, *_STATUS) | words


def status_of(row: Cells) -> Status:
    """The status in a row."""
    return Status(
        implementation=Implementation(row["implementation"]),
        flags=tuple(json.loads(row["flags"])),
        **{name: row[name] for name in _STATUS},
    )


# -- digests -----------------------------------------------------------------------------------
_DIGEST = ("id", "subscriber", "made_at", "run_id")


def digest_row(digest: Digest) -> Row:
    """A digest's row."""
    return _fields(digest, *_DIGEST) | {"flags": dumps(digest.flags)}


def digest_of(row: Cells) -> Digest:
    """The digest in a row."""
    flags = tuple(json.loads(row["flags"]))
    return Digest(flags=flags, **{name: row[name] for name in _DIGEST})
