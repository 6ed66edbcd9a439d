"""The fixed contract of `match`: one JSON line in, one out."""

import io
import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.lines import BadLine, GivenDocument, answer_line, read_document, read_lines
from tests.monitor.flagging import make_match


def guess(text: str) -> str:
    return "ru" if "ы" in text else "en"


def make_line(**given: Any) -> bytes:
    found = {"id": "a1", "title": "t", "text": "x"} | given
    return json.dumps({k: v for k, v in found.items() if v is not ...}).encode()


def read(**given: Any) -> GivenDocument:
    return read_document(make_line(**given), guess)


def test_a_full_line_becomes_a_document() -> None:
    found = read(
        url="https://a.example/", published="2006-01-14", language="ru", country="KZ", more=[1]
    ).document
    assert (found.published, found.language, found.country) == (date(2006, 1, 14), "ru", "KZ")


def test_what_is_not_given_is_unknown_and_the_language_guessed() -> None:
    found = read(text="вы", published=None).document
    assert (found.published, found.language, found.country, found.url) == (None, "ru", None, None)


@pytest.mark.parametrize("given_id", ["a1", "", 7, -1, 2.5, 10**30])
def test_the_id_comes_back_as_it_was_given(given_id: Any) -> None:
    assert json.loads(answer_line(read(id=given_id), ()))["id"] == given_id


@pytest.mark.parametrize(
    "published", ["2006-01-14", "2006-01-14T10:00:00Z", "2006-01-14T23:30:00+06:00"]
)
def test_a_date_may_be_followed_by_a_time(published: str) -> None:
    assert read(published=published).document.published == date(2006, 1, 14)


@pytest.mark.parametrize(
    ("published", "day"),
    [("2006-02", date(2006, 2, 28)), ("2008-12", date(2008, 12, 31)), ("2006", None)],
)
def test_of_a_month_the_last_day_is_taken_and_of_a_year_none(
    published: str, day: date | None
) -> None:
    assert read(published=published).document.published == day


BAD = {
    "month 13": make_line(published="2006-13"),
    "not JSON": b"{",
    "empty": b"\n",
    "array": b"[]",
    "number": b"7",
    "not UTF-8": b'{"id": "\xff"}',
    "deep": b"[" * 200_000,
    "infinite": make_line(id=1).replace(b"1", b"1e999", 1),
    "NaN": make_line(id=float("nan")),
    "NaN elsewhere": make_line(more=float("nan")),
    "huge number": b'{"id": ' + b"9" * 5000 + b', "title": "", "text": ""}',
    "no id": make_line(id=...),
    "boolean id": make_line(id=True),
    "null id": make_line(id=None),
    "no title": make_line(title=...),
    "null text": make_line(text=None),
    "list text": make_line(text=["x"]),
    "surrogate": make_line(text="\ud800"),
    "surrogate id": make_line(id="\udfff"),
    "bad date": make_line(published="14.01.2006"),
    "impossible date": make_line(published="2006-02-30"),
    "date and rubbish": make_line(published="2006-01-14 or so"),
    "numeric date": make_line(published=2006),
    "country in words": make_line(country="Kazakhstan"),
    "language in words": make_line(language="Russian"),
    "url as number": make_line(url=5),
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD.keys())
def test_a_line_that_is_no_document_is_refused_with_a_sentence(line: bytes) -> None:
    with pytest.raises(BadLine):
        read_document(line, guess)


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_be_refused(line: bytes) -> None:
    with suppress(BadLine):
        read_document(line, guess)


@given(st.text(), st.text(st.characters(exclude_categories=["Cs"])))
@example("a", "line\u2028separator\x85next")
def test_an_answer_is_one_line_for_every_reader(given_id: str, quote: str) -> None:
    given = read_document(make_line(id="i", text=quote), guess)
    line = answer_line(given, [make_match()])
    assert len(line.splitlines()) == 1


def test_an_answer_has_exactly_the_contracts_keys() -> None:
    answer = json.loads(answer_line(read(), [make_match()]))
    (match,) = answer["matches"]
    assert list(answer) == ["id", "language", "matches"]
    assert list(match) == [
        "recommendation",
        "clause",
        "signal",
        "direction",
        "toward",
        "rung",
        "factuality",
        "evidence",
    ]
    assert list(match["evidence"][0]) == ["field", "start", "end", "quote", "part"]


def test_lines_end_at_newlines_only() -> None:
    stream = io.BytesIO("a\u2028b\r\nc\x0bd".encode())
    assert [number for number, _ in read_lines(stream)] == [1, 2]


def test_an_endless_line_is_refused_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.lines.LINE_AT_MOST", 10)
    stream = io.BytesIO(b"x" * 35 + b"\n{}\n")
    assert list(read_lines(stream)) == [(1, None), (2, b"{}\n")]
