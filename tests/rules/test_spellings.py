"""Row 44: letters that look alike, and letters written in two pieces, change no verdict.

The document keeps its own letters; evidence quotes them as they are.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import pytest

from rules.matcher import Matcher
from rules.records import Document
from tests.rules.asides import own_documents

EVERY = 12  # of the register's own examples: all of them take ten seconds
LOOK_ALIKE = str.maketrans("аеорсухі", "aeopcyxi")


def in_pieces(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def disguised(text: str) -> str:
    """The second letter of each Cyrillic word as the Latin one that looks like it."""
    return " ".join(_disguised(word) for word in text.split(" "))


def _disguised(word: str) -> str:
    is_cyrillic = len(word) > 3 and any("а" <= letter <= "я" for letter in word)
    return word[0] + word[1].translate(LOOK_ALIKE) + word[2:] if is_cyrillic else word


def verdicts(matcher: Matcher, document: Document) -> set[tuple[str, str, str]]:
    found = matcher.match(document)
    for match in found:
        for piece in match.evidence:
            text = document.title if piece.field == "title" else document.text
            assert text[piece.start : piece.end] == piece.quote
    return {(one.recommendation, one.signal, one.factuality.value) for one in found}


@pytest.mark.parametrize("spelled", [in_pieces, disguised])
def test_another_spelling_changes_no_verdict(
    shipped: Matcher, spelled: Callable[[str], str]
) -> None:
    for document in islice(own_documents(shipped), 0, None, EVERY):
        other = replace(document, title=spelled(document.title), text=spelled(document.text))
        assert verdicts(shipped, other) == verdicts(shipped, document), document.text[:80]
