"""The bytes of an answer with their content coding undone, under a cap."""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli

from monitor.extract.failures import GarbledText, UnpackedTooLarge

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

UNPACKED_AT_MOST = 32 * 2**20
LAYERS_AT_MOST = 3
MEMBERS_AT_MOST = 1000
_PIECE = 2**20
_GZIP = b"\x1f\x8b"

_Unpack = Callable[[bytes, int], Iterator[bytes]]


def unpacked(
    payload: bytes, headers: Iterable[tuple[str, str]], at_most: int = UNPACKED_AT_MOST
) -> bytes:
    """The payload as the page's author wrote it.

    A server that claims a coding it did not use, or packs twice, is read all the same. Raises
    UnpackedTooLarge and GarbledText.
    """
    codings = _codings(headers)
    if len(codings) > LAYERS_AT_MOST:
        raise GarbledText(f"the answer is packed {len(codings)} times")
    for coding in reversed(codings):
        payload = _undo(coding, payload, at_most)
    if payload.startswith(_GZIP):
        payload = _joined(_gunzipped, payload, at_most)
    if len(payload) > at_most:
        raise _too_large(at_most)
    return payload


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """The first header of this name, in lower case; empty where there is none."""
    wanted = name.lower()
    return next((value.strip().lower() for key, value in headers if key.lower() == wanted), "")


def _codings(headers: Iterable[tuple[str, str]]) -> list[str]:
    values = [value for key, value in headers if key.lower() == "content-encoding"]
    named = [part.strip().lower() for value in values for part in value.split(",")]
    return [name for name in named if name not in ("", "identity", "none")]


def _undo(coding: str, payload: bytes, at_most: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _joined(_gunzipped, payload, at_most) if payload.startswith(_GZIP) else payload
    unpack = {"deflate": _inflated, "br": _unbrotlied, "zstd": _unzstded}.get(coding)
    if unpack is None:
        raise GarbledText(f"the answer is packed in a way nobody here knows: {coding[:40]}")
    try:
        return _joined(unpack, payload, at_most)
    except GarbledText:
        if payload.lstrip().startswith(b"<"):  # claimed, and not done
            return payload
        raise


def _joined(unpack: _Unpack, payload: bytes, at_most: int) -> bytes:
    pieces, size = [], 0
    try:
        for piece in unpack(payload, _PIECE):
            size += len(piece)
            if size > at_most:
                raise _too_large(at_most)
            pieces.append(piece)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as cause:
        raise GarbledText("the answer's packing is damaged") from cause
    return b"".join(pieces)


def _too_large(at_most: int) -> UnpackedTooLarge:
    return UnpackedTooLarge(f"the answer unpacks to more than {at_most // 2**20} MiB")


def _gunzipped(payload: bytes, size: int) -> Iterator[bytes]:
    """Every member of a gzip file. What follows the last member and is none is left out."""
    rest, members = payload, 0
    while rest.startswith(_GZIP):
        members += 1
        if members > MEMBERS_AT_MOST:  # each one copies what follows it
            raise GarbledText("the answer is a gzip file of too many members")
        stream = zlib.decompressobj(wbits=31)
        yield from _drained(stream, rest, size)
        rest = stream.unused_data


def _inflated(payload: bytes, size: int) -> Iterator[bytes]:
    """Deflate, with the zlib wrapper that the standard asks for or without it, as some send it."""
    wrapped = True
    try:
        zlib.decompressobj().decompress(payload[:64], 1)
    except zlib.error:
        wrapped = False
    yield from _drained(zlib.decompressobj(wbits=15 if wrapped else -15), payload, size)


def _drained(stream: "zlib._Decompress", data: bytes, size: int) -> Iterator[bytes]:
    while not stream.eof:
        piece = stream.decompress(data, size)
        data = stream.unconsumed_tail
        if not piece and not data:
            raise EOFError
        yield piece


def _unbrotlied(payload: bytes, size: int) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    data = payload
    while not stream.is_finished():
        piece = stream.process(data, output_buffer_limit=size)
        data = b""
        if not piece and stream.can_accept_more_data():
            raise EOFError
        yield piece


def _unzstded(payload: bytes, size: int) -> Iterator[bytes]:
    stream = zstd.ZstdDecompressor()
    data = payload
    while not stream.eof:
        piece = stream.decompress(data, size)
        data = b""
        if not piece and stream.needs_input:
            raise EOFError
        yield piece
