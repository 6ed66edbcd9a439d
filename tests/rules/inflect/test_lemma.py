"""How a lemma is written down."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.inflect.lemma import NoParadigmError, Part, parse_lemma


def test_a_part_of_speech_stands_behind_in_brackets() -> None:
    lemma = parse_lemma("вести  переговоры (verb)")
    assert (lemma.text, lemma.part) == ("вести переговоры", Part.VERB)


def test_without_one_the_paradigm_finds_out() -> None:
    assert parse_lemma("суд").part is None


@pytest.mark.parametrize("written", ["суд (nuon)", "суд (noun", "(noun)", "", "а " * 9])
def test_what_is_no_lemma_is_refused(written: str) -> None:
    with pytest.raises(NoParadigmError):
        parse_lemma(written)


@given(st.text())
def test_any_text_is_a_lemma_without_brackets_or_refused(text: str) -> None:
    with suppress(NoParadigmError):
        assert not set("()") & set(parse_lemma(text).text)
