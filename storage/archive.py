"""Reads the evidence back: WARC files under `<folder>/<run id>/<file name>`.

A span is a response, or a revisit for a 304, with the metadata of its entry if there is one; or
the metadata of entries alone. Nothing that a file holds is trusted: sizes are bounded, and what
can't be read is a DamagedRecord that names file and offset.
"""

import base64
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from spiders.heads import BadMember, Headers, first_header, parse_answer
from spiders.records import Entry, Page, RecordWritten, Role
from storage.gate import refuse_unfit
from storage.members import UNPACKED_AT_MOST, Damage, Record, records
from storage.records import PageRecord

_ANSWERS = frozenset({"response", "revisit"})
_REVISIT = "revisit"
_ENTRIES_STATUS = 200  # as their acknowledgement says: nothing was refused
_SPAN_AT_MOST = 2 * UNPACKED_AT_MOST  # packed is rarely longer than unpacked


class DamagedRecord(Exception):
    """Evidence that is not as it was acknowledged: name it, and go on without it."""

    def __init__(self, file: str, offset: int, why: str) -> None:
        super().__init__(file, offset, why)  # all of them, so that it crosses processes
        self.file = file
        self.offset = offset
        self.why = why

    def __str__(self) -> str:
        return f"{self.file}, byte {self.offset}: {self.why}"


