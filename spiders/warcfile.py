"""A WARC file that lies on this machine: what is wanted of it is written into one of ours."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from spiders.archived import Chooser, Kept
from spiders.captures import record_url
from spiders.heads import BadMember
from spiders.records import RecordWritten, Refusal
from spiders.warc import AnswerSpan, WarcWriter
from spiders.warcstream import Flaw, Member, WarcStream
from spiders.wishes import ArchiveWish

_PIECE = 2**20
_TOGETHER = 64  # pages that share an fsync
_BYTES_TOGETHER = 32 * 2**20  # beyond which fewer do: each may have as much alone


def take_warc(
    file: Path,
    warc: Path,
    *,
    run_id: str,
    wish: ArchiveWish,
    now: datetime,
    known: frozenset[tuple[str, str]],
) -> Iterator[RecordWritten | Refusal]:
    """Copy what is wanted into a new file `warc`; each page once it is durable, each flaw named.

    The records' addresses are "file:<name>#record=<byte>": folders of the machine are nobody's
    business. known: (address, SHA-256 of the payload) of what was taken before. Raises OSError.
    """
    with closing(WarcWriter(warc, run_id=run_id)) as writer:
        waiting: list[AnswerSpan] = []
        for found in _chosen(file, Chooser(wish, now)):
            if isinstance(found, Refusal):
                yield found
            elif (found.answer.url, found.answer.payload_sha256) not in known:
                waiting.append(AnswerSpan(source_id=found.source_id, answer=found.answer))
            if len(waiting) >= _TOGETHER or _size(waiting) >= _BYTES_TOGETHER:
                yield from writer.append(waiting)
                waiting.clear()
        yield from writer.append(waiting)


def _size(waiting: list[AnswerSpan]) -> int:
    return sum(len(span.answer.payload) for span in waiting)


def _chosen(file: Path, chooser: Chooser) -> Iterator[Kept | Refusal]:
    for found in _members(file):
        address = record_url(f"file:{file.name}", found.offset)
        if isinstance(found, Flaw):
            yield Refusal(url=address, reason=found.why)
            continue
        try:
            kept = chooser.record(found, address)
        except BadMember as error:
            yield Refusal(url=address, reason=str(error))
            continue
        if kept is not None:
            yield kept


def _members(file: Path) -> Iterator[Member | Flaw]:
    stream = WarcStream()
    with file.open("rb") as opened:
        while not stream.has_ended and (piece := opened.read(_PIECE)):
            yield from stream.feed(piece)
    yield from stream.close()
