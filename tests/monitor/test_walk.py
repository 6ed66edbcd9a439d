"""Reviewing one flag after another."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from monitor.cli.desk import Desk
from monitor.cli.walk import Walk
from storage.contract import Store
from storage.records import Answer, Lane, Review
from tests.monitor.flagging import AT, FixedClock, make_flag, make_guide, make_store


def typing(*lines: str) -> Callable[[str], str]:
    """A person who types these lines and then closes the terminal."""
    waiting = list(lines)

    def ask(prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return ask


def walk(store: Store, *lines: str) -> int:
    desk = Desk(store=store, guide=make_guide(), clock=FixedClock(), reviewer="aru")
    return Walk(desk, typing(*lines)).go()


def answers(store: Store, number: int) -> list[Answer]:
    return [review.answer for review in store.reviews(number)]


@pytest.fixture
def store() -> Store:
    return make_store(*(make_flag(number) for number in (1, 2, 3)))


def test_a_letter_answers_and_the_next_flag_comes(store: Store) -> None:
    assert walk(store, "p", "r", "x") == 3
    given = [answers(store, number) for number in (1, 2, 3)]
    assert given == [[Answer.PROGRESS], [Answer.REGRESSION], [Answer.NOT_RELEVANT]]


def test_what_follows_the_letter_is_the_note(store: Store) -> None:
    walk(store, "n only a rumour")
    assert store.reviews(1)[0].note == "only a rumour"


def test_a_skipped_flag_keeps_waiting(store: Store) -> None:
    walk(store, "s", "p", "q")
    assert (answers(store, 1), answers(store, 2)) == ([], [Answer.PROGRESS])


def test_undo_goes_back_to_the_flag_and_forward_again(store: Store) -> None:
    walk(store, "p", "z", "r", "x", "q")
    assert answers(store, 1) == [Answer.PROGRESS, Answer.UNDO, Answer.REGRESSION]
    assert answers(store, 2) == [Answer.NOT_RELEVANT]


def test_an_unknown_letter_asks_again(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert walk(store, "w", "", "q") == 0
    assert capsys.readouterr().err.count("one of p r n x") == 2


def test_closing_the_terminal_ends_the_walk_and_loses_nothing(store: Store) -> None:
    assert walk(store, "p") == 1


def test_the_backlog_comes_only_when_asked_for() -> None:
    store = make_store(make_flag(1, lane=Lane.BACKLOG))
    assert walk(store, "p") == 0


def test_a_flag_that_a_colleague_has_answered_meanwhile_is_passed_over(store: Store) -> None:
    colleague = Review(number=0, flag=2, answer=Answer.PROGRESS, note="", reviewer="bek", at=AT)
    lines = iter(("p", "x"))

    def ask(prompt: str) -> str:
        store.add_review(colleague)
        return next(lines)

    desk = Desk(store=store, guide=make_guide(), clock=FixedClock(), reviewer="aru")
    with suppress(StopIteration):
        Walk(desk, ask).go()
    assert answers(store, 3) == [Answer.NOT_RELEVANT]
