"""Reads spans back the way any other WARC tool would."""

import json
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from spiders.records import Entry, RecordWritten


def span_bytes(warc: Path, written: RecordWritten) -> bytes:
    with warc.open("rb") as file:
        file.seek(written.offset)
        return file.read(written.length)


def entries_of(warc: Path, written: RecordWritten) -> list[Entry]:
    records = ArchiveIterator(BytesIO(span_bytes(warc, written)))
    return [
        Entry(**each)
        for record in records
        if record.rec_type == "metadata"
        for each in json.load(record.content_stream())["entries"]
    ]


def payload_of(warc: Path, written: RecordWritten) -> bytes:
    record = next(iter(ArchiveIterator(BytesIO(span_bytes(warc, written)))))
    return record.raw_stream.read()
