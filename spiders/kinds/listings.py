"""Reads listing pages by the selectors of their shape; nothing is fetched."""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from w3lib.encoding import html_to_unicode

from spiders.kinds.dates import iso_or_raw
from spiders.kinds.reading import Reading, Unreadable, gathered, make_entry, undeclared_charset
from spiders.records import Entry
from spiders.shapes import ListingShape
from spiders.urls import clean_url

ENTRIES_AT_MOST = 1_000  # on one page
HEADLINE_AT_MOST = 200  # code points of a post's first line, to be its title


def read_listing(body: bytes, *, base: str, shape: ListingShape, content_type: str = "") -> Reading:
    """The entries of one page, and the address of the following one. Raises Unreadable."""
    try:
        return _read(_decoded(body, content_type), base, shape)
    except RecursionError as error:
        raise Unreadable("the page is nested too deeply") from error


def _read(text: str, base: str, shape: ListingShape) -> Reading:
    # lxml, never html5lib: that one takes seconds for a few thousand nested tags.
    soup = BeautifulSoup(text, "lxml")
    items = soup.select(shape.item, limit=ENTRIES_AT_MOST + 1)
    if not items:
        raise Unreadable(f'nothing on the page fits "{shape.item}"')
    entries = _entries(items[:ENTRIES_AT_MOST], base, shape)
    return gathered(
        entries, more=_following(soup, base, shape), cut=max(0, len(items) - ENTRIES_AT_MOST)
    )


def _entries(items: list[Tag], base: str, shape: ListingShape) -> Iterator[Entry | None]:
    for item in items:
        link = item if item.name == "a" and shape.link == "a" else item.select_one(shape.link)
        if link is None:
            yield None
            continue
        title, summary = _words(item, link, shape)
        yield make_entry(
            base,
            _attribute(link, "href"),
            title,
            summary=summary,
            published=_date(item, shape),
            language=_attribute(item, "lang"),
        )


def _words(item: Tag, link: Tag, shape: ListingShape) -> tuple[str, str]:
    """Title and summary of one entry."""
    if shape.title is not None and shape.title == shape.summary:
        return _of_post(item.select_one(shape.title))
    title = _text(item, shape.title) or link.get_text(" ", strip=True) or _attribute(link, "title")
    return title, _text(item, shape.summary)


def _of_post(body: Tag | None) -> tuple[str, str]:
    """Of a post without a headline: its first line and what follows; or, where that line is long,
    the beginning of it and the whole post. Nothing where it has no words.
    """
    lines = _lines(body) if body is not None else []
    if not lines:
        return "", ""
    if len(lines[0]) <= HEADLINE_AT_MOST:
        return lines[0], "\n".join(lines[1:])
    beginning = lines[0][:HEADLINE_AT_MOST].rpartition(" ")[0] or lines[0][:HEADLINE_AT_MOST]
    return f"{beginning} …", "\n".join(lines)


def _lines(body: Tag) -> list[str]:
    """As they are seen. Words that are bold or linked in part stay whole."""
    for end in body.find_all("br"):
        end.replace_with("\n")
    lines = (" ".join(line.split()) for line in body.get_text().splitlines())
    return [line for line in lines if line]


def _date(item: Tag, shape: ListingShape) -> str:
    found = item.select_one(shape.date) if shape.date else None
    if found is None:
        return ""
    return iso_or_raw(_attribute(found, "datetime") or found.get_text(" ", strip=True))


def _following(soup: BeautifulSoup, base: str, shape: ListingShape) -> tuple[str, ...]:
    found = soup.select_one(shape.next_page) if shape.next_page else None
    url = clean_url(_attribute(found, "href"), base) if found is not None else None
    return (url,) if url and url != base else ()


def _text(item: Tag, selector: str | None) -> str:
    found = item.select_one(selector) if selector else None
    return found.get_text(" ", strip=True) if found is not None else ""


def _attribute(tag: Tag, name: str) -> str:
    value: Any = tag.get(name)
    return value if isinstance(value, str) else ""


def _decoded(body: bytes, content_type: str) -> str:
    _, text = html_to_unicode(content_type or None, body, auto_detect_fun=undeclared_charset)
    return str(text)
