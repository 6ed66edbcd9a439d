"""Status pages (a treaty's participants, a party register, a law) are kept whole; what they state
is read later. Here only what shows that the page itself came, and where it links to.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from w3lib.encoding import html_to_unicode

from spiders.kinds.reading import Reading, Unreadable, gathered, make_entry, undeclared_charset
from spiders.records import Entry

SHORTEST = 200  # bytes
LINKS_AT_MOST = 1_000
_ROW = re.compile(rb"<(?:tr|row)\b", re.IGNORECASE)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,100})[\s/>]")
_PROLOGUE = 4096  # bytes, in which an XML document has begun


def read_status_page(
    body: bytes,
    *,
    base: str = "",
    content_type: str = "",
    links: str | None = None,
    rows_at_least: int = 0,
) -> Reading:
    """The articles that the page links to; the page itself is the document.

    links: CSS selector; None: none are followed. rows_at_least: what its smallest table must have.
    Raises Unreadable for a stub, a page of another kind, and one that was cut off.
    """
    if len(body) < SHORTEST:
        raise Unreadable(f"only {len(body)} bytes came where a status page was due")
    if urlsplit(base).path.lower().endswith(".xml"):
        _refuse_broken_xml(body)
    rows = len(_ROW.findall(body))
    if rows < rows_at_least:
        raise Unreadable(f"only {rows} rows came where at least {rows_at_least} were due")
    return _links(body, base, content_type, links) if links else Reading()


def _refuse_broken_xml(body: bytes) -> None:
    """A notice in place of the data, or the first half of it. Raises Unreadable."""
    start = body.lstrip(b"\xef\xbb\xbf \r\n\t")
    if not start.startswith(b"<?xml"):
        raise Unreadable("something else came where XML was due")
    root = _ROOT.search(start, 0, _PROLOGUE)
    if root is None or not body.rstrip().endswith(b"</" + root[1] + b">"):
        raise Unreadable("the XML that came is cut off")


def _links(body: bytes, base: str, content_type: str, selector: str) -> Reading:
    _, text = html_to_unicode(content_type or None, body, auto_detect_fun=undeclared_charset)
    try:
        return gathered(_entries(BeautifulSoup(str(text), "lxml"), base, selector))
    except RecursionError as error:
        raise Unreadable("the page is nested too deeply") from error


def _entries(soup: BeautifulSoup, base: str, selector: str) -> Iterator[Entry | None]:
    for link in soup.select(selector, limit=LINKS_AT_MOST):
        address = link.get("href")
        if isinstance(address, str):
            yield make_entry(base, address, link.get_text(" ", strip=True))
