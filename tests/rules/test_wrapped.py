"""Lines that a page only broke to fit are read as one."""

from hypothesis import given
from hypothesis import strategies as st

from rules.matcher import Matcher
from rules.text import fold
from rules.wrapped import unwrapped
from tests.rules.books import make_document

BREAKERS = "\n-\u2010\u00ad"
WORDS = [
    "the court said on Monday that it would",
    "released",
    "re-\nleased",
    "It",
    "\n",
    " \n",
    ". ",
]
TEXTS = st.lists(st.sampled_from(WORDS)).map(" ".join)


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
    assert all(
        a == b or (a.isspace() and b == " ") or (a in BREAKERS and b == "\u00ad")
        for a, b in zip(text, joined, strict=True)
    )


def test_in_a_wrapped_block_a_line_goes_on_whatever_the_next_begins_with() -> None:
    text = (
        "The court in the city of Almaty has let the leader of the\n"
        "Democratic Choice go home, his lawyer said after it. The\n"
        "sentence, of 7 years, was made shorter in May by the same\n"
        "judge.\n"
        "Nobody from the ministry came to the door of the court on\n"
        "1 June.\n"
        "1. The first item of a list, which begins a line by itself"
    )
    lines = unwrapped(text).split("\n")
    assert [line[:10] for line in lines] == ["The court ", "Nobody fro", "1. The fir"]


def test_a_list_of_headlines_is_not_wrapped() -> None:
    headlines = "\n".join(
        (
            "Court lets the leader of a party go home after a year",
            "Police hold ten on the square",
            "Ministry sends back the papers of the party once more",
            "Snow falls in Almaty in May",
        )
    )
    assert unwrapped(headlines) == headlines


def test_a_word_broken_at_the_end_of_a_line_is_found(matcher: Matcher) -> None:
    text = "A court in the city of Almaty has, after a long hearing, re-\nleased the politician."
    (match,) = matcher.match(make_document(text))
    assert "re-\nleased" in [piece.quote for piece in match.evidence]


def test_a_hyphen_of_the_word_itself_stays() -> None:
    text = "It was said at length in a statement of several non-\ngovernmental groups of the city."
    assert fold(unwrapped(text)).plain == text.replace("\n", "").lower()
