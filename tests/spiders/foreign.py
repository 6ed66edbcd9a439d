"""WARC files as others write them, and as nobody should."""

import base64
import gzip
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha1

ARTICLE = (
    b'<html lang="en"><head><title>Parliament ratified the covenant</title></head><body>'
    + b"<p>The parliament ratified the covenant on Friday after a long debate.</p>" * 8
    + b"</body></html>"
)


def block(payload: bytes = ARTICLE, status: str = "200 OK", *headers: str) -> bytes:
    lines = (f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers, "", "")
    return "\r\n".join(lines).encode() + payload


def digest(data: bytes) -> str:
    return f"sha1:{base64.b32encode(sha1(data).digest()).decode()}"


def record(
    url: str = "http://steppe.example.org/2017/03/covenant",
    data: bytes | None = None,
    *,
    at: str = "2017-03-01T01:23:45Z",
    kind: str = "response",
    length: int | None = None,
    **more: str,
) -> bytes:
    """One record, its gzip member; `more` are headers, `_` for `-`."""
    data = block() if data is None else data
    size = len(data) if length is None else length
    headers = {
        "WARC-Type": kind,
        "WARC-Date": at,
        "WARC-Target-URI": url,
        "WARC-Block-Digest": digest(data),
        "WARC-Payload-Digest": digest(data.partition(b"\r\n\r\n")[2]),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(size),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    lines = ("WARC/1.0", *(f"{name}: {value}" for name, value in headers.items()), "", "")
    return gzip.compress("\r\n".join(lines).encode() + data + b"\r\n\r\n", mtime=0)


def huge_record(size: int) -> Iterator[bytes]:
    """A record that unpacks to so many zeros, piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {size}\r\n\r\n"
    yield packer.compress(head.encode())
    for _ in range(size // 2**20):
        yield packer.compress(bytes(2**20))
    yield packer.compress(b"\r\n\r\n") + packer.flush()


def pieces(data: bytes, size: int) -> Iterable[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))
