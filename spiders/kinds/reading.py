"""What a spider reads out of an entry point's answer, and what can be wrong with it."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from spiders.records import Entry
from spiders.urls import clean_url

LONGEST_TITLE = 1_000  # code points
LONGEST_SUMMARY = 20_000
_CYRILLIC_WORD = re.compile(rb"[\xc0-\xff]{4,}")  # no Latin language has four accents in a row

# Kept out of every record: no database takes NUL or a lone surrogate.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WEB_PAGE = (b"<!doctype html", b"<html")
_ROOTS = re.compile(rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex)\b")


class Unreadable(Exception):
    """The answer isn't what the entry point promises: a person should look at the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """entries: in the order to visit them. more: further addresses of the same kind to read.

    cut: entries beyond the cap, which nobody will see. nameless: entries without an address.
    unwanted: entries that the source's file does not want.
    """

    entries: tuple[Entry, ...] = ()
    more: tuple[str, ...] = ()
    cut: int = 0
    nameless: int = 0
    unwanted: int = 0


def make_entry(
    base: str, link: str, title: str, *, summary: str = "", published: str = "", language: str = ""
) -> Entry | None:
    """An entry with clean, bounded texts; None if the link can't be fetched or leads nowhere."""
    url = clean_url(link, base)
    if url is None or url == base:
        return None
    return Entry(
        url=url,
        title=" ".join(tidy(title).split())[:LONGEST_TITLE],
        summary=tidy(summary).strip()[:LONGEST_SUMMARY],
        published=" ".join(tidy(published).split())[:100],
        language=tidy(language).strip().lower().replace("_", "-").partition("-")[0][:8],
    )


def gathered(found: Iterable[Entry | None], *, more: tuple[str, ...] = (), cut: int = 0) -> Reading:
    """A reading of these entries, with those counted that have no address."""
    entries = tuple(found)
    kept = tuple(entry for entry in entries if entry is not None)
    return Reading(entries=kept, more=more, cut=cut, nameless=len(entries) - len(kept))


def tidy(text: str) -> str:
    """Without the characters that nothing can store."""
    return _UNSTORABLE.sub("", text)


def refuse_html(body: bytes, wanted: str) -> None:
    """Raises Unreadable for a web page: the feed was removed, or a consent page stands before."""
    head = body[:2048].lower()
    starts = [found for sign in _WEB_PAGE if (found := head.find(sign)) >= 0]
    if starts and not _ROOTS.search(head, 0, min(starts)):
        raise Unreadable(f"a web page came where {wanted} was due")


def undeclared_charset(body: bytes) -> str:
    """The charset of a page that declares none, or that lies: UTF-8 if it is that, else one of
    those that Russian pages were written in, told by where its frequent small letters lie.
    """
    with suppress(UnicodeDecodeError):
        body.decode("utf-8")
        return "utf-8"
    words = b"".join(_CYRILLIC_WORD.findall(body))
    if not words:
        return "cp1252"  # a Latin text with a few accents
    low = sum(byte < 0xE0 for byte in words)
    return "koi8-r" if low * 2 > len(words) else "cp1251"
