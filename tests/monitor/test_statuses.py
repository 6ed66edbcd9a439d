"""A person sets where a clause stands, and must say on what it rests."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.notes import NOTE_AT_MOST, BadAnswer
from monitor.regrouping import join
from monitor.report import report
from monitor.reviews import record_answer
from monitor.statuses import FLAGS_AT_MOST, Claim, set_status, standing_statuses
from rules.records import Ladder
from storage.contract import Store
from storage.records import Answer, FlagState, Implementation, Status
from tests.factories import make_review
from tests.monitor.flagging import (
    AT,
    FixedClock,
    make_flag,
    make_recommendation,
    make_register,
    make_store,
)

LADDER = Ladder(id="prisoner", rungs=("reviewed", "released"), reversals=("charged",))
CLAIM = Claim(clause="release", implementation=Implementation.FULLY, rung="released", flags=(1,))


def set_(store: Store, claim: Claim = CLAIM, reviewer: str = "aru") -> Status:
    return set_status(
        store, make_recommendation(), LADDER, claim, reviewer=reviewer, clock=FixedClock()
    )


@pytest.fixture
def store() -> Store:
    made = make_store(
        make_flag(1),
        make_flag(2),
        make_flag(3, recommendation="KZ-OTH-1"),
        make_flag(4),
        make_flag(5),
    )
    for number, said in ((1, Answer.PROGRESS), (2, Answer.NO_CHANGE), (5, Answer.NOT_RELEVANT)):
        answer(made, number, said)
    return made


def answer(store: Store, number: int, said: Answer) -> None:
    record_answer(store, number, said, note="", reviewer="aru", clock=FixedClock())


def test_a_status_keeps_who_said_it_when_and_on_what_it_rests(store: Store) -> None:
    kept = set_(store, replace(CLAIM, flags=(2, 1, 2), note=" seen\u202e \x07"))
    assert (kept.flags, kept.reviewer, kept.at) == ((1, 2), "aru", AT)
    assert "\u202e" not in kept.note
    assert "\x07" not in kept.note


def test_a_reversal_of_the_ladder_may_be_the_rung(store: Store) -> None:
    assert set_(store, replace(CLAIM, rung="charged")).rung == "charged"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"clause": "pardon"}, "no clause 'pardon'; it has release"),
        ({"rung": "freed"}, "no rung 'freed'; it has reviewed, released, charged"),
        ({"flags": ()}, "cites a flag, or says in a note"),
        ({"flags": (), "note": " \n"}, "cites a flag, or says in a note"),
        ({"flags": (9,)}, "there is no flag 9"),
        ({"flags": (3,)}, "flag 3 is about KZ-OTH-1"),
        ({"flags": (1, 4)}, "flag 4 waits for an answer; answer flag 4, then cite it"),
        ({"flags": (1, 5)}, "flag 5 was answered as not relevant"),
        ({"flags": tuple(range(1, FLAGS_AT_MOST + 2))}, "flags are cited"),
        ({"note": "x" * (NOTE_AT_MOST + 1)}, "at most"),
    ],
)
def test_what_can_not_be_checked_is_refused_and_not_kept(
    store: Store, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadAnswer, match=says):
        set_(store, replace(CLAIM, **wrong))
    assert store.statuses() == ()


def test_a_flag_whose_answer_was_taken_back_is_cited_no_more(store: Store) -> None:
    store.add_review(make_review(1, answer=Answer.UNDO))
    with pytest.raises(BadAnswer, match="flag 1 waits"):
        set_(store)


def test_a_flag_that_another_tells_is_cited_with_the_answer_to_that_one(store: Store) -> None:
    join(store, 4, 2, reviewer="aru", clock=FixedClock())
    assert store.flag(4).state is FlagState.JOINED
    assert set_(store, replace(CLAIM, flags=(4,))).flags == (4,)


def test_a_nameless_person_sets_nothing(store: Store) -> None:
    with pytest.raises(BadAnswer, match="reviewer's name"):
        set_(store, reviewer=" ")


def test_a_note_alone_is_enough(store: Store) -> None:
    assert set_(store, replace(CLAIM, flags=(), note="his lawyer told us")).flags == ()


def test_the_newest_status_of_a_clause_stands(store: Store) -> None:
    set_(store)
    last = set_(store, replace(CLAIM, implementation=Implementation.GOING_BACK, rung="charged"))
    assert standing_statuses(store.statuses()) == {("KZ-ZHA-1", "release"): last}


def test_the_report_shows_the_status_and_proposes_what_confirmed_flags_add(store: Store) -> None:
    set_(store, replace(CLAIM, implementation=Implementation.SOME_STEPS, rung="reviewed"))
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="aru", clock=FixedClock())
    ladders = {"prisoner": LADDER}
    (clause,) = report(store, make_register(), ladders)[0].clauses
    assert clause.status is not None
    assert (clause.status.rung, clause.proposes) == ("reviewed", "released")
    set_(store)
    (clause,) = report(store, make_register(), ladders)[0].clauses
    assert clause.proposes is None
