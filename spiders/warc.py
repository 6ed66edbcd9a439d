"""Writes a crawl's evidence: WARC 1.1 (ISO 28500), each record its own gzip member.

A span is what one acknowledgement covers: a response (or a revisit, for 304) and directly after
it the metadata record of its entry, if it has one; or one metadata record of entries alone.
"""

import base64
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import BaseWARCWriter

from spiders.answers import Answer
from spiders.records import Entry, RecordWritten, Role

NOT_MODIFIED = 304
# Packing is what evidence costs. Measured on news pages, ISA-L's level 1 takes a quarter of the
# time of zlib's level 1, and a tenth less room.
_LEVEL = 1
_GZIP = isal_zlib.MAX_WBITS + 16
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# Gone before the payload reaches us, so that it would describe bytes that are not there.
_UNTRUE_HEADERS = frozenset({"transfer-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSpan:
    """An answer, and the entry that led to it. keep_validators: False when the next night must
    ask for the whole page again.
    """

    source_id: str
    answer: Answer
    entry: Entry | None = None
    keep_validators: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesSpan:
    """Entries whose articles are not to be had; url: the place that listed them."""

    source_id: str
    url: str
    entries: tuple[Entry, ...]
    written_at: datetime


Span = AnswerSpan | EntriesSpan


class WarcWriter:
    """Appends spans to a file of its own; what `append` returns is on disk.

    Raises OSError when the disk refuses; what was torn is cut off, so the file stays whole.
    """

    def __init__(self, path: Path, *, run_id: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._name = path.name
        self._file: BinaryIO = path.open("xb", buffering=0)
        self._builder = _Builder()
        self._end = 0
        info = self._builder.create_warcinfo_record(path.name, _about(run_id))
        self._put(_member(self._builder, info))
        self._sync()
        _sync_folder(path.parent)

    def append(self, spans: Iterable[Span]) -> tuple[RecordWritten, ...]:
        """Write spans, in order, and make them durable with one fsync."""
        wanted = tuple(spans)
        start = self._end
        try:
            written = tuple(map(self._acknowledgement, wanted))
            self._sync()
        except OSError:
            self._cut(start)
            raise
        return written

    def close(self) -> None:
        """Close the file; everything acknowledged is durable already."""
        self._file.close()

    def _acknowledgement(self, span: Span) -> RecordWritten:
        offset, data = self._end, _span_bytes(self._builder, span)
        self._put(data)
        place = _Place(self._name, offset, len(data), sha256(data).hexdigest())
        if isinstance(span, AnswerSpan):
            return _answer_written(span, place)
        return _entries_written(span, place)

    def _put(self, data: bytes) -> None:
        view = memoryview(data)
        while view:  # an unbuffered write may take only a part
            view = view[self._file.write(view) :]
        self._end += len(data)

    def _sync(self) -> None:
        os.fsync(self._file.fileno())

    def _cut(self, end: int) -> None:
        self._file.truncate(end)
        self._file.seek(end)
        self._end = end


@dataclass(frozen=True, slots=True)
class _Place:
    warc: str
    offset: int
    length: int
    sha256: str


def _answer_written(span: AnswerSpan, place: _Place) -> RecordWritten:
    answer = span.answer
    is_revisit = answer.status == NOT_MODIFIED
    return RecordWritten(
        source_id=span.source_id,
        role=answer.role,
        url=answer.url,
        final_url=answer.final_url,
        status=answer.status,
        fetched_at=answer.fetched_at,
        warc=place.warc,
        offset=place.offset,
        length=place.length,
        sha256=place.sha256,
        payload_sha256="" if is_revisit else answer.payload_sha256,
        etag=answer.header("etag") if span.keep_validators else None,
        last_modified=answer.header("last-modified") if span.keep_validators else None,
    )


def _entries_written(span: EntriesSpan, place: _Place) -> RecordWritten:
    return RecordWritten(
        source_id=span.source_id,
        role=Role.ENTRIES,
        url=span.url,
        final_url=span.url,
        status=200,  # nothing was refused: the entries are what there is
        fetched_at=span.written_at,
        warc=place.warc,
        offset=place.offset,
        length=place.length,
        sha256=place.sha256,
        payload_sha256=sha256(_entries_json(span.entries)).hexdigest(),
        entry_keys=tuple((entry.url, entry.sha256) for entry in span.entries),
    )


# -- records ---------------------------------------------------------------------------------------


class _Builder(BaseWARCWriter):  # type: ignore[misc]  # warcio ships no types
    """warcio's record maker, for WARC 1.1 (microseconds). Digests are given to it: its own way,
    piece by piece, would take and drop the interpreter's lock dozens of times for each page.
    """

    def __init__(self) -> None:
        super().__init__(gzip=False, warc_version="1.1")

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio ships no types
    """Status line and headers as they were parsed; warcio would percent-encode other letters."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:  # noqa: ARG002 - warcio's signature
        lines = (f"{self.protocol} {self.statusline}", *(f"{k}: {v}" for k, v in self.headers))
        self.headers_buff = "\r\n".join((*lines, "", "")).encode("latin-1", "replace")


def _about(run_id: str) -> dict[str, str]:
    return {
        "software": "recwatch",
        "format": "WARC File Format 1.1",
        "isPartOf": run_id,
        "description": "payload after transfer coding and before content coding, headers as parsed",
    }


def _span_bytes(builder: _Builder, span: Span) -> bytes:
    if isinstance(span, EntriesSpan):
        headers = _our_headers(span.source_id, Role.ENTRIES, span.url, span.written_at)
        return _member(builder, _metadata(builder, span.url, span.entries, headers))
    answer = span.answer
    headers = _our_headers(span.source_id, answer.role, answer.url, answer.fetched_at)
    first = _http_record(builder, answer, headers)
    if span.entry is None:
        return _member(builder, first)
    led_to = first.rec_headers.get_header("WARC-Record-ID")
    second = _metadata(
        builder, answer.final_url, (span.entry,), {**headers, "WARC-Concurrent-To": led_to}
    )
    return _member(builder, first) + _member(builder, second)


def _our_headers(source_id: str, role: Role, url: str, at: datetime) -> dict[str, str]:
    """What lets a whole record be taken in though its acknowledgement was lost."""
    return {
        "WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "Recwatch-Source": source_id,
        "Recwatch-Role": role.value,
        "Recwatch-Requested-URL": url,
    }


def _http_record(builder: _Builder, answer: Answer, ours: dict[str, str]) -> ArcWarcRecord:
    kept = [(k, v) for k, v in answer.headers if k.lower() not in _UNTRUE_HEADERS]
    head = _Head(f"{answer.status} {_phrase(answer.status)}", kept, protocol="HTTP/1.1")
    head.compute_headers_buffer()
    if answer.status == NOT_MODIFIED:
        said = {**ours, "WARC-Profile": _PROFILE, "WARC-Refers-To-Target-URI": answer.final_url}
        return builder.create_warc_record(
            answer.final_url, "revisit", http_headers=head, warc_headers_dict=said
        )
    digests = {
        "WARC-Payload-Digest": _digest(bytes.fromhex(answer.payload_sha256)),
        "WARC-Block-Digest": _digest(sha256(head.headers_buff + answer.payload).digest()),
    }
    return builder.create_warc_record(
        answer.final_url,
        "response",
        payload=BytesIO(answer.payload),
        length=len(answer.payload),
        http_headers=head,
        warc_headers_dict={**ours, **digests},
    )


def _digest(digest: bytes) -> str:
    return f"sha256:{base64.b32encode(digest).decode()}"


def _metadata(
    builder: _Builder, url: str, entries: Sequence[Entry], headers: dict[str, str]
) -> ArcWarcRecord:
    data = _entries_json(entries)
    return builder.create_warc_record(
        url,
        "metadata",
        payload=BytesIO(data),
        length=len(data),
        warc_content_type="application/json",
        warc_headers_dict=headers,
    )


def _entries_json(entries: Sequence[Entry]) -> bytes:
    return json.dumps({"entries": [asdict(entry) for entry in entries]}).encode("ascii")


def _member(builder: _Builder, record: ArcWarcRecord) -> bytes:
    plain = BytesIO()
    builder._write_warc_record(plain, record)
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP)
    return packer.compress(plain.getbuffer()) + packer.flush()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
