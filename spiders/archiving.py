"""Reads WARC files of an archive over the network: one at a time, in pieces, never held whole.

A month's list names files of 1 GB. Each is asked for in ranges, so that robots, pace, the address
guard and the cap on an answer hold as for any page, and what is not wanted is dropped as it comes.
"""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from spiders.answers import Answer, Refused
from spiders.archived import Chooser
from spiders.captures import record_url
from spiders.desk import Desk
from spiders.heads import BadMember
from spiders.records import Role
from spiders.warcstream import Flaw, Member, WarcStream

PIECE = 8 * 2**20
PARTIAL = 206
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)


async def read_warc(desk: Desk, url: str, chooser: Chooser) -> None:
    """Keep what is wanted of one WARC file; what went wrong is in the tally."""
    stream = WarcStream()
    try:
        async for piece in _pieces(desk, url):
            for found in stream.feed(piece):
                _take(desk, url, found, chooser)
            if stream.has_ended:
                return
    except Refused as refused:
        desk.tally.refuse(url, refused.reason)
        desk.tally.left += 1
        return
    for flaw in stream.close():
        _take(desk, url, flaw, chooser)


async def _pieces(desk: Desk, url: str) -> AsyncIterator[bytes]:
    """Raises Refused."""
    start, size = 0, 1
    while start < size:
        if not desk.may_go_on():
            raise Refused(f"only its first {start} bytes were read")
        answer = await desk.fetch_piece(url, start, start + PIECE - 1)
        size = _checked_size(answer, start)
        yield answer.payload
        start += len(answer.payload)


def _checked_size(answer: Answer, start: int) -> int:
    """The size of the whole file. Raises Refused for an answer that is not the piece asked for."""
    if answer.status != PARTIAL:
        raise Refused(f"HTTP {answer.status} where a piece of a file was due")
    found = _RANGE.fullmatch((answer.header("content-range") or "").strip())
    if found is None or int(found[1]) != start or not answer.payload:
        raise Refused("another piece of the file came than was asked for")
    return int(found[3])


def _take(desk: Desk, url: str, found: Member | Flaw, chooser: Chooser) -> None:
    address = record_url(url, found.offset)
    if isinstance(found, Flaw):
        desk.tally.refuse(address, found.why)
    else:
        _keep(desk, address, found, chooser)


def _keep(desk: Desk, address: str, member: Member, chooser: Chooser) -> None:
    try:
        kept = chooser.record(member, address)
    except BadMember as error:
        desk.tally.refuse(address, str(error))
        return
    if kept is None:
        return
    desk.tally.tried += 1
    known = desk.known.get((Role.ARTICLE, address))
    if known is not None and known.sha256 == kept.answer.payload_sha256:
        desk.tally.unchanged += 1
        return
    desk.tally.news += 1
    desk.keep(kept.answer, source_id=kept.source_id)


def make_chooser(desk: Desk) -> Chooser | None:
    """What is wanted of the archive that this visit reads; None where it reads none."""
    wishes = (point.wish for point in desk.source.entry_points if point.wish is not None)
    wish = next(wishes, None)
    return Chooser(wish, datetime.now(UTC)) if wish is not None else None
