"""A page as a tree, and its visible words with blocks kept apart."""

from typing import TypeAlias

import lxml.html
from lxml import etree

from monitor.extract.clean import clean
from monitor.extract.failures import EmptyBody

Tree: TypeAlias = lxml.html.HtmlElement

# What starts a line of its own. Without it the last word of a heading and the first of the text
# would become one, and no rule would find either.
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
    }
)
_UNREAD = ("script", "style", "template", "noscript", "svg", "iframe", "object", "head")
_AROUND = ("nav", "header", "footer", "aside", "form", "button", "select", "textarea")


def parsed(text: str) -> Tree:
    """The tree of a page. Raises EmptyBody."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = text.encode("utf-8", "replace").replace(b"\x00", b"")
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as cause:
        raise EmptyBody("the answer holds no markup that could be read") from cause
    return tree


def visible_text(tree: Tree, *, whole: bool = True) -> str:
    """The words a reader sees, a line a block; without menus and footers unless `whole`."""
    unread = _UNREAD if whole else _UNREAD + _AROUND
    pieces: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        hides = element.tag in unread
        if event == "start":
            skipped += hides
            _add(pieces, element.tag, element.text, shown=not skipped)
        else:
            skipped -= hides
            _add(pieces, element.tag, element.tail, shown=not skipped)
    return clean("".join(pieces))


def _add(pieces: list[str], tag: str, text: str | None, *, shown: bool) -> None:
    if not shown:
        return
    if tag in _BLOCKS:
        pieces.append("\n")
    if text:
        # Line breaks of the source are blanks; only blocks break lines.
        pieces.append(text.replace("\n", " ").replace("\r", " "))


def words_of(markup: str) -> str:
    """The words of a piece of markup (a feed's summary), its entities decoded once."""
    if "<" not in markup and "&" not in markup:
        return clean(markup)
    try:
        return visible_text(parsed(f"<div>{markup}</div>"))
    except EmptyBody:
        return ""
