"""Reads what archives list: captures (CDX), and the WARC files of a month. Nothing is fetched."""

import json
import re
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin

from spiders.captures import capture_url, read_moment, web_address
from spiders.kinds.reading import Reading, Unreadable, gathered, make_entry
from spiders.records import Entry

PATHS_NAME = "warc.paths.gz"
ROWS_AT_MOST = 50_000
_FIELDS = ("timestamp", "original")
_RESUME = re.compile(r"&resumeKey=[^&]*")
_PATH = re.compile(r"[\w./-]{1,300}\.warc\.gz", re.ASCII)


def read_cdx(body: bytes, *, base: str) -> Reading:
    """The captures of one CDX answer in JSON, and the address that goes on from its last row.

    An index row whose address nobody could open is counted as nameless. Raises Unreadable.
    """
    rows = _rows(body)
    if not rows:
        return Reading()
    key = _resume_key(rows)
    captures = rows[1 : len(rows) - 2 if key else None]
    found = [_capture(dict(zip(rows[0], row, strict=False)), base) for row in captures]
    more = (_going_on(base, key),) if key else ()
    return gathered(found[:ROWS_AT_MOST], more=more, cut=max(0, len(found) - ROWS_AT_MOST))


def _rows(body: bytes) -> list[list[str]]:
    if not body.strip():
        return []  # so it answers where it holds nothing
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no index of captures that can be read came") from error
    if not _is_table(found):
        raise Unreadable("the JSON that came is no index of captures")
    if found and not set(_FIELDS) <= set(found[0]):
        raise Unreadable("the index of captures does not name its timestamp and original")
    return list(found)


def _is_table(found: Any) -> bool:
    return isinstance(found, list) and all(
        isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in found
    )


def _resume_key(rows: list[list[str]]) -> str | None:
    """An empty row and a row of one cell stand at the end where there is more."""
    is_key = len(rows) > 2 and not rows[-2] and len(rows[-1]) == 1
    return rows[-1][0] if is_key else None


def _going_on(base: str, key: str) -> str:
    return f"{_RESUME.sub('', base)}&{urlencode({'resumeKey': key})}"


def _capture(row: dict[str, str], base: str) -> Entry | None:
    moment, original = row.get("timestamp", ""), web_address(row.get("original", ""))
    if original is None or read_moment(moment) is None:
        return None
    return make_entry(base, capture_url(base, moment, original), "")


def read_paths(body: bytes, *, base: str, unpacked_at_most: int) -> tuple[str, ...]:
    """The addresses of a month's WARC files, in its order. Raises Unreadable."""
    names = _unpacked(body, unpacked_at_most).decode("utf-8", "replace").split()
    kept = tuple(_absolute(names, base))
    if not kept:
        raise Unreadable("the list names no WARC file")
    return kept


def _absolute(names: list[str], base: str) -> Iterator[str]:
    """Paths begin at the archive's root, whatever folder the list lies in."""
    for name in names:
        if _PATH.fullmatch(name) and ".." not in name:
            yield urljoin(base, f"/{name.lstrip('/')}")


def _unpacked(body: bytes, at_most: int) -> bytes:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 32)
    try:
        plain = unpacker.decompress(body, at_most + 1)
    except zlib.error as error:
        raise Unreadable("the list of WARC files can't be unpacked") from error
    if len(plain) > at_most:
        raise Unreadable("the list of WARC files is too large when unpacked")
    return plain
