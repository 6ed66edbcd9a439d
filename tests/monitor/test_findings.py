"""What a search found, marked where it stands."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.findings import show_finding
from rules.searching import read_terms
from tests.factories import make_document

LONG = "Before. " * 60 + "The Court, in Oral, freed her. " + "After. " * 60


def marked(pieces: object) -> list[str]:
    return [piece.text for piece in pieces if piece.part]  # type: ignore[attr-defined]


def test_the_words_are_marked_as_they_stand_in_title_and_text() -> None:
    document = make_document(title="Court frees editor", text=LONG)
    found = show_finding(document, read_terms("court free*"))
    assert marked(found.title) == ["Court", "frees"]
    assert marked(found.stretch) == ["Court", "freed"]


def test_the_stretch_is_around_the_first_word_that_was_found() -> None:
    found = show_finding(make_document(text=LONG), read_terms("oral"))
    words = "".join(piece.text for piece in found.stretch)
    assert words.startswith("…") and words.endswith("…")
    assert "The Court, in Oral" in words and len(words) < 400


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    document = make_document(title="Court", text="The first sentence.")
    (piece,) = show_finding(document, read_terms("court")).stretch
    assert (piece.text, piece.part) == ("The first sentence.", None)


@given(st.text(), st.text(), st.text(max_size=20))
def test_any_document_can_be_shown(title: str, text: str, query: str) -> None:
    found = show_finding(make_document(title=title, text=text), read_terms(query))
    assert all(piece.text.isprintable() for piece in (*found.title, *found.stretch))
