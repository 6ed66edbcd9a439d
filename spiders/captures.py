"""What archives kept of others' pages: addresses that say where a page was taken from.

A page from an archive has the address it had on the web (`final_url`), the moment it was captured
(`fetched_at`), and as its requested address (`url`) the place in the archive, so that anybody can
look it up: a capture "…/web/20060114101500id_/http://…", or a record "…/FILE.warc.gz#record=1234".
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from spiders.urls import is_fetchable

_MOMENT = "%Y%m%d%H%M%S"
# `id_` asks for the bytes as they were captured, without the archive's own links and toolbar.
_CAPTURE = re.compile(r"https?://[^/]+/web/(\d{14})id_/(\S+)", re.ASCII)
_RECORD = re.compile(r"\.warc\.gz#record=\d+$", re.ASCII)
_DEFAULT_PORT = re.compile(r"^(http://[^/?#]+):80(?=[/?#]|$)|^(https://[^/?#]+):443(?=[/?#]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A page as an archive saw it. original: its address on the web. seen_at: UTC."""

    original: str
    seen_at: datetime


def capture_url(archive: str, moment: str, original: str) -> str:
    """The address of the raw capture. archive: any address of it. moment: 14 digits."""
    parts = urlsplit(archive)
    return f"{parts.scheme}://{parts.netloc}/web/{moment}id_/{original}"


def read_capture(url: str) -> Capture | None:
    """What a raw capture's address says of the page; None where it is none, or no page's."""
    found = _CAPTURE.fullmatch(url)
    seen_at = read_moment(found[1]) if found else None
    if found is None or seen_at is None:
        return None
    original = web_address(found[2])
    return Capture(original=original, seen_at=seen_at) if original else None


def read_moment(digits: str) -> datetime | None:
    """The moment of 14 digits, UTC; None where they are none."""
    try:
        return datetime.strptime(digits, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def web_address(text: str) -> str | None:
    """An address as an archive's index writes it, without its port where that goes without
    saying; None where nobody could open it.
    """
    address = _DEFAULT_PORT.sub(lambda found: found[1] or found[2], text.strip("<>"))
    return address if is_fetchable(address) else None


def record_url(warc: str, offset: int) -> str:
    """The address of a record that begins at a byte of a WARC file."""
    return f"{warc}#record={offset}"


def is_record(url: str) -> bool:
    """Whether a requested address is a record of a WARC file."""
    return _RECORD.search(url) is not None


def is_warc(url: str) -> bool:
    """Whether an address is that of a WARC file."""
    return url.endswith(".warc.gz")


def is_archived(url: str) -> bool:
    """Whether a requested address is a place in an archive."""
    return is_record(url) or _CAPTURE.fullmatch(url) is not None
