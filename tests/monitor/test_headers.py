"""Rows 88 and 89: what strangers wrote, on its way into the headers and parts of a mail."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digests.build import Letter
from monitor.digests.message import SUBJECT_AT_MOST, make_message
from tests.monitor.flagging import AT


def sent(subject: str, text: str = "words") -> EmailMessage:
    """The message as the other side reads it."""
    letter = Letter(subject=subject, text=text, html=f"<p>{text}</p>")
    made = make_message(letter, digest_id="d1", subscriber="team@example.org", made_at=AT)
    read = message_from_bytes(made.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


WANTED = sent("plain").keys()


@pytest.mark.parametrize(
    "ending", ["\r\n", "\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\0", "\n "]
)
def test_row_88_no_end_of_line_in_a_title_makes_a_header(ending: str) -> None:
    message = sent(f"One freed{ending}Bcc: everybody@example.org")
    assert message.keys() == WANTED
    assert "Bcc" not in message


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\U000e0041", "\0", "\x1b"])
def test_row_89_what_nobody_sees_is_in_no_subject(hidden: str) -> None:
    assert hidden not in str(sent(f"One {hidden}freed")["Subject"])


def test_row_89_a_subject_of_ten_thousand_letters_is_short() -> None:
    assert len(str(sent("освобождён " * 1000)["Subject"])) <= SUBJECT_AT_MOST


@given(st.text(st.characters(), max_size=300))
def test_rows_88_89_any_title_gives_a_message_with_the_same_headers(title: str) -> None:
    assert sent(title).keys() == WANTED


@pytest.mark.parametrize("half", ["\ud800", "\udfff", "a\udc80b"])
def test_row_89_half_a_letter_stops_no_digest(half: str) -> None:
    assert sent(f"One {half} freed").keys() == WANTED
