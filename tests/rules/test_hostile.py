"""Texts made to be slow: matching must end, in time that grows with their length."""

import pytest

from rules.matcher import Matcher
from tests.rules.books import make_document

_UNITS = {
    "one endless sentence about the matter": "police detained activists, they freed a politician ",
    "a sentence each": "Police detained activists. ",
    "a line each": "Суд освободил политика\n",
    "stops": ".",
    "questions": "?!",
    "quotes": '"',
    "blanks": " ",
    "lines": "\n",
    "one word": "а",
    "one word of two scripts": "aа",
    "marks on a letter": "e" + "\u0301" * 30,
    "marks alone": "\u0301\u0323",
    "invisible": "\u200b",
    "surrogates": "\ud800",
    "years": "2005 in 2005 ",
    "abbreviations": "г. ",
    "apostrophes": "d'",
    "items": "; ",
}


@pytest.mark.parametrize("unit", _UNITS.values(), ids=_UNITS.keys())
@pytest.mark.parametrize("language", ["en", "ru", "und"])
def test_a_hostile_text_ends(matcher: Matcher, unit: str, language: str) -> None:
    text = (unit * (50_000 // len(unit) + 1))[:50_000]
    matcher.match(make_document(text, title=text[:5_000], language=language))


@pytest.mark.prove
@pytest.mark.parametrize("unit", _UNITS.values(), ids=_UNITS.keys())
@pytest.mark.parametrize("language", ["en", "ru"])
def test_five_megabytes_end(matcher: Matcher, unit: str, language: str) -> None:
    text = (unit * (5_000_000 // len(unit) + 1))[:5_000_000]
    matcher.match(make_document(text, language=language))
