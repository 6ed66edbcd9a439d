"""WARC records from a file of gzip members, one record each, whatever bytes the file holds.

Bounded: a member that unpacks to more than `UNPACKED_AT_MOST` is damage, and so is a head larger
than `spiders.heads.HEAD_AT_MOST`. After damage reading goes on at the next member that is whole.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from spiders.heads import BadMember, Headers, first_header, parse_record

# Above the 32 MiB a page may have and a record of 200 long entries.
UNPACKED_AT_MOST = 96 * 2**20

_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 2**16
_GZIP = zlib.MAX_WBITS + 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record. offset, length: of its member. block: what its head describes."""

    offset: int
    length: int
    headers: Headers
    block: bytes

    @property
    def end(self) -> int:
        """Where the next member begins."""
        return self.offset + self.length

    @property
    def type(self) -> str:
        """WARC-Type, "" if there is none."""
        return self.header("WARC-Type")

    def header(self, name: str) -> str:
        """The first header of this name; "" if there is none."""
        return first_header(self.headers, name) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Bytes that hold no whole record. is_last: nothing whole comes after them."""

    offset: int
    why: str
    is_last: bool


def records(file: BinaryIO, start: int = 0) -> Iterator[Record | Damage]:
    """Every record from `start` on, in order, and what stands between them."""
    offset, end = start, file.seek(0, 2)
    while offset < end:
        try:
            record = record_at(file, offset)
        except BadMember as error:
            following = _next_whole(file, offset + 1)
            yield Damage(offset=offset, why=str(error), is_last=following is None)
            if following is None:
                return
            offset = following
        else:
            yield record
            offset = record.end


def record_at(file: BinaryIO, offset: int) -> Record:
    """The record of the member at `offset`. Raises BadMember."""
    length, data = _unpack(file, offset)
    headers, block = parse_record(data)
    return Record(offset=offset, length=length, headers=headers, block=block)


def _unpack(file: BinaryIO, offset: int) -> tuple[int, bytes]:
    """The length of the member at `offset` and what it holds."""
    unpacker = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    room, taken = UNPACKED_AT_MOST, 0
    file.seek(offset)
    try:
        while not unpacker.eof:
            packed = unpacker.unconsumed_tail or file.read(_CHUNK)
            if not packed:
                raise BadMember("it is cut off")
            parts.append(unpacker.decompress(packed, room + 1))
            taken += len(packed) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
            room -= len(parts[-1])
            if room < 0:
                raise BadMember("it unpacks to too much")
    except zlib.error as error:
        raise BadMember("it can't be unpacked") from error
    return taken, b"".join(parts)


def _next_whole(file: BinaryIO, start: int) -> int | None:
    """Where the next whole record begins; None if there is none."""
    for offset in _magics(file, start):
        try:
            record_at(file, offset)
        except BadMember:
            continue
        return offset
    return None


def _magics(file: BinaryIO, start: int) -> Iterator[int]:
    """Every place from `start` on where a gzip member may begin."""
    position = start
    while True:
        file.seek(position)
        chunk = file.read(_CHUNK)
        found = chunk.find(_MAGIC)
        if found >= 0:
            yield position + found
            position += found + 1
        elif len(chunk) < _CHUNK:
            return
        else:
            position += len(chunk) - len(_MAGIC) + 1  # a mark may lie across the edge
