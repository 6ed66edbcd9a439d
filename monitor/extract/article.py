"""The article of a web page: title, text, and the address and day that the page states."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from trafilatura import bare_extraction

from monitor.extract.clean import clean
from monitor.extract.dates import read_published
from monitor.extract.failures import EmptyBody, LayoutChanged, NotAnArticle
from monitor.extract.html import Tree, parsed, visible_text
from monitor.extract.paragraphs import cut_text, day_by_shape
from monitor.extract.title import read_title, without_title
from spiders.shapes import TextShape
from spiders.urls import canonical_url, is_fetchable

TEXT_AT_LEAST = 30
LINKS_SHARE = 0.85
INDEX_BELOW = 1500  # characters; no index has so long a text
_MISSING_PAGE = re.compile(
    r"^\W*(?:404|410|not found|page not found|страница не найдена|ошибка 404|бет табылмады"
    r"|error 404)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page gave. url: canonical, on the page's own host. language: as it declares."""

    title: str
    text: str
    url: str
    published: date | None
    language: str = ""


def read_article(
    markup: str, url: str, seen_on: date, hint: str = "", shape: TextShape | None = None
) -> Article:
    """The article of a page at `url`. hint: the day its entry states. shape: where its text lies.

    Raises NotAnArticle and EmptyBody. Menus, side columns, related items and comments are left
    out as far as trafilatura tells them from the text.
    """
    tree = parsed(markup)
    title = _titled(read_title(tree, url), shape)
    if _MISSING_PAGE.match(title):
        raise NotAnArticle(f'the page says "{title[:80]}" though it answered as if all were well')
    shaped = _shaped_text(tree, shape)
    text = without_title(shaped or _main_text(tree), title)
    if not shaped:
        _check(tree, text)
    stated = day_by_shape(text, shape, seen_on) if shape else None
    return Article(
        title=title,
        text=text,
        url=canonical_of(tree, url),
        published=stated or read_published(tree, seen_on, hint),
        language=str(tree.get("lang") or "")[:2].lower(),
    )


def read_whole(markup: str, url: str, shape: TextShape | None = None) -> Article:
    """All that a page shows apart from its frame, undated: for status pages without a table.

    Raises EmptyBody, and LayoutChanged where nothing stands that `shape` describes.
    """
    tree = parsed(markup)
    text = visible_text(tree, whole=False)
    if len(text) < TEXT_AT_LEAST:
        raise EmptyBody("the page shows no words")
    if shape is not None:
        text = cut_text(visible_text(tree), shape)
    return Article(
        title=_titled(read_title(tree, url), shape),
        text=text,
        url=canonical_of(tree, url),
        published=None,
    )


def _titled(title: str, shape: TextShape | None) -> str:
    end = shape.title_before if shape else ""
    return title.partition(end)[0].rstrip() or title if end else title


def _shaped_text(tree: Tree, shape: TextShape | None) -> str:
    """The text where the shape says; "" where no shape is known or the page is made otherwise."""
    if shape is None or not shape.begins_after:
        return ""
    try:
        return cut_text(visible_text(tree), shape)
    except LayoutChanged:
        return ""


def canonical_of(tree: Tree, url: str) -> str:
    """The address the page calls its own, if it is on the same host; else where it was found."""
    own = urlsplit(url)
    for href in tree.xpath('//link[@rel="canonical"]/@href')[:1]:
        stated = _joined(url, str(href))
        there = urlsplit(stated) if stated else None
        # Broken templates name the front page as the address of every article.
        if (
            there
            and there.netloc == own.netloc
            and (there.path.strip("/") or not own.path.strip("/"))
        ):
            return canonical_url(stated)
    return canonical_url(url)


def _joined(base: str, href: str) -> str:
    try:
        joined = urljoin(base, href.strip())
    except ValueError:
        return ""
    return joined if is_fetchable(joined) else ""


def _main_text(tree: Tree) -> str:
    found = bare_extraction(tree, fast=True, include_comments=False)
    return clean(str(getattr(found, "text", None) or ""))


def _check(tree: Tree, text: str) -> None:
    if len(text) < TEXT_AT_LEAST:
        shown = visible_text(tree)
        if len(shown) < TEXT_AT_LEAST:
            raise EmptyBody("the page holds no readable words")
        raise NotAnArticle("the page holds words, but no text that reads like an article")
    if len(text) >= INDEX_BELOW:
        return
    linked = sum(len(str(link.text_content())) for link in tree.xpath("//a"))
    if linked > LINKS_SHARE * len(visible_text(tree)):
        raise NotAnArticle("the page is little but links, so it is an index")
