"""A file that a person found, kept as evidence like a fetched page."""

import mimetypes
from datetime import datetime
from pathlib import Path

from spiders.answers import Answer
from spiders.records import Entry, RecordWritten, Role
from spiders.warc import AnswerSpan, WarcWriter

LARGEST = 32 * 2**20


class FileTooLarge(Exception):
    """The file is over the limit for a page: say so."""


def write_file(
    file: Path,
    warc: Path,
    *,
    run_id: str,
    source_id: str,
    found_at: datetime,
    kind: str | None = None,
    entry: Entry | None = None,
) -> RecordWritten:
    """Write a file into a new WARC file, as an answer at the address "file:<name>".

    The address names the file alone: folders of the machine it lay on are nobody's business.
    kind: its media type; None: by its name. entry: what is said of it by whoever found it.
    Raises FileTooLarge, OSError.
    """
    if file.stat().st_size > LARGEST:
        raise FileTooLarge(f"{file.name} is over {LARGEST // 2**20} MiB; give its text alone")
    payload = file.read_bytes()
    kind = kind or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    address = f"file:{file.name}"
    answer = Answer(
        role=Role.ARTICLE,
        url=address,
        final_url=address,
        status=200,
        headers=(("Content-Type", kind), ("Content-Length", str(len(payload)))),
        payload=payload,
        body=payload,
        fetched_at=found_at,
    )
    writer = WarcWriter(warc, run_id=run_id)
    try:
        return writer.append([AnswerSpan(source_id=source_id, answer=answer, entry=entry)])[0]
    finally:
        writer.close()
