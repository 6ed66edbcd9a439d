"""WARC records of others, cut out of bytes as they come: a file, or pieces of one over the network.

    feed(bytes) ─► Member, or Flaw that says what is wrong ─► …     close() ─► what was cut off

Bounded: a record that unpacks to more than `RECORD_AT_MOST` is passed over to its true end, never
searched: what a page holds must not pass for a record. After damage reading goes on at the next
record that can be told; nothing is written, so unlike `storage.members` it need not go back.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from spiders.heads import BadMember, Headers, first_header, parse_record

RECORD_AT_MOST = 33 * 2**20  # the 32 MiB that a page may have, and its heads
PASSED_OVER_AT_MOST = 4 * 2**30  # unpacked bytes of one record; longer ones end the reading
GUESSES_AT_MOST = 20_000  # places looked at after damage, in one file

_MAGIC = b"\x1f\x8b\x08"
_GZIP = zlib.MAX_WBITS + 16
_PIECE = 2**16
_UNPACKED_PIECE = 2**20
_GUESS = 4096
_VERSION = b"WARC/1."


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One record. offset: of its first byte in the file. block: what its head describes."""

    offset: int
    headers: Headers
    block: bytes

    def header(self, name: str) -> str:
        """The first header of this name; "" if there is none."""
        return first_header(self.headers, name) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Bytes from `offset` on that give no record, and why. is_end: nothing after it was read."""

    offset: int
    why: str
    is_end: bool = False


class WarcStream:
    """Takes a file's bytes in order, from its first on."""

    def __init__(self) -> None:
        self._start = 0  # where `_data` begins, which is where a member begins or may begin
        self._data = bytearray()
        self._is_lost = False
        self._guesses = 0
        self._has_ended = False
        self._begin()

    @property
    def has_ended(self) -> bool:
        """Whether the file is given up: a Flaw with is_end was given."""
        return self._has_ended

    def feed(self, data: bytes) -> Iterator[Member | Flaw]:
        """The records that these bytes complete, and what is wrong."""
        self._data += data
        while self._data and not self._has_ended:
            if self._is_lost and not self._found_again():
                break
            try:
                if not self._unpack():
                    return
            except BadMember as error:
                yield self._lost(str(error))
            else:
                yield self._finished()
        if self._guesses > GUESSES_AT_MOST and not self._has_ended:
            yield self._given_up("no record can be told in what follows")

    def close(self) -> Iterator[Flaw]:
        """What is wrong at the end."""
        if self._data and not self._is_lost and not self._has_ended:
            yield Flaw(offset=self._start, why="it is cut off", is_end=True)
        self._has_ended = True

    # -- one member ------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._unpacker = zlib.decompressobj(_GZIP)
        self._taken = 0  # of `_data`
        self._dropped = 0  # bytes of this member that are in `_data` no more
        self._size = 0
        self._parts: list[bytes] = []

    def _unpack(self) -> bool:
        """Whether the member is whole; if not, more bytes are needed. Raises BadMember."""
        try:
            while not self._unpacker.eof:
                piece = bytes(self._data[self._taken : self._taken + _PIECE])
                unpacked = self._unpacker.decompress(piece, _UNPACKED_PIECE)
                if not piece and not unpacked:
                    return False
                # At the end of a member zlib tells what follows in both places.
                ended, unpacker = self._unpacker.eof, self._unpacker
                left = unpacker.unused_data if ended else unpacker.unconsumed_tail
                self._taken += len(piece) - len(left)
                self._keep(unpacked)
        except zlib.error as error:
            raise BadMember("it can't be unpacked") from error
        return True

    def _keep(self, unpacked: bytes) -> None:
        self._size += len(unpacked)
        if self._size <= RECORD_AT_MOST:
            self._parts.append(unpacked)
            return
        if self._size > PASSED_OVER_AT_MOST:
            raise BadMember("it does not end")
        self._parts.clear()
        self._drop(self._taken)

    def _drop(self, count: int) -> None:
        del self._data[:count]
        self._dropped += count
        self._taken -= count

    def _finished(self) -> Member | Flaw:
        offset, size, data = self._start, self._size, b"".join(self._parts)
        self._go_on(self._taken)
        if size > RECORD_AT_MOST:
            return Flaw(offset=offset, why=f"it unpacks to more than {RECORD_AT_MOST // 2**20} MiB")
        try:
            headers, block = parse_record(data)
        except BadMember as error:
            return Flaw(offset=offset, why=str(error))
        return Member(offset=offset, headers=headers, block=block)

    def _go_on(self, count: int) -> None:
        del self._data[:count]
        self._start += self._dropped + count
        self._begin()

    # -- after damage ----------------------------------------------------------------------------

    def _lost(self, why: str) -> Flaw:
        if self._size > PASSED_OVER_AT_MOST:
            return self._given_up(why)
        flaw = Flaw(offset=self._start, why=why)
        self._is_lost = True
        self._go_on(0 if self._dropped else 1)
        return flaw

    def _given_up(self, why: str) -> Flaw:
        self._has_ended = True
        return Flaw(offset=self._start, why=why, is_end=True)

    def _found_again(self) -> bool:
        """Whether `_data` begins with a record again; False: more bytes are needed, or no use."""
        while (place := self._data.find(_MAGIC)) >= 0 and self._guesses <= GUESSES_AT_MOST:
            if place:
                self._go_on(place)
            self._guesses += 1
            is_record = _begins_record(bytes(self._data[:_GUESS]))
            if is_record is None and len(self._data) < _GUESS:
                return False
            if is_record:
                self._is_lost = False
                return True
            self._go_on(1)
        self._go_on(max(0, len(self._data) - len(_MAGIC) + 1))
        return False


def _begins_record(data: bytes) -> bool | None:
    """Whether a record begins with these bytes; None: they are too few to tell."""
    try:
        found = zlib.decompressobj(_GZIP).decompress(data, len(_VERSION))
    except zlib.error:
        return False
    return found == _VERSION if len(found) == len(_VERSION) else None
