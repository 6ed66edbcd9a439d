"""The rule language: what binds tighter, and what is said of what cannot be read."""

import pytest

from rules.complaints import Place
from rules.language.parser import parse
from rules.language.printer import show
from rules.language.syntax import And, ConceptRef, Expression, Near, Not, Or, Word
from rules.yamlfile import Text


def _parse(text: str) -> Expression:
    loaded = parse(Text(value=text, place=Place(file="f.yml"), raw=text))
    assert loaded.item is not None, loaded.complaints
    return loaded.item


def _complaint(text: str) -> str:
    loaded = parse(Text(value=text, place=Place(file="f.yml", line=9, column=3), raw=text))
    (complaint,) = loaded.complaints
    return str(complaint)


def test_near_binds_tighter_than_not_and_than_and_than_or() -> None:
    a, b, c, d = (Word(text=t) for t in "abcd")
    near = Near(left=c, right=d, distance=2, ordered=False)
    assert _parse("a OR b AND NOT c NEAR/2 d") == Or(terms=(a, And(terms=(b, Not(term=near)))))


def test_distances_associate_to_the_left() -> None:
    assert _parse("a NEAR/1 b THEN/2 c") == _parse("(a NEAR/1 b) THEN/2 c")


def test_concepts_and_phrases_keep_their_text() -> None:
    assert _parse('@a-b AND "two  words"') == And(
        terms=(ConceptRef(id="a-b"), Word(text="two words"))
    )


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a NEAR/5 )", "f.yml:9:12", "expected a word"),
        ("a NEAR b", "f.yml:9:5", "expected a number after NEAR/"),
        ("a NEAR/999 b", "f.yml:9:5", "at most 100"),
        ("NOT a", "f.yml:9:3", "NOT stands alone"),
        ("NOT a AND NOT b", "f.yml:9:3", "without a positive term"),
        ("a OR NOT b", "f.yml:9:8", "NOT stands alone"),
        ("(a AND b) NEAR/3 c", "f.yml:9:4", "NEAR and THEN take"),
        ("SENT(PARA(a))", "f.yml:9:8", "cannot lie inside"),
        ("(a", "f.yml:9:5", "found the end"),
        ("a b", "f.yml:9:5", "expected AND"),
        ("", "f.yml:9:3", "found the end"),
        ("a AND $b", "f.yml:9:9", "'$b'"),
        ('"..."', "f.yml:9:4", "without words"),
    ],
)
def test_a_fault_is_told_with_place_and_remedy(text: str, place: str, words: str) -> None:
    told = _complaint(text)
    assert told.startswith(f"{place} ")
    assert words in told
    assert " — " in told


def test_brackets_that_nest_too_deep_are_refused() -> None:
    assert "nest too deep" in _complaint("(" * 5000 + "a" + ")" * 5000)


def test_endless_distances_are_refused() -> None:
    assert "too many distances" in _complaint("a NEAR/1 " * 500 + "a")


def test_printing_writes_no_needless_brackets() -> None:
    text = 'SENT((@a OR b) NEAR/3 c AND NOT d) OR "AND"'
    assert show(_parse(text)) == text
