"""Records for tests: `make_*` supplies what a story does not care about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from rules.records import Document, Evidence, Factuality, Match, Toward
from spiders.records import RecordWritten, Role, SourceOutcome, SourceState, Tier
from storage.found import Find, Miss
from storage.post import Digest, Mail
from storage.records import (
    Answer,
    Change,
    Fingerprint,
    Flag,
    FlagEvent,
    Heading,
    Holder,
    Implementation,
    Lane,
    MadeFrom,
    PageRecord,
    PageVersion,
    Passage,
    Review,
    Run,
    RunState,
    SourceNight,
    Status,
    StoredDocument,
    page_id,
)

NIGHT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes into the night."""
    return NIGHT + timedelta(minutes=minutes)


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def make_document(number: int = 1, **given: Any) -> Document:
    fields: dict[str, Any] = {
        "id": f"document-{number}",
        "title": f"Title {number}",
        "text": f"Text of document {number}.\nParliament ratified the protocol.",
        "language": "en",
        "url": f"https://news.example/{number}",
        "published": date(2026, 2, 28),
        "country": "KZ",
    }
    return Document(**fields | given)


def make_evidence(quote: str = "ratified", **given: Any) -> Evidence:
    fields: dict[str, Any] = {"field": "text", "start": 0, "part": "@ratify", "quote": quote}
    fields |= given
    return Evidence(**{"end": fields["start"] + len(quote)} | fields)


def make_match(recommendation: str = "KZ-TRE-1", **given: Any) -> Match:
    fields: dict[str, Any] = {
        "recommendation": recommendation,
        "clause": "op1",
        "signal": "op1-ratified",
        "toward": Toward.PROGRESS,
        "factuality": Factuality.ACTUAL,
        "rung": "ratification law signed",
        "evidence": (make_evidence(),),
    }
    return Match(**fields | given)


def make_written(number: int = 1, **given: Any) -> RecordWritten:
    url = given.get("url", f"https://news.example/{number}")
    fields: dict[str, Any] = {
        "source_id": "news",
        "role": Role.ARTICLE,
        "url": url,
        "final_url": url,
        "status": 200,
        "fetched_at": at(number),
        "warc": "night-001.warc.gz",
        "offset": number * 1000,
        "length": 1000,
        "sha256": hash_of(f"span {number}"),
        "payload_sha256": hash_of(f"payload {number}"),
    }
    return RecordWritten(**fields | given)


def make_page_record(number: int = 1, *, run_id: str = "run-1", **written: Any) -> PageRecord:
    record = make_written(number, **written)
    return PageRecord(id=page_id(record.warc, record.offset), run_id=run_id, written=record)


def make_stored_document(number: int = 1, **given: Any) -> StoredDocument:
    document = given.get("document", make_document(number))
    fields: dict[str, Any] = {
        "document": document,
        "url": document.url or f"file:{number}",
        "page_id": f"page-{number}",
        "run_id": "run-1",
        "source_id": "news",
        "made_from": MadeFrom.ARTICLE,
        "change": Change.NEW,
        "text_sha256": hash_of(document.text),
        "fetched_at": at(number),
        "story_id": f"story-{number}",
    }
    return StoredDocument(**fields | given)


def make_version(number: int = 1, *texts: str, **given: Any) -> PageVersion:
    fields: dict[str, Any] = {
        "url": "https://register.example/parties",
        "number": number,
        "page_id": f"page-{number}",
        "run_id": f"run-{number}",
        "source_id": "register",
        "title": "Register",
        "text_sha256": hash_of(f"{number} {texts}"),
        "read_as": "rows",
        "passages": tuple(Passage(key=f"p{n}", text=text) for n, text in enumerate(texts)),
        "seen_at": at(number),
    }
    return PageVersion(**fields | given)


def make_fingerprint(number: int = 1, **given: Any) -> Fingerprint:
    fields: dict[str, Any] = {
        "document_id": f"document-{number}",
        "story_id": f"story-{number}",
        "signature": (number, 2, 2**32 - 1),
        "bands": (number, number + 1),
    }
    return Fingerprint(**fields | given)


