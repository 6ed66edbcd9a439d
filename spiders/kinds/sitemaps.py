"""Reads sitemaps and their indexes, with the news and video extensions; nothing is fetched."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator

from lxml import etree

from spiders.kinds.dates import iso_or_raw
from spiders.kinds.reading import Reading, Unreadable, gathered, make_entry, refuse_html
from spiders.records import Entry
from spiders.urls import clean_url

ENTRIES_AT_MOST = 50_000  # the protocol's own limit for one file
_GZIP = b"\x1f\x8b"
_CHUNK = 64 * 1024
_TAIL = 1024
_END = re.compile(rb"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>")
_TITLES = ("news:title", "video:title")
_DATES = ("news:publication_date", "video:publication_date")


def read_sitemap(body: bytes, *, base: str, unpacked_at_most: int) -> Reading:
    """Entries, or the addresses of further sitemaps, newest first. Raises Unreadable.

    An address without a title becomes an entry with the title "". lastmod orders, and says
    nothing of publication.
    """
    plain = _unpacked(body, unpacked_at_most)
    refuse_html(plain, "a sitemap")
    # Nothing legitimate declares entities here, and what isn't declared can't expand.
    if b"<!DOCTYPE" in plain[:_CHUNK] or b"<!ENTITY" in plain:
        raise Unreadable("a sitemap with a document type came, which is not read")
    return _read(plain, base)


def _unpacked(body: bytes, at_most: int) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            plain = packed.read(at_most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable("the packed sitemap can't be unpacked") from error
    if len(plain) > at_most:
        raise Unreadable("the sitemap is too large when unpacked")
    return plain


def _read(plain: bytes, base: str) -> Reading:
    found = list(_elements(plain))
    if not _END.search(plain[-_TAIL:]):
        found = found[:-1]  # torn off: the last address may have lost its end
    kept = found[:ENTRIES_AT_MOST]
    # Sorting is stable: where no dates are given the file's own order stays.
    maps = sorted((f for name, f in kept if name == "sitemap"), key=_changed, reverse=True)
    pages = sorted((f for name, f in kept if name == "url"), key=_changed, reverse=True)
    more = (clean_url(facts.get("loc", ""), base) for facts in maps)
    return gathered(
        (_entry(facts, base) for facts in pages),
        more=tuple(url for url in more if url),
        cut=len(found) - len(kept),
    )


def _changed(facts: dict[str, str]) -> str:
    return _date(facts) or facts.get("lastmod", "")


def _elements(plain: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each <url> and <sitemap> with its texts, forgotten as soon as it is read."""
    context = etree.iterparse(
        io.BytesIO(plain),
        events=("end",),
        tag=("{*}url", "{*}sitemap", "{*}urlset", "{*}sitemapindex"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    found_root = False
    try:
        for _, element in context:
            name = etree.QName(element).localname
            if name in {"url", "sitemap"}:
                found_root = True
                yield name, _facts(element)
                _forget(element)
            else:
                found_root = True
    except etree.XMLSyntaxError as error:
        if not found_root:
            raise Unreadable("no sitemap that can be read came") from error
    if not found_root:
        raise Unreadable("the XML that came is no sitemap")


def _facts(element: etree._Element) -> dict[str, str]:
    """The texts below an element by name; those of an extension as "news:title"."""
    facts: dict[str, str] = {}
    for child in element.iterdescendants(etree.Element):
        facts.setdefault(_name(child), (child.text or "").strip())
    return facts


def _name(child: etree._Element) -> str:
    name = etree.QName(child)
    space = name.namespace or ""
    prefix = next((each for each in ("news", "video", "image") if f"-{each}" in space), "")
    return f"{prefix}:{name.localname}" if prefix else name.localname


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _date(facts: dict[str, str]) -> str:
    return iso_or_raw(next((facts[name] for name in _DATES if facts.get(name)), ""))


def _entry(facts: dict[str, str], base: str) -> Entry | None:
    return make_entry(
        base,
        facts.get("loc", ""),
        next((facts[name] for name in _TITLES if facts.get(name)), ""),
        summary=facts.get("video:description", ""),
        published=_date(facts),
        language=facts.get("news:language", ""),
    )
