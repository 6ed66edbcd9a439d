"""What people answer."""

import pytest

from monitor.notes import BadAnswer
from monitor.reviews import record_answer, undo
from storage.contract import NothingToUndo, Store, UnknownFlag
from storage.records import Answer, FlagState
from tests.monitor.flagging import AT, FixedClock, make_flag, make_store

CLOCK = FixedClock()


@pytest.fixture
def store() -> Store:
    return make_store(make_flag(1))


def test_an_answer_is_kept_with_its_reviewer_note_and_time(store: Store) -> None:
    kept = record_answer(store, 1, Answer.PROGRESS, note=" seen ", reviewer="aru", clock=CLOCK)
    assert (kept.note, kept.reviewer, kept.at) == ("seen", "aru", AT)
    assert store.flag(1).state is FlagState.ANSWERED


def test_unsure_leaves_the_flag_to_a_colleague(store: Store) -> None:
    record_answer(store, 1, Answer.UNSURE, note="", reviewer="aru", clock=CLOCK)
    assert store.flag(1).state is FlagState.WAITING


def test_an_undone_answer_stays_in_the_history(store: Store) -> None:
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="aru", clock=CLOCK)
    undo(store, 1, "aru", CLOCK)
    assert [r.answer for r in store.reviews(1)] == [Answer.PROGRESS, Answer.UNDO]
    assert store.flag(1).state is FlagState.WAITING


def test_nothing_can_be_undone_twice(store: Store) -> None:
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="aru", clock=CLOCK)
    undo(store, 1, "aru", CLOCK)
    with pytest.raises(NothingToUndo):
        undo(store, 1, "aru", CLOCK)


def test_an_answer_to_no_flag_is_refused(store: Store) -> None:
    with pytest.raises(UnknownFlag):
        record_answer(store, 7, Answer.PROGRESS, note="", reviewer="aru", clock=CLOCK)


@pytest.mark.parametrize("reviewer", ["", "  ", "\x00\u202e", "a" * 81])
def test_an_answer_needs_a_name_that_can_be_shown(store: Store, reviewer: str) -> None:
    with pytest.raises(BadAnswer):
        record_answer(store, 1, Answer.PROGRESS, note="", reviewer=reviewer, clock=CLOCK)


def test_a_note_keeps_its_lines_and_loses_its_controls(store: Store) -> None:
    note = "first\x00 line\nsecond\ud800\x1b[31m"
    kept = record_answer(store, 1, Answer.PROGRESS, note=note, reviewer="a", clock=CLOCK)
    assert kept.note == "first line\nsecond\ufffd[31m"
