"""Reads RSS, Atom and JSON Feed: bytes in, entries out; nothing is fetched."""

import codecs
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import feedparser

from spiders.kinds.dates import iso_or_raw
from spiders.kinds.reading import (
    Reading,
    Unreadable,
    gathered,
    make_entry,
    refuse_html,
    undeclared_charset,
)
from spiders.records import Entry

ENTRIES_AT_MOST = 2_000
ITEM_BYTES = 2**20
TAGS_AT_MOST = 300_000  # of a feed, written out or escaped; a hundred thousand take two seconds
ATTRIBUTES_AT_MOST = 1_000  # of one tag; its parser's time grows with their square
SHORTEST = 200  # bytes; some dead feeds answer 200 with a dozen
_ITEM = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_OVERGROWN = re.compile(
    rb"<[A-Za-z_][^\s<>/=\"']*+(?:\s++[^\s<>=\"']++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')){%d}"
    % (ATTRIBUTES_AT_MOST + 1)
)
_CHARSET = re.compile(rb"charset=[\"']?([\w.-]+)", re.IGNORECASE)
_PROLOG = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"']([\w.-]+)")
_WIDE = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_DECLARATION = re.compile(r"^\ufeff?<\?xml[^>]*>")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+))(?:;|(?![0-9a-fA-F]))")
_JSON_FEED = "https://jsonfeed.org/version/"


def read_feed(body: bytes, *, base: str, content_type: str = "") -> Reading:
    """The entries of a feed, as it orders them. Raises Unreadable."""
    refuse_html(body, "a feed")
    if len(body) < SHORTEST:
        raise Unreadable(f"only {len(body)} bytes came where a feed was due")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, base)
    return _read_xml(body, base, content_type)


# -- RSS and Atom ----------------------------------------------------------------------------------


def _read_xml(body: bytes, base: str, content_type: str) -> Reading:
    wide = _WIDE.get(body[:2])
    if wide is not None:  # in UTF-8 the caps hold for it as well
        body = _DECLARATION.sub("", body.decode(wide, "replace")).encode()
        content_type = ""
    if _OVERGROWN.search(body):
        raise Unreadable(f"a tag of the feed has more than {ATTRIBUTES_AT_MOST:,} attributes")
    whole, cut = _shortened(body)
    feed = _parsed(_REFERENCE.sub(_possible, whole), content_type)
    if not feed.get("version") and not feed.entries:
        raise Unreadable("no feed that can be read came")
    language = str(feed.feed.get("language") or "")
    entries = feed.entries[:ENTRIES_AT_MOST]
    return gathered((_entry(item, base, language) for item in entries), cut=cut)


def _shortened(body: bytes) -> tuple[bytes, int]:
    """Without items that are too long or too many, so that parsing takes a bounded time.

    Raises Unreadable where what stands before the items is too much already.
    """
    starts = [found.start() for found in _ITEM.finditer(body)]
    head = body[: starts[0]] if starts else body
    left = TAGS_AT_MOST - _tags(head)
    if left < 0:
        raise Unreadable(f"the feed has more than {TAGS_AT_MOST:,} tags before its first entry")
    items = [body[start:end] for start, end in pairwise((*starts, len(body)))]
    kept: list[bytes] = []
    for item in items:
        left -= _tags(item) if len(item) <= ITEM_BYTES else 0
        if len(kept) == ENTRIES_AT_MOST or left < 0:
            break
        if len(item) <= ITEM_BYTES:
            kept.append(item)
    return head + b"".join(kept), len(items) - len(kept)


def _tags(markup: bytes) -> int:
    return markup.count(b"<") + markup.count(b"&lt;")


def _possible(reference: re.Match[bytes]) -> bytes:
    """A number that names no character would cost the whole feed, so it becomes U+FFFD."""
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip(b"0")
    number = int(digits[:8] or b"0", 16 if hexadecimal else 10)
    is_one = number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return reference[0] if is_one and len(digits) <= 8 else b"&#xFFFD;"


def _parsed(body: bytes, content_type: str) -> Any:
    try:
        return feedparser.parse(body, response_headers=_headers(body, content_type))
    except Exception as error:
        raise Unreadable(f"no feed that can be read came ({type(error).__name__})") from error


def _headers(body: bytes, content_type: str) -> dict[str, str]:
    """What feedparser should believe about the charset."""
    stated = _CHARSET.search(content_type.encode("latin-1", "replace")) or _PROLOG.search(
        body[:200]
    )
    is_utf8 = stated is None or stated.group(1).lower() in {b"utf-8", b"utf8"}
    if is_utf8 and (true := undeclared_charset(body)) != "utf-8":
        return {"content-type": f"application/xml; charset={true}"}
    # Only a stated charset is told: for a bare text/xml feedparser would have to assume ASCII.
    return {"content-type": content_type} if "charset" in content_type.lower() else {}


def _entry(item: Any, base: str, language: str) -> Entry | None:
    detail = item.get("title_detail") or {}
    published = item.get("published") or item.get("updated") or ""
    parsed = item.get("published_parsed") or item.get("updated_parsed")
    return make_entry(
        base,
        _link(item),
        str(item.get("title") or ""),
        summary=str(item.get("summary") or ""),
        published=iso_or_raw(str(published), parsed),
        language=str(detail.get("language") or language),
    )


def _link(item: Any) -> str:
    links = item.get("links") or ()
    pages = [each.get("href") for each in links if each.get("rel", "alternate") == "alternate"]
    return str(next(filter(None, pages), None) or item.get("link") or "")


# -- JSON Feed -------------------------------------------------------------------------------------


def _read_json(body: bytes, base: str) -> Reading:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON that can be read came") from error
    if not isinstance(feed, dict) or not _text(feed, "version").startswith(_JSON_FEED):
        raise Unreadable("the JSON that came is no JSON Feed")
    items = feed.get("items")
    listed = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = _json_entries(listed[:ENTRIES_AT_MOST], base, _text(feed, "language"))
    return gathered(entries, cut=max(0, len(listed) - ENTRIES_AT_MOST))


def _json_entries(items: list[dict[str, Any]], base: str, language: str) -> Iterator[Entry | None]:
    for item in items:
        yield make_entry(
            base,
            _text(item, "url", "external_url"),
            _text(item, "title"),
            summary=_text(item, "summary", "content_text", "content_html"),
            published=iso_or_raw(_text(item, "date_published", "date_modified")),
            language=_text(item, "language") or language,
        )


def _text(item: dict[str, Any], *names: str) -> str:
    """The first of these members that is a text."""
    return next((item[n] for n in names if isinstance(item.get(n), str) and item[n]), "")
