"""How a page sets its text changes no verdict: wrapped lines, a menu above it, signs by name …

Checked over the demo newsroom's articles.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice

import pytest

from rules.matcher import Matcher
from rules.records import Document
from tests.rules.asides import demo_documents, verdicts
from tests.rules.books import make_document

MENU = (
    *("Home", "About us", "News", "Library", "Contacts", "Search", "Қаз", "Рус", "Eng", "Video"),
    *("Экономика", "Қоғам", "Photo", "Most read", "Share", "Print", "Send by e-mail"),
)
NOTICES = (
    "We use cookies so that this site works well for you, and to see how it is used. By going on "
    "you accept that. You may change your mind at any time under the word Settings.",
    "Disclaimer: the papers that you find here were gathered by volunteers over several years, and "
    "were not changed by them. Of some the whole text cannot be had. Please write to us if you see "
    "a mistake in one, or if you know where a page that is missing here may be found.",
)
_END = re.compile(r"(?<=[^\W\d_]{4}\.)(?=\s+[^\W\d_])")


def _apart(text: str) -> str:
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def wrapped(document: Document, width: int) -> Document:
    """As a cable or a PDF file has it: no line wider than so many characters."""
    lines = _apart(document.text).split("\n")
    return replace(document, text="\n".join(textwrap.fill(line, width) for line in lines))


def below_menu(document: Document) -> Document:
    """As a whole page has it, when nothing was cut from it."""
    return replace(document, text="\n".join((*MENU, "", document.text)))


def below_notices(document: Document) -> Document:
    """As a page has it on which a visitor has agreed to nothing yet."""
    text = "\n\n".join((*NOTICES, document.text))
    return replace(document, text=text)


def footnoted(document: Document) -> Document:
    """As a report has it: footnotes' marks, in brackets or raised, behind ends of sentences."""
    marks = cycle(("[12]", "68"))
    return replace(document, text=_END.sub(lambda end: end.group() + next(marks), document.text))


def named_signs(document: Document) -> Document:
    """As a text has it that was escaped twice."""
    names = {'"': "&quot;", "«": "&laquo;", "»": "&raquo;", "'": "&#039;", " ": "&nbsp;"}
    return replace(document, text="".join(names.get(sign, sign) for sign in document.text))


def cable(document: Document) -> Document:
    """As an embassy's cable has it: the title stands below a header, and follows a word."""
    header = f"UNCLAS SECTION 01 OF 02\nE.O. 12958: N/A\nTAGS: PGOV, KZ\nSUBJECT: {document.title}"
    return replace(document, text=f"{header}\n\n{document.text}")


def untitled(document: Document) -> Document:
    """As a page without a title of its own has it: the text begins with that."""
    return replace(document, title="", text=f"{document.title}\n\n{document.text}")


LAYOUTS: dict[str, Callable[[Document], Document]] = {
    "lines of 60": lambda document: wrapped(document, 60),
    "lines of 90": lambda document: wrapped(document, 90),
    "a menu": below_menu,
    "notices": below_notices,
    "footnotes": footnoted,
    "named signs": named_signs,
    "a cable": cable,
    "no title": untitled,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_changes_no_verdict(shipped: Matcher, layout: str) -> None:
    changed = [
        document.id
        for document in islice(demo_documents(), 0, None, 5)
        if verdicts(shipped, document) != verdicts(shipped, LAYOUTS[layout](document))
    ]
    assert changed == []


def test_evidence_quotes_a_text_with_named_signs_as_it_stands(matcher: Matcher) -> None:
    text = "A court in &laquo;Almaty&raquo; has re&shy;leased the politician."
    (match,) = matcher.match(make_document(text))
    assert all(text[piece.start : piece.end] == piece.quote for piece in match.evidence)
    assert "re&shy;leased" in [piece.quote for piece in match.evidence]