def make_flag(number: int = 1, **given: Any) -> Flag:
    fields: dict[str, Any] = {
        "number": number,
        "recommendation": "KZ-TRE-1",
        "story_id": f"story-{number}",
        "document_id": f"document-{number}",
        "lane": Lane.HAPPENED,
        "heading": Heading.PROGRESS,
        "key": "{}",
        "reason": "first seen",
        "raised_at": at(0),
        "run_id": "run-1",
    }
    return Flag(**fields | given)


def make_event(flag: int = 1, what: str = "raised", **given: Any) -> FlagEvent:
    fields: dict[str, Any] = {
        "flag": flag,
        "run_id": "run-1",
        "at": at(0),
        "what": what,
        "reason": f"{what} because",
    }
    return FlagEvent(**fields | given)


def make_review(flag: int = 1, answer: Answer = Answer.PROGRESS, **given: Any) -> Review:
    fields: dict[str, Any] = {
        "number": 0,
        "flag": flag,
        "answer": answer,
        "note": "",
        "reviewer": "aigul",
        "at": at(60),
    }
    return Review(**fields | given)


def make_status(**given: Any) -> Status:
    fields: dict[str, Any] = {
        "number": 0,
        "recommendation": "KZ-TRE-1",
        "clause": "iccpr",
        "implementation": Implementation.PARTLY,
        "rung": "signed",
        "flags": (),
        "note": "the gazette of 3 May says so",
        "reviewer": "aigul",
        "at": at(60),
    }
    return Status(**fields | given)


def make_find(**given: Any) -> Find:
    fields: dict[str, Any] = {
        "number": 0,
        "address": "https://news.example/1",
        "kind": "",
        "text": "",
        "sha256": "",
        "tier": Tier.NGO,
        "outlet": "",
        "title": "",
        "published": None,
        "country": None,
        "note": "",
        "finder": "aigul",
        "at": at(0),
    }
    return Find(**fields | given)


def make_miss(**given: Any) -> Miss:
    fields: dict[str, Any] = {
        "number": 0,
        "document_id": "document-1",
        "recommendation": "KZ-TRE-1",
        "toward": Toward.PROGRESS,
        "note": "",
        "reviewer": "aigul",
        "at": at(0),
    }
    return Miss(**fields | given)


def make_run(number: int = 1, **given: Any) -> Run:
    fields: dict[str, Any] = {
        "id": f"run-{number}",
        "started_at": at(number),
        "finished_at": None,
        "state": RunState.RUNNING,
        "rules": hash_of("rules"),
    }
    return Run(**fields | given)


def make_source_night(
    source_id: str = "news",
    run_id: str = "run-1",
    *,
    documents: int = 0,
    last_good: datetime | None = None,
    cure: str = "",
    **outcome: Any,
) -> SourceNight:
    fields: dict[str, Any] = {
        "source_id": source_id,
        "state": SourceState.OK,
        "reason": "",
        "read": 3,
        "unchanged": 2,
        "refused": 0,
    }
    return SourceNight(
        run_id=run_id,
        outcome=SourceOutcome(**fields | outcome),
        documents=documents,
        last_good=last_good,
        cure=cure,
    )


def make_digest(name: str = "digest-1", flags: Sequence[int] = (1,), **given: Any) -> Digest:
    fields: dict[str, Any] = {
        "id": name,
        "subscriber": "researcher@example.org",
        "made_at": at(90),
        "run_id": "run-1",
        "flags": tuple(flags),
    }
    return Digest(**fields | given)


def make_mail(name: str = "mail-1", **given: Any) -> Mail:
    fields: dict[str, Any] = {
        "id": name,
        "address": "reader@example.org",
        "message": "Subject: one\r\n\r\nwords\r\n",
        "made_at": at(0),
        "due_at": at(0),
        "changed_at": at(0),
    }
    return Mail(**fields | given)


def make_holder(pid: int = 100, **given: Any) -> Holder:
    fields: dict[str, Any] = {"host": "here", "boot_id": "boot-1", "pid": pid, "started": 1.25}
    return Holder(**fields | given)
