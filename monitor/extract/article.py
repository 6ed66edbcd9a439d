"""The article of a web page: title, text, and the address and day that the page states."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from trafilatura import bare_extraction

from monitor.extract.clean import clean
from monitor.extract.dates import read_published
from monitor.extract.failures import EmptyBody, NotAnArticle
from monitor.extract.html import Tree, parsed, visible_text
from monitor.extract.title import read_title, without_title
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


def read_article(markup: str, url: str, seen_on: date, hint: str = "") -> Article:
    """The article of a page at `url`. hint: the day its entry states.

    Raises NotAnArticle and EmptyBody. Menus, side columns, related items and comments are left
    out as far as trafilatura tells them from the text.
    """
    tree = parsed(markup)
    title = read_title(tree, url)
    if _MISSING_PAGE.match(title):
        raise NotAnArticle(f'the page says "{title[:80]}" though it answered as if all were well')
    text = without_title(_main_text(tree), title)
    _check(tree, text)
    return Article(
        title=title,
        text=text,
        url=canonical_of(tree, url),
        published=read_published(tree, seen_on, hint),
        language=str(tree.get("lang") or "")[:2].lower(),
    )


def read_whole(markup: str, url: str) -> Article:
    """All that a page shows apart from its frame, undated: for status pages without a table."""
    tree = parsed(markup)
    text = visible_text(tree, whole=False)
    if len(text) < TEXT_AT_LEAST:
        raise EmptyBody("the page shows no words")
    return Article(
        title=read_title(tree, url), text=text, url=canonical_of(tree, url), published=None
    )


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
