"""Content coding: undone as servers really use it, and never beyond the cap."""

import gzip
import sys
import zlib

import brotli
import pytest

from monitor.extract.failures import GarbledText, UnpackedTooLarge
from monitor.extract.payload import unpacked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WORDS = b"<p>The court set him free.</p>" * 50
CAP = 2**20


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def zipped(data: bytes) -> bytes:
    """Gzip without the time of day: bytes name tests, and each worker must name them alike."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("coding", "payload"),
    [
        ("", WORDS),
        ("identity", WORDS),
        ("gzip", zipped(WORDS)),
        ("x-gzip", zipped(WORDS)),
        ("GZIP", zipped(WORDS[:700]) + zipped(WORDS[700:])),
        ("deflate", zlib.compress(WORDS)),
        ("deflate", raw_deflate(WORDS)),
        ("br", brotli.compress(WORDS)),
        ("zstd", zstd.compress(WORDS)),
        ("gzip, br", brotli.compress(zipped(WORDS))),
        ("gzip", zipped(zipped(WORDS))),
        ("gzip", WORDS),
        ("br", WORDS),
        ("", zipped(WORDS)),
    ],
)
def test_the_authors_bytes_come_back(coding: str, payload: bytes) -> None:
    assert unpacked(payload, (("content-encoding", coding),), CAP) == WORDS


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", zipped),
        ("gzip", lambda data: zipped(zipped(data))),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("", bytes),
    ],
)
def test_a_bomb_is_stopped_at_the_cap(coding: str, pack) -> None:  # type: ignore[no-untyped-def]  # any packer
    with pytest.raises(UnpackedTooLarge, match="1 MiB"):
        unpacked(pack(bytes(40 * CAP)), (("Content-Encoding", coding),), CAP)


@pytest.mark.parametrize(
    ("coding", "payload"),
    [
        ("gzip", zipped(WORDS)[:-30]),
        ("br", brotli.compress(WORDS)[:-5]),
        ("zstd", zstd.compress(WORDS)[:-5]),
        ("deflate", b"\x00\x01\x02"),
        ("compress", WORDS),
        ("gzip, gzip, gzip, gzip", WORDS),
        ("gzip", zipped(b"") * 1001),
    ],
)
def test_damaged_or_unknown_packing_is_garbled(coding: str, payload: bytes) -> None:
    with pytest.raises(GarbledText):
        unpacked(payload, (("Content-Encoding", coding),), CAP)
