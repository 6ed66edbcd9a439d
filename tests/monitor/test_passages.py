"""Evidence in context."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.passages import passages
from rules.records import Document, Evidence, Match
from tests.monitor.flagging import TEXT, make_document, make_match


def test_the_words_that_count_are_marked_in_their_neighbourhood() -> None:
    (found,) = passages(make_document().document, [make_match()])
    assert [piece.text for piece in found.pieces if piece.part] == ["освободил"]
    assert found.text.startswith("В понедельник") and found.text.endswith("возражал.…")


def test_where_the_title_alone_says_it_the_text_s_beginning_comes_along() -> None:
    document = make_document(title="Суд освободил редактора").document
    match = make_match()
    (one,) = match.evidence
    titled = replace(match, evidence=(replace(one, field="title", start=4, end=13),))
    title, opening = passages(document, [titled])
    assert (title.field, opening.field) == ("title", "text")
    assert document.text.startswith(opening.text.rstrip("…"))
    assert not any(piece.part for piece in opening.pieces)


def test_no_passage_crosses_a_paragraph() -> None:
    (found,) = passages(make_document().document, [make_match("новости")])
    assert found.text == "…Другие новости дня."


def test_two_matches_on_the_same_words_give_one_mark() -> None:
    (found,) = passages(make_document().document, [make_match(), make_match()])
    assert len([piece for piece in found.pieces if piece.part]) == 1


@st.composite
def texts_with_evidence(draw: st.DrawFn) -> tuple[Document, Match]:
    text = draw(st.text(st.sampled_from("аб .!?\n\u202e\x1bq"), min_size=1, max_size=900))
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        pieces.append(
            Evidence(field="text", start=start, end=end, quote=text[start:end], part="@a")
        )
    document = Document(id="d", title="", text=text, language="ru")
    from dataclasses import replace

    return document, replace(make_match("В", TEXT), evidence=tuple(pieces))


@given(texts_with_evidence())
def test_every_quote_is_shown_within_some_passage(case: tuple[Document, Match]) -> None:
    from monitor.printable import printable

    document, match = case
    shown = [passage.text for passage in passages(document, [match])]
    assert all(any(printable(e.quote) in text for text in shown) for e in match.evidence)
