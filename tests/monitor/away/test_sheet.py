"""Answers come back from away whole, once, and never over another's head."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.answering import write_version
from monitor.away.sheet import (
    ANSWERS,
    HEADER,
    SHEET_AT_MOST,
    Fate,
    SheetRow,
    read_sheet,
    safe_cell,
    take_in,
)
from monitor.reviews import record_answer, undo
from storage.contract import Store
from storage.records import Answer, Changes, FlagEvent
from tests.monitor.flagging import AT, FixedClock, make_flag, make_store

HEAD = ",".join(HEADER)
CLOCK = FixedClock()


@pytest.fixture
def store() -> Store:
    return make_store(make_flag(1), make_flag(2))


def row(store: Store, flag: int = 1, answer: Answer = Answer.PROGRESS, note: str = "") -> SheetRow:
    return SheetRow(
        line=2, flag=flag, version=write_version(store.flag_version(flag)), answer=answer, note=note
    )


def take(store: Store, *rows: SheetRow, reviewer: str = "aru", over: bool = False) -> list[Fate]:
    return [one.fate for one in take_in(store, rows, reviewer=reviewer, clock=CLOCK, over=over)]


def said(store: Store, flag: int = 1) -> list[tuple[str, str]]:
    return [(one.reviewer, one.answer.value) for one in store.reviews(flag)]


# -- reading ---------------------------------------------------------------------------------------
@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.sampled_from(sorted(ANSWERS)), st.text()),
        unique_by=lambda one: one[0],
        max_size=8,
    )
)
def test_what_was_written_is_read_back(answers: list[tuple[int, str, str]]) -> None:
    written = StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(HEADER)
    for flag, answer, note in answers:
        lines.writerow([flag, "0.1", answer, safe_cell(note)])
    rows, bad = read_sheet(written.getvalue())
    assert bad == ()
    assert [(one.flag, one.answer.value, one.note) for one in rows] == answers


@given(st.text())
def test_row99_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert read_sheet(_sheet(cell))[0][0].note == text


def _sheet(note: str) -> str:
    written = StringIO(newline="")
    csv.writer(written).writerows([HEADER, ["1", "0.1", "unsure", note]])
    return written.getvalue()


@given(st.text())
def test_any_text_is_read_or_named(text: str) -> None:
    read_sheet(text)
    read_sheet(f"{HEAD}\n{text}")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "the first line must be"),
        ("number,answer\n1,progress", 1, "the first line must be"),
        (f"{HEAD}\n1,0.1,maybe,", 2, "'maybe' is none of"),
        (f"{HEAD}\nx,0.1,unsure,", 2, "'x' is no flag's number"),
        (f"{HEAD}\n１,0.1,unsure,", 2, "no flag's number"),
        (f"{HEAD}\n1,unsure", 2, "2 cells instead of 4"),
        (f"{HEAD}\n1,0.1,unsure,\n1,0.1,progress,", 3, "flag 1 stands above already"),
        (f'{HEAD}\n1,0.1,unsure,"a" b', 2, "not a CSV line"),
        ("x" * (SHEET_AT_MOST + 1), 0, "longer than"),
    ],
)
def test_what_is_no_answer_is_named_by_its_line(text: str, line: int, says: str) -> None:
    (one,) = read_sheet(text)[1]
    assert one.line == line
    assert says in one.says


def test_rows_without_an_answer_and_empty_lines_are_passed_over() -> None:
    assert read_sheet(f"\ufeff{HEAD}\r\n1,0.1,,a note\r\n\r\n") == ((), ())


def test_an_undo_is_no_answer_of_a_sheet() -> None:
    assert read_sheet(f"{HEAD}\n1,0.1,undo,")[1][0].line == 2


# -- taking in -------------------------------------------------------------------------------------
def test_an_answer_is_kept_with_its_note(store: Store) -> None:
    assert take(store, row(store, note="seen")) == [Fate.KEPT]
    (one,) = store.reviews(1)
    assert (one.answer, one.note, one.reviewer) == (Answer.PROGRESS, "seen", "aru")


def test_a_sheet_taken_in_twice_changes_nothing(store: Store) -> None:
    rows = row(store), row(store, 2, Answer.NOT_RELEVANT)
    take(store, *rows)
    assert take(store, *rows) == [Fate.SAME, Fate.SAME]
    assert len(store.reviews(1)) == len(store.reviews(2)) == 1


def test_another_answer_since_is_a_conflict_and_both_are_shown(store: Store) -> None:
    mine = row(store, answer=Answer.REGRESSION)
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="bota", clock=CLOCK)
    (one,) = take_in(store, [mine], reviewer="aru", clock=CLOCK)
    assert (one.fate, one.theirs and one.theirs.reviewer) == (Fate.CONFLICT, "bota")
    assert said(store) == [("bota", "progress")]


def test_a_conflicting_answer_may_be_kept_behind_the_other(store: Store) -> None:
    mine = row(store, answer=Answer.REGRESSION)
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="bota", clock=CLOCK)
    assert take(store, mine, over=True) == [Fate.KEPT]
    assert said(store) == [("bota", "progress"), ("aru", "regression")]


def test_a_second_person_who_agrees_is_no_conflict(store: Store) -> None:
    mine = row(store)
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="bota", clock=CLOCK)
    assert take(store, mine) == [Fate.KEPT]
    assert len(said(store)) == 2


def test_a_flag_raised_again_since_is_a_conflict(store: Store) -> None:
    mine = row(store)
    event = FlagEvent(flag=1, run_id="run2", at=AT, what="reopened", reason="the text changed")
    store.apply(Changes(flags=(make_flag(1, reason="the text changed"),), events=(event,)))
    (one,) = take_in(store, [mine], reviewer="aru", clock=CLOCK)
    assert one.fate is Fate.CONFLICT
    assert "the text changed" in one.says


def test_an_answer_taken_back_since_is_a_conflict(store: Store) -> None:
    mine = row(store)
    record_answer(store, 1, Answer.REGRESSION, note="", reviewer="bota", clock=CLOCK)
    undo(store, 1, "bota", CLOCK)
    assert take(store, mine) == [Fate.CONFLICT]


def test_a_flag_that_is_not_here_is_refused_and_the_others_are_kept(store: Store) -> None:
    strange = SheetRow(line=2, flag=9, version="0.1", answer=Answer.UNSURE, note="")
    assert take(store, strange, row(store)) == [Fate.REFUSED, Fate.KEPT]


def test_a_note_that_is_too_long_is_refused_and_the_others_are_kept(store: Store) -> None:
    assert take(store, row(store, note="x" * 5000), row(store, 2)) == [Fate.REFUSED, Fate.KEPT]
