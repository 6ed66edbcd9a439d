"""Lines that a page only broke to fit are read as one."""

from hypothesis import given
from hypothesis import strategies as st

from rules.matcher import Matcher
from rules.wrapped import unwrapped
from tests.rules.books import make_document

TEXTS = st.lists(
    st.sampled_from(["the court said on Monday that it would", "released", "It", "\n", " \n", ". "])
).map(" ".join)


def test_an_act_is_found_over_a_wrapped_line(matcher: Matcher) -> None:
    text = "A court in the city of Almaty has, after a long hearing,\nreleased the politician."
    (match,) = matcher.match(make_document(text))
    assert all(text[piece.start : piece.end] == piece.quote for piece in match.evidence)


def test_paragraphs_lists_and_headings_stay_apart() -> None:
    paragraphs = "A line that is as long as the lines of a page are\nAnother paragraph begins here"
    items = "bread\nmilk\ncheese"
    ended = "A line that is as long as the lines of a page are:\nfirst, second"
    assert [unwrapped(text) for text in (paragraphs, items, ended)] == [paragraphs, items, ended]


@given(TEXTS | st.text())
def test_no_place_in_the_text_moves(text: str) -> None:
    joined = unwrapped(text)
    assert len(joined) == len(text)
    assert all(a == b or (a.isspace() and b == " ") for a, b in zip(text, joined, strict=True))
