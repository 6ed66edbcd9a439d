"""WARC records from a file of gzip members, one record each, whatever bytes the file holds.

Bounded: a member that unpacks to more than `UNPACKED_AT_MOST` is damage, and so is a head larger
than `HEAD_AT_MOST`. After damage reading goes on at the next member that is whole.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

# Above the 32 MiB a page may have and a record of 200 long entries.
UNPACKED_AT_MOST = 96 * 2**20
# A server may send very many headers, and each costs more as text than as bytes.
HEAD_AT_MOST = 32 * 2**20
LINES_AT_MOST = 100_000

_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 2**16
_DIGITS_AT_MOST = 12
_GZIP = zlib.MAX_WBITS + 16

Headers = tuple[tuple[str, str], ...]


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


class BadMember(Exception):
    """These bytes are no whole record; the message is the reason."""


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
    head, separator, rest = data.partition(b"\r\n\r\n")
    version, headers = parse_head(head, "utf-8")
    if not separator or not version.startswith("WARC/1."):
        raise BadMember("it holds no WARC record")
    size = first_header(headers, "Content-Length") or ""
    if not is_number(size) or rest[int(size) :] != b"\r\n\r\n":
        raise BadMember("its Content-Length is not that of its block")
    return Record(offset=offset, length=length, headers=headers, block=rest[:-4])


def parse_head(head: bytes, encoding: str) -> tuple[str, Headers]:
    """The first line and the headers, of a WARC record or an HTTP answer. Raises BadMember."""
    if len(head) > HEAD_AT_MOST or head.count(b"\n") > LINES_AT_MOST:
        raise BadMember("its head is too large")
    first, *lines = head.decode(encoding, "replace").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return first, tuple((name, value.strip(" \t")) for name, _, value in pairs)


def is_number(text: str) -> bool:
    """Whether a text from a head is a number of a sane length."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS_AT_MOST


def first_header(headers: Headers, name: str) -> str | None:
    """The first header of this name in any case; None if there is none."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


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
