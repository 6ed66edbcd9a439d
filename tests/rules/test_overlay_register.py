"""A register of another country, written as YAML in an overlay folder alone, with a language that
nothing that ships knows: what happens there is told, the same acts elsewhere are not.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.extract.language import guess_language
from rules.compiler import compile_rulebook
from rules.examples import check_examples
from rules.matcher import Matcher
from rules.records import Document
from rules.register import Rulebook, load_rulebook

pytestmark = pytest.mark.prove  # reading two registers and a language anew takes its time

DATA = Path(__file__).parent / "data"
OVERLAY = DATA / "overlay"
GIVEN: dict[str, Any] = yaml.safe_load((DATA / "overlay-documents.yml").read_text("utf-8"))
DOCUMENTS = GIVEN["documents"]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    loaded = load_rulebook("kyrgyzstan-review", OVERLAY)
    assert loaded.complaints == ()
    assert loaded.item is not None
    return compile_rulebook(loaded.item)


def _told(matcher: Matcher, language: str, title: str, text: str) -> set[str]:
    document = Document(
        id="d", title=title, text=text, language=language, published=date(2024, 4, 5)
    )
    return {f"{m.recommendation}:{m.direction}" for m in matcher.match(document)}


def _elsewhere(text: str, words: dict[str, str]) -> str:
    for here, there in words.items():
        text = text.replace(here, there)
    return text


def test_every_example_of_the_overlay_holds(matcher: Matcher) -> None:
    assert check_examples(matcher) == ()


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda given: given["title"])
def test_what_happens_in_the_country_of_the_overlay_is_told(
    matcher: Matcher, given: dict[str, Any]
) -> None:
    assert _told(matcher, given["lang"], given["title"], given["text"]) == set(given["gives"])


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda given: given["title"])
def test_the_same_acts_in_another_country_are_not_told(
    matcher: Matcher, given: dict[str, Any]
) -> None:
    title, text = (
        _elsewhere(given[key], GIVEN["swap"][given["lang"]]) for key in ("title", "text")
    )
    assert text != given["text"]
    assert _told(matcher, given["lang"], title, text) == set()


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda given: given["title"])
def test_the_languages_of_the_overlay_are_told_apart(given: dict[str, Any]) -> None:
    assert guess_language(f"{given['title']}\n{given['text']}") == given["lang"]


def test_the_overlay_changes_nothing_of_what_ships(shipped_rules: Rulebook) -> None:
    overlaid = load_rulebook(overlay=OVERLAY).item
    assert overlaid is not None
    assert overlaid.register == shipped_rules.register
