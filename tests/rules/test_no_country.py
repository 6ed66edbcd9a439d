"""No Python file names a country or a place: these are data, so that a register of another
country needs no code. What may stand there are the names of languages.

The newsroom of the demo is data of the project's own (monitor/demo/newsroom), its code is code.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rules
from rules.forms import Form
from rules.gazetteer import NO_COUNTRIES, Country
from rules.lexicon import Lexicon
from rules.register import Rulebook
from rules.text import fold

ROOT = Path(str(rules.__file__)).parents[1]
FILES = [
    p for room in ("rules", "monitor", "spiders", "storage") for p in (ROOT / room).rglob("*.py")
]
# An adjective of a country that is a language's name, and codes that are both.
LANGUAGES = {
    *(
        "english",
        "american",
        "british",
        "russian",
        "kazakh",
        "kyrgyz",
        "uzbek",
        "turkmen",
        "turkish",
    ),
    *("ukrainian", "belarusian", "serbian", "azerbaijani"),
}
AMBIGUOUS = {"u s", "uk", "рк", "кнр"}  # letters that also stand alone, and a language's code
REST = "ZZ"  # the rest of the world: no code of a country
_CODE = re.compile(r"[\"']([A-Z]{2})(?:-[A-Z0-9-]+)?[\"']")
OUTLETS = re.compile(r"azatt[yi][qk]|rferl|radio svoboda|//[\w.-]*\.(?:kz|kg|ru|uz)\b")


@pytest.fixture(scope="module")
def countries(shipped_rules: Rulebook) -> tuple[Country, ...]:
    return shipped_rules.places


def _places(countries: tuple[Country, ...]) -> Iterator[Form]:
    for country in countries:
        for _, _, forms in country.forms if country.id not in NO_COUNTRIES else ():
            yield from forms


@pytest.fixture(scope="module")
def lexicon(countries: tuple[Country, ...]) -> Lexicon:
    return Lexicon((0, form) for form in _places(countries))


def test_no_code_names_a_place(lexicon: Lexicon) -> None:
    found = {str(path.relative_to(ROOT)): _named(path, lexicon) for path in FILES}
    assert {path: words for path, words in found.items() if words} == {}


def _named(path: Path, lexicon: Lexicon) -> set[str]:
    text = fold(path.read_text("utf-8")).plain.replace("_", " ")
    words = {text[hit.start : hit.end].replace(".", " ").strip() for hit in lexicon.find(text)}
    return (words - LANGUAGES - AMBIGUOUS) | set(OUTLETS.findall(text))


def test_no_code_holds_the_code_of_a_country(countries: tuple[Country, ...]) -> None:
    codes = {country.id for country in countries} - NO_COUNTRIES - {REST}
    found = {
        str(p.relative_to(ROOT)): codes & set(_CODE.findall(p.read_text("utf-8"))) for p in FILES
    }
    assert {path: held for path, held in found.items() if held} == {}