class Archive:
    """The evidence of every run under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, record: PageRecord) -> Page:
        """The page of a span. Raises DamagedRecord if it is not what was acknowledged.

        Raises OSError where the archive itself can't be read: that says nothing of the record.
        """
        written = record.written
        path = self._path(record)
        try:
            span = _span_bytes(path, written.offset, written.length)
            if sha256(span).hexdigest() != written.sha256:
                raise BadMember("the bytes are not those that were acknowledged")
            return _page(record, _whole_records(span))
        except FileNotFoundError as error:
            if not self._folder.is_dir():
                raise
            raise DamagedRecord(str(path), written.offset, "the file is missing") from error
        except BadMember as error:
            raise DamagedRecord(str(path), written.offset, str(error)) from error

    def _path(self, record: PageRecord) -> Path:
        parts = (record.run_id, record.written.warc)
        if any(not part.strip(".") or set(part) & {"/", "\0"} for part in parts):
            raise DamagedRecord("/".join(parts), record.written.offset, "it is no file name")
        return self._folder.joinpath(*parts)


def repair(path: Path, acknowledged: int = 0) -> int:
    """Cut what a killed writer left torn at the end; gives the number of bytes cut.

    acknowledged: the end of the last span that was (`Store.pages_end`); nothing before it is
    looked at or cut, damaged or not. Damage with whole records after it is no torn end: it stays
    as it is, for `verify` to name.
    """
    with path.open("r+b") as file:
        found = records(file, acknowledged)
        torn = next((r for r in found if isinstance(r, Damage) and r.is_last), None)
        if torn is None:
            return 0
        size = file.seek(0, os.SEEK_END)
        file.truncate(torn.offset)
        file.flush()
        os.fsync(file.fileno())
        return size - torn.offset


def spans(path: Path, start: int = 0) -> Iterator[RecordWritten]:
    """The whole spans of a file from `start` on, as their writer would acknowledge them.

    Except for validators, which are None: whether the writer meant to keep them is not in the
    file, and a page that is fetched once too often costs less than one that is missed. Damage,
    records without our headers and what no store would keep are passed over.
    """
    with path.open("rb") as file:
        for span in _grouped(r for r in records(file, start) if isinstance(r, Record)):
            try:
                written = _written(path.name, span, _raw(file.fileno(), span))
                refuse_unfit(written)
            except (BadMember, ValueError):
                continue
            yield written


def verify(path: Path) -> tuple[DamagedRecord, ...]:
    """Everything in a file that is not whole or differs from its own digest, by offset."""
    with path.open("rb") as file:
        found = ((item.offset, _complaint(item)) for item in records(file))
        return tuple(DamagedRecord(str(path), offset, why) for offset, why in found if why)


# -- spans -----------------------------------------------------------------------------------------
def _grouped(found: Iterator[Record]) -> Iterator[tuple[Record, ...]]:
    """Records by span; a metadata record belongs to the answer directly before it."""
    answer: Record | None = None
    for record in found:
        belongs = answer is not None and _belongs(record, answer)
        if answer is not None:
            yield (answer, record) if belongs else (answer,)
            answer = None
        if record.type in _ANSWERS:
            answer = record
        elif record.type == "metadata" and not belongs:
            yield (record,)
    if answer is not None:
        yield (answer,)


def _belongs(record: Record, answer: Record) -> bool:
    led_to = answer.header("WARC-Record-ID")
    follows = record.type == "metadata" and record.offset == answer.end
    return follows and bool(led_to) and record.header("WARC-Concurrent-To") == led_to


def _raw(descriptor: int, span: tuple[Record, ...]) -> bytes:
    return os.pread(descriptor, span[-1].end - span[0].offset, span[0].offset)


def _written(name: str, span: tuple[Record, ...], raw: bytes) -> RecordWritten:
    first = span[0]
    role = Role(first.header("Recwatch-Role"))
    if (role is Role.ENTRIES) != (first.type == "metadata"):
        raise BadMember("its role and its type don't fit")
    status, _, payload = _answer(first)
    entries = _entries(first.block) if role is Role.ENTRIES else ()
    return RecordWritten(
        source_id=_ours(first, "Recwatch-Source"),
        role=role,
        url=_ours(first, "Recwatch-Requested-URL"),
        final_url=_ours(first, "WARC-Target-URI"),
        status=status,
        fetched_at=_moment(first),
        warc=name,
        offset=first.offset,
        length=len(raw),
        sha256=sha256(raw).hexdigest(),
        payload_sha256="" if first.type == _REVISIT else sha256(payload).hexdigest(),
        entry_keys=tuple((entry.url, entry.sha256) for entry in entries),
    )


def _span_bytes(path: Path, offset: int, length: int) -> bytes:
    if not 0 < length <= _SPAN_AT_MOST or offset < 0:
        raise BadMember("no record has this place or length")
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)


def _whole_records(span: bytes) -> tuple[Record, ...]:
    found: list[Record] = []
    for item in records(BytesIO(span)):
        if isinstance(item, Damage):
            raise BadMember(item.why)
        found.append(item)
    return tuple(found)


# -- pages -----------------------------------------------------------------------------------------
def _page(record: PageRecord, span: tuple[Record, ...]) -> Page:
    first = span[0]
    status, headers, payload = _answer(first)
    told = [r for r in span if r.type == "metadata"]
    return Page(
        id=record.id,
        source_id=_ours(first, "Recwatch-Source"),
        role=record.written.role,
        url=_ours(first, "Recwatch-Requested-URL"),
        final_url=_ours(first, "WARC-Target-URI"),
        status=status,
        headers=headers,
        payload=payload,
        fetched_at=_moment(first),
        entries=tuple(entry for metadata in told for entry in _entries(metadata.block)),
    )


def _answer(record: Record) -> tuple[int, Headers, bytes]:
    """Status, headers and payload; of entries alone, what stands for them."""
    if record.type not in _ANSWERS:
        return _ENTRIES_STATUS, (), record.block
    return parse_answer(record.block)


def _entries(block: bytes) -> tuple[Entry, ...]:
    try:
        return tuple(_entry(**each) for each in json.loads(block)["entries"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadMember("its entries can't be read") from error


def _entry(*, url: str, title: str, summary: str, published: str, language: str) -> Entry:
    if not all(isinstance(value, str) for value in (url, title, summary, published, language)):
        raise TypeError("an entry is made of texts")
    return Entry(url=url, title=title, summary=summary, published=published, language=language)


def _ours(record: Record, name: str) -> str:
    value = record.header(name)
    if not value:
        raise BadMember(f"its {name} is missing")
    return value


def _moment(record: Record) -> datetime:
    try:
        moment = datetime.fromisoformat(record.header("WARC-Date"))
    except ValueError as error:
        raise BadMember("its WARC-Date can't be read") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


# -- digests ---------------------------------------------------------------------------------------
def _complaint(item: Record | Damage) -> str:
    """What is wrong with a record; "" if nothing is."""
    if isinstance(item, Damage):
        return item.why
    if not _fits(item.header("WARC-Block-Digest"), item.block):
        return "the block is not the one its digest was made of"
    if item.type == "response":
        payload = item.block.partition(b"\r\n\r\n")[2]
        if not _fits(first_header(item.headers, "WARC-Payload-Digest") or "", payload):
            return "the payload is not the one its digest was made of"
    return ""


def _fits(labelled: str, data: bytes) -> bool:
    """Whether a digest is that of the data; one of another kind than SHA-256 can't tell."""
    kind, _, value = labelled.partition(":")
    if kind.lower() != "sha256":
        return True
    digest = sha256(data)
    return value in (digest.hexdigest(), base64.b32encode(digest.digest()).decode())
