"""Words as people search for them: what is one word, and what a query means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.searching import (
    GAP,
    TERMS_AT_MOST,
    WORD_AT_MOST,
    found_in,
    read_terms,
    searched_words,
    word_places,
)

# Of one script each: a word that mixes them is put into one by all of its letters.
WORDS = st.text("абвгдеёЁжзқҺүХ19", min_size=1, max_size=8) | st.text("abXYcde19", min_size=1)
TEXTS = st.text() | st.text("аёЁқQәб ab.,-\n'1\u0301\u00ad", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ЕЩЁ", "еще"),
        ("Жақиянов", "Жакиянов"),
        ("cуд", "суд"),  # the first letter is Latin
        ("осво\u00adбодил", "освободил"),
        ("и\u0306од", "йод"),
    ],
)
def test_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert searched_words("", one, "ru") == searched_words("", other, "ru")


def test_a_phrase_does_not_run_from_title_into_text() -> None:
    assert searched_words("a b", "c", "en") == ("a", "b", GAP, "c")


@given(st.lists(WORDS, min_size=1, max_size=30), st.sampled_from([" ", ", ", "-", "\n«", "'"]))
def test_every_word_of_a_document_finds_it(words: list[str], between: str) -> None:
    kept = searched_words("", between.join(words), "ru")
    for word in words:
        assert all(found_in(term, kept) for term in read_terms(word)), word


@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_every_stretch_of_a_text_finds_it_as_a_phrase(
    words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    (term,) = read_terms(f'"{" ".join(words[start:end])}"')
    assert found_in(term, searched_words("", " ".join(words), "ru"))


@given(WORDS.filter(lambda word: len(word) > 1), st.data())
def test_every_beginning_of_a_word_finds_it(word: str, data: st.DataObject) -> None:
    length = data.draw(st.integers(2, len(word)))
    (term,) = read_terms(f"{word[:length]}*")
    assert found_in(term, searched_words("", word, "ru"))


@given(TEXTS, TEXTS, st.sampled_from(["ru", "kk"]))
def test_places_are_of_the_words_in_their_order(title: str, text: str, language: str) -> None:
    places = word_places(title, text, language)
    assert tuple(place.word for place in places) == searched_words(title, text, language)
    for place in places:
        field = title if place.in_title else text
        assert place.word == GAP or 0 <= place.start < place.end <= len(field)


@given(st.text(max_size=400))
def test_any_query_gives_a_bounded_question(query: str) -> None:
    terms = read_terms(query)
    assert len(terms) <= TERMS_AT_MOST
    words = [word for term in terms for option in term.options for word in option]
    assert all(word.isalnum() and len(word) <= WORD_AT_MOST for word in words)


def test_a_single_letter_is_no_prefix() -> None:
    assert [term.is_prefix for term in read_terms("a* ab*")] == [False, True]
