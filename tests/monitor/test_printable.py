"""Text of strangers, shown."""

from hypothesis import example, given
from hypothesis import strategies as st

from monitor.printable import printable, shortened, web_address

ANY_TEXT = st.text(st.characters())


@given(ANY_TEXT)
@example(
    "\x1b[31mred\x1b[0m \u202eevil \u2066x \U000e0041 \ud800 e\u0301\u0301\u0301\u0301\u0301\u0301"
)
def test_row99_whatever_comes_what_is_shown_is_printable(text: str) -> None:
    assert printable(text).isprintable()


@given(ANY_TEXT)
def test_showing_twice_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_letters_of_three_alphabets_stay_as_they_are() -> None:
    text = "Қазақстан, ёлка, naïve «quoted» — 5 %"
    assert printable(text) == text


def test_row99_an_escape_sequence_loses_its_escape() -> None:
    assert printable("\x1b[2Jcleared") == "[2Jcleared"


def test_breaks_of_every_kind_become_blanks() -> None:
    assert printable("a\nb\r\u2028c\x85d") == "a b  c d"


@given(ANY_TEXT, st.integers(10, 80))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit


def test_a_text_is_cut_between_words() -> None:
    assert shortened("the court has freed the editor of a paper", 24) == "the court has freed…"


def test_only_plain_web_addresses_are_shown() -> None:
    assert web_address("https://a.example/x?y=1") == "https://a.example/x?y=1"
    assert web_address("javascript:alert(1)") == ""
    assert web_address("https://a.example/\u202egpj.exe") == ""
    assert web_address('https://a.example/"><script>') == ""
    assert web_address(None) == ""
