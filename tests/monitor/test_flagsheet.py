"""Flags as CSV: nothing in it acts, and nothing of it is lost."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.flagsheet import COLUMNS, GUARD, Reviewers, guarded, sheet_lines, unguarded
from monitor.printable import printable
from storage.queue import ListedFlag
from storage.records import Answer
from tests.factories import NIGHT, make_flag, make_match, make_review
from tests.monitor.flagging import make_guide

CELLS = st.text() | st.builds(str.__add__, st.sampled_from("=+-@\t\r'|%"), st.text())


def make_listed(number: int = 1, **given: object) -> ListedFlag:
    listed = ListedFlag(
        flag=make_flag(number),
        title="Court frees editor",
        language="en",
        source_id="news",
        published=None,
        fetched_at=NIGHT,
        address="https://news.example/1",
        matches=(make_match(),),
        reviews=(),
    )
    return replace(listed, **given)


def read(*flags: ListedFlag, by: Reviewers = Reviewers.NAMES) -> list[dict[str, str]]:
    lines = "".join(sheet_lines(flags, make_guide(), by))
    return list(csv.DictReader(StringIO(lines, newline="")))


@given(CELLS)
def test_no_cell_begins_as_a_formula_and_each_can_be_had_back(cell: str) -> None:
    kept = guarded(cell)
    assert not kept.lstrip().startswith(tuple("=+-@|%"))
    assert unguarded(kept) == cell


@given(CELLS, CELLS)
def test_what_is_written_is_what_is_read(title: str, note: str) -> None:
    listed = make_listed(title=title, reviews=(make_review(note=note),))
    (row,) = read(listed)
    assert unguarded(row["title"]) == printable(title)
    assert unguarded(row["note"]) == printable(note)
    assert list(row) == list(COLUMNS)


def test_a_row_has_the_evidence_and_its_place() -> None:
    (row,) = read(make_listed())
    assert (row["evidence"], row["evidence_at"]) == ("ratified", "text 0-8")
    assert (row["address"], row["published"]) == ("https://news.example/1", "")


def test_only_the_answer_that_stands_is_told() -> None:
    given = (make_review(), make_review(answer=Answer.UNDO), make_review(answer=Answer.UNSURE))
    answers = [read(make_listed(reviews=given[:count]))[0]["answer"] for count in range(4)]
    assert answers == ["", "progress", "", "unsure"]


@pytest.mark.parametrize(
    ("by", "called"),
    [
        (Reviewers.NAMES, ["aigul", "dana", "aigul"]),
        (Reviewers.PSEUDONYMS, ["reviewer 1", "reviewer 2", "reviewer 1"]),
        (Reviewers.NONE, ["", "", ""]),
    ],
)
def test_who_answered_is_told_as_was_asked_for(by: Reviewers, called: list[str]) -> None:
    flags = [
        make_listed(number, reviews=(make_review(number, reviewer=name),))
        for number, name in enumerate(("aigul", "dana", "aigul"), start=1)
    ]
    assert [row["answered_by"] for row in read(*flags, by=by)] == called


def test_an_apostrophe_that_was_there_is_kept_apart_from_the_guard() -> None:
    assert guarded(f"{GUARD}=1") == f"{GUARD}{GUARD}=1"
