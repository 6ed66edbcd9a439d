"""Where clauses stand: only people move them, and what is spent makes no noise."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.report import Progress, Standing, Tiding, progress_of, report
from monitor.reviews import record_answer
from rules.records import Ladder, Life, LifeState, Toward
from storage.records import Answer
from tests.monitor.flagging import (
    FixedClock,
    make_flag,
    make_recommendation,
    make_register,
    make_store,
)

LADDER = Ladder(
    id="prisoner", rungs=("reviewed", "eased", "released"), reversals=("charged", "sentenced")
)
RECOMMENDATION = make_recommendation()
SPENT = Life(state=LifeState.FULFILLED, on=date(2010, 1, 1), why="he is free")


def tiding(rung: str | None = "released", year: int = 2006, **given: Any) -> Tiding:
    """A confirmed step in a year; a reversal is one back."""
    back = rung in LADDER.reversals
    toward = Toward.REGRESSION if back else Toward.PROGRESS
    made = Tiding(
        flag=year,
        recommendation="KZ-ZHA-1",
        clause="release",
        toward=toward,
        rung=rung,
        on=date(year, 1, 14),
        coming=False,
        confirmed=toward,
    )
    return replace(made, **given)


def progress(*tidings: Tiding, life: Life | None = None) -> Progress:
    return progress_of(replace(RECOMMENDATION, life=life or Life()), LADDER, tidings)


def standing(*tidings: Tiding) -> Standing:
    (clause,) = progress(*tidings).clauses
    return clause


def test_without_a_confirmed_step_a_clause_stands_nowhere() -> None:
    clause = standing(tiding(confirmed=None))
    assert (clause.rung, clause.moved, clause.waiting) == (None, None, ((Toward.PROGRESS, 1),))


@pytest.mark.parametrize(
    ("steps", "rung", "since"),
    [
        ([("reviewed", 2004), ("released", 2006)], "released", 2006),
        ([("released", 2006), ("reviewed", 2008)], "released", 2006),  # a retelling
        ([("released", 2006), ("released", 2009)], "released", 2006),
        ([("released", 2006), ("sentenced", 2008)], "sentenced", 2008),
        ([("sentenced", 2002), ("eased", 2005)], "eased", 2005),
        ([("sentenced", 2008), ("released", 2006)], "sentenced", 2008),  # by day, not by coming
        ([("charged", 2001), ("sentenced", 2002)], "sentenced", 2002),
    ],
)
def test_steps_lead_up_and_reversals_back(
    steps: list[tuple[str, int]], rung: str, since: int
) -> None:
    clause = standing(*(tiding(name, year) for name, year in steps))
    assert clause.since is not None
    assert (clause.rung, clause.since.year, clause.flag) == (rung, since, since)
    assert clause.reversed == (rung in LADDER.reversals)


def test_the_last_move_is_the_last_that_was_confirmed_with_or_without_a_step() -> None:
    clause = standing(tiding(year=2006), tiding(None, 2012), tiding(year=2020, confirmed=None))
    assert (clause.rung, clause.moved) == ("released", date(2012, 1, 14))


def test_what_is_only_planned_moves_nothing() -> None:
    clause = standing(tiding(coming=True), tiding(year=2009, coming=True, confirmed=None))
    assert (clause.rung, clause.coming, clause.waiting) == (None, 1, ((Toward.PROGRESS, 1),))


def test_a_step_up_that_a_person_calls_a_step_back_is_no_step() -> None:
    clause = standing(tiding(confirmed=Toward.REGRESSION))
    assert (clause.rung, clause.moved_toward) == (None, Toward.REGRESSION)


def test_what_is_spent_is_folded() -> None:
    assert progress(tiding(year=2009), life=SPENT).is_folded
    assert not progress(tiding(year=2009)).is_folded


@pytest.mark.parametrize("confirmed", [None, Toward.REGRESSION])
def test_what_points_back_after_it_was_spent_reopens_it(confirmed: Toward | None) -> None:
    made = progress(tiding("charged", 2012, confirmed=confirmed), life=SPENT)
    assert (made.is_folded, made.reopened) == (False, (2012,))


def test_old_news_and_good_news_reopen_nothing() -> None:
    assert progress(tiding("charged", 2009), tiding(year=2013), life=SPENT).is_folded


@given(st.permutations([("charged", 2001), ("eased", 2004), ("released", 2006), (None, 2008)]))
def test_the_order_in_which_flags_came_changes_nothing(steps: list[tuple[str, int]]) -> None:
    clause = standing(*(tiding(name, year) for name, year in steps))
    assert (clause.rung, clause.moved) == ("released", date(2008, 1, 14))


def _reported(*answers: Answer, **flag: Any) -> Standing:
    store = make_store(make_flag(1, **flag))
    for answer in answers:
        record_answer(store, 1, answer, note="", reviewer="aru", clock=FixedClock())
    (one,) = report(store, make_register(RECOMMENDATION), {"prisoner": LADDER})
    return one.clauses[0]


def test_a_confirmed_flag_moves_its_clause() -> None:
    clause = _reported(Answer.PROGRESS)
    assert (clause.rung, clause.since, clause.waiting) == ("released", date(2026, 11, 22), ())


@pytest.mark.parametrize("answer", [Answer.NOT_RELEVANT, Answer.NO_CHANGE])
def test_a_flag_that_changes_nothing_is_silent(answer: Answer) -> None:
    clause = _reported(answer)
    assert (clause.rung, clause.moved, clause.waiting) == (None, None, ())


def test_an_unsure_answer_leaves_it_waiting() -> None:
    assert _reported(Answer.UNSURE).waiting == ((Toward.PROGRESS, 1),)


def test_every_flag_is_looked_at_however_many_there_are() -> None:
    store = make_store(*(make_flag(number) for number in range(1, 1203)))
    (one,) = report(store, make_register(RECOMMENDATION), {"prisoner": LADDER})
    assert one.clauses[0].waiting == ((Toward.PROGRESS, 1202),)
