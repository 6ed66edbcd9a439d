"""A page's title, without the name of the site that many append to it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from monitor.extract.clean import clean_line
from monitor.extract.html import Tree, visible_text
from monitor.extract.jsonld import article_facts, text_of

TITLE_AT_MOST = 500
_SEPARATOR = re.compile(r"\s+[|–—·•»«:/-]{1,2}\s+|\s*\|\s*")
_META = '//meta[@property="{0}" or @name="{0}"]/@content'


def read_title(tree: Tree, url: str) -> str:
    """The best title a page gives of itself; empty where it gives none."""
    headings = _headings(tree)
    sites = _site_names(tree, url)
    for candidate in _candidates(tree, headings):
        title = _without_site(clean_line(candidate), sites, headings)
        if title:
            return title[:TITLE_AT_MOST].rstrip()
    return ""


def without_title(text: str, title: str) -> str:
    """The title once: many pages repeat it as the first line of the text."""
    first, newline, rest = text.partition("\n")
    return rest if newline and title and first.casefold() == title.casefold() else text


def meta(tree: Tree, name: str) -> str:
    """The first value of a meta tag; empty where there is none."""
    return next((str(v).strip() for v in tree.xpath(_META.format(name)) if str(v).strip()), "")


def _candidates(tree: Tree, headings: list[str]) -> Iterator[str]:
    yield meta(tree, "og:title")
    yield text_of(article_facts(tree), "headline")
    yield meta(tree, "twitter:title")
    yield from headings[:1]
    yield str(tree.findtext(".//title") or "")


def _headings(tree: Tree) -> list[str]:
    found = (clean_line(visible_text(heading)) for heading in tree.xpath("//h1")[:5])
    return [heading for heading in found if heading]


def _site_names(tree: Tree, url: str) -> set[str]:
    host = urlsplit(url).hostname or ""
    names = {
        meta(tree, "og:site_name"),
        text_of(article_facts(tree), "publisher"),
        host,
        host.removeprefix("www."),
        *host.split(".")[:-1],
    }
    return {_bare(name) for name in names if name}


def _without_site(title: str, sites: set[str], headings: list[str]) -> str:
    """Cuts a last part that is the site's name, or that the page's own heading does not have."""
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        if title[: cut.start()] in headings:
            return title[: cut.start()]
    while cuts and _bare(title[cuts[-1].end() :]) in sites:
        title = title[: cuts.pop().start()]
    return "" if _bare(title) in sites else title


def _bare(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
