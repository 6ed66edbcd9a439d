"""What a person may say of what she found, and what is refused with the reason."""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.byhand import HTML, PLAIN, TEXT_AT_MOST, Told, keep_address, keep_text
from monitor.notes import BadAnswer
from spiders.records import Tier
from storage.found import Find
from storage.memory import MemoryStore
from tests.monitor.flagging import FixedClock

PAGE = b"<!DOCTYPE html><title>T</title><p>The court freed the editor."


def told(**given: Any) -> Told:
    return Told(**{"tier": "ngo", "title": "A title"} | given)


def text(data: bytes, **given: Any) -> Find:
    return keep_text(MemoryStore(), told(**given), data, finder="aru", clock=FixedClock())


def address(url: str, **given: Any) -> Find:
    said = told(address=url, **given)
    return keep_address(MemoryStore(), said, finder="aru", clock=FixedClock())


def test_what_was_given_is_kept_with_the_hash_of_its_bytes() -> None:
    data = "Сот үкімі".encode("cp1251", "replace")
    kept = text(data, published="2026-11-20", outlet=" Дала \u202eхабары ")
    assert (kept.sha256, kept.tier, kept.published) == (
        sha256(data).hexdigest(),
        Tier.NGO,
        date(2026, 11, 20),
    )
    assert kept.outlet == "Дала хабары"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_a_text_is_read_in_whatever_encoding_it_was_saved(encoding: str) -> None:
    words = "Суд в столице освободил редактора газеты, прокурор не возражал против этого решения."
    assert text(words.encode(encoding)).text == words


def test_markup_is_told_from_a_plain_text() -> None:
    assert (text(PAGE, title="").kind, text(b"The court freed him.").kind) == (HTML, PLAIN)


@pytest.mark.parametrize(
    ("data", "given", "said"),
    [
        (b"", {}, "choose a file, or paste the text"),
        (b"\0\0 \n", {}, "no text|choose a file"),
        (bytes(range(256)) * 9, {}, "save it as UTF-8"),
        (b"x" * (TEXT_AT_MOST + 1), {}, "at most 1,000,000 are read"),
        (b"A text.", {"title": " "}, "needs its title"),
        (b"A text.", {"title": "x" * 301}, "the title has 301 characters"),
        (b"A text.", {"tier": "gossip"}, "choose who speaks"),
        (b"A text.", {"published": "20.11.2026"}, "written as 2026-03-01"),
        (b"A text.", {"published": "2026-11-25"}, "no page was published on 2026-11-25"),
        (b"A text.", {"published": "1812-01-01"}, "no page was published on 1812-01-01"),
        (b"A text.", {"address": "javascript:alert(1)"}, "a whole web address"),
        (b"A text.", {"note": "x" * 4001}, "at most 4000"),
    ],
)
def test_what_can_t_be_taken_in_says_why(data: bytes, given: dict[str, str], said: str) -> None:
    with pytest.raises(BadAnswer, match=said):
        text(data, **given)


@pytest.mark.parametrize(
    "url",
    ["", "example.org/a", "ftp://example.org/a", "file:///etc/passwd", "http://", "https://a b"],
)
def test_only_a_web_address_is_fetched(url: str) -> None:
    with pytest.raises(BadAnswer, match="a whole web address"):
        address(url)


def test_an_address_waits_with_what_was_said_of_it() -> None:
    kept = address(" https://news.example/1 ", outlet="UN", country="KZ")
    assert (kept.address, kept.kind, kept.outlet, kept.country) == (
        *("https://news.example/1", "", "UN", "KZ"),
    )


@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_is_given_is_kept_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        kept = text(data)
    except BadAnswer as error:
        assert str(error)
    else:
        assert kept.text.strip() and "\0" not in kept.text
