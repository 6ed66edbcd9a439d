"""Who is to read a flag, on every store: colleagues, second readers, editors, assignees."""

from dataclasses import replace

import pytest

from storage.contract import Store, UnknownFlag
from storage.queue import QueueQuery
from storage.reading import Assignment, Need
from storage.records import Answer, Changes, Flag, FlagState
from tests.contract.test_queue import keep, numbers
from tests.factories import at, make_event, make_flag, make_review

WAITING = QueueQuery()
A, B, C = "aigul", "ruslan", "dana"


def answered(store: Store, *said: tuple[str, Answer], flag: int = 1) -> tuple[FlagState, Need]:
    for reviewer, answer in said:
        store.add_review(make_review(flag, answer, reviewer=reviewer))
    return store.flag(flag).state, store.need(flag)


def reopen(store: Store, what: str = "reopened") -> None:
    store.apply(Changes(flags=(make_flag(1, reason=what),), events=(make_event(1, what),)))


# -- a colleague is asked ------------------------------------------------------------------------
def test_who_was_unsure_is_not_asked_again(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    assert answered(store, (A, Answer.UNSURE)) == (FlagState.WAITING, Need.COLLEAGUE)
    assert numbers(store.queue(replace(WAITING, asks=A))) == [2]
    assert numbers(store.queue(replace(WAITING, asks=B))) == [1, 2]
    assert numbers(store.queue(replace(WAITING, need=Need.COLLEAGUE))) == [1]


def test_two_who_are_unsure_are_both_left_in_peace(store: Store) -> None:
    keep(store, make_flag(1))
    answered(store, (A, Answer.UNSURE), (B, Answer.UNSURE))
    found = [numbers(store.queue(replace(WAITING, asks=name))) for name in (A, B, C)]
    assert found == [[], [], [1]]


def test_who_answered_before_a_colleague_was_unsure_is_asked(store: Store) -> None:
    keep(store, make_flag(1))
    answered(store, (A, Answer.PROGRESS), (B, Answer.UNSURE))
    assert numbers(store.queue(replace(WAITING, asks=A))) == [1]


def test_a_flag_that_is_raised_again_asks_everybody(store: Store) -> None:
    keep(store, make_flag(1))
    answered(store, (A, Answer.UNSURE))
    reopen(store)
    assert store.need(1) is Need.ANSWER
    assert numbers(store.queue(replace(WAITING, asks=A))) == [1]


def test_a_note_of_a_run_asks_nobody_again(store: Store) -> None:
    keep(store, make_flag(1))
    answered(store, (A, Answer.UNSURE))
    reopen(store, "noted")
    assert store.need(1) is Need.COLLEAGUE
    assert numbers(store.queue(replace(WAITING, asks=A))) == []


def test_an_unknown_flag_needs_nothing(store: Store) -> None:
    with pytest.raises(UnknownFlag):
        store.need(7)


# -- second readings -------------------------------------------------------------------------------
def test_the_first_answer_waits_for_a_second_person(twice: Store) -> None:
    keep(twice, make_flag(1))
    assert answered(twice, (A, Answer.PROGRESS)) == (FlagState.WAITING, Need.SECOND)
    assert numbers(twice.queue(replace(WAITING, asks=A))) == []
    assert numbers(twice.queue(replace(WAITING, asks=B))) == [1]
    assert twice.second_readings() == ()


def test_one_person_is_never_both_readers(twice: Store) -> None:
    keep(twice, make_flag(1))
    said = ((A, Answer.PROGRESS), (A, Answer.REGRESSION))
    assert answered(twice, *said) == (FlagState.WAITING, Need.SECOND)


def test_two_who_agree_have_answered(twice: Store) -> None:
    keep(twice, make_flag(1))
    said = ((A, Answer.PROGRESS), (B, Answer.PROGRESS))
    assert answered(twice, *said) == (FlagState.ANSWERED, Need.ANSWER)
    (pair,) = twice.second_readings()
    assert (pair.first.reviewer, pair.second.reviewer, pair.recommendation) == (A, B, "KZ-TRE-1")


def test_two_who_differ_wait_to_be_settled(twice: Store) -> None:
    keep(twice, make_flag(1))
    said = ((A, Answer.PROGRESS), (B, Answer.REGRESSION))
    assert answered(twice, *said) == (FlagState.WAITING, Need.SETTLING)
    assert numbers(twice.queue(replace(WAITING, need=Need.SETTLING))) == [1]
    assert numbers(twice.queue(replace(WAITING, settles=False))) == []
    assert answered(twice, (C, Answer.PROGRESS)) == (FlagState.ANSWERED, Need.ANSWER)


def test_being_unsure_is_no_reading(twice: Store) -> None:
    keep(twice, make_flag(1))
    assert answered(twice, (A, Answer.UNSURE)) == (FlagState.WAITING, Need.COLLEAGUE)
    assert answered(twice, (B, Answer.PROGRESS)) == (FlagState.WAITING, Need.SECOND)
    assert answered(twice, (C, Answer.UNSURE)) == (FlagState.WAITING, Need.SECOND)
    assert numbers(twice.queue(replace(WAITING, asks=C))) == []
    assert answered(twice, (A, Answer.PROGRESS)) == (FlagState.ANSWERED, Need.ANSWER)


def test_a_first_answer_that_is_taken_back_is_none(twice: Store) -> None:
    keep(twice, make_flag(1))
    said = ((A, Answer.PROGRESS), (A, Answer.UNDO), (B, Answer.REGRESSION))
    assert answered(twice, *said) == (FlagState.WAITING, Need.SECOND)


def test_a_pair_stays_as_it_was_first_given(twice: Store) -> None:
    keep(twice, make_flag(1))
    said = ((A, Answer.PROGRESS), (B, Answer.REGRESSION), (B, Answer.UNDO), (B, Answer.PROGRESS))
    answered(twice, *said)
    (pair,) = twice.second_readings()
    assert (pair.first.answer, pair.second.answer) == (Answer.PROGRESS, Answer.REGRESSION)


def test_a_flag_that_is_raised_again_is_read_twice_again(twice: Store) -> None:
    keep(twice, make_flag(1))
    answered(twice, (A, Answer.PROGRESS), (B, Answer.PROGRESS))
    reopen(twice)
    assert answered(twice, (B, Answer.REGRESSION)) == (FlagState.WAITING, Need.SECOND)
    answered(twice, (A, Answer.PROGRESS))
    pairs = [(one.first.reviewer, one.second.reviewer) for one in twice.second_readings()]
    assert pairs == [(A, B), (B, A)]


def test_what_was_answered_before_is_not_read_again(store: Store) -> None:
    keep(store, make_flag(1))
    said = ((A, Answer.PROGRESS), (B, Answer.REGRESSION))
    assert answered(store, *said) == (FlagState.ANSWERED, Need.ANSWER)
    assert store.second_readings() == ()


def test_people_come_in_the_order_of_their_first_answers(store: Store) -> None:
    keep(store, make_flag(1))
    answered(store, (B, Answer.UNSURE), (A, Answer.PROGRESS), (B, Answer.PROGRESS))
    assert store.reviewers() == (B, A)


# -- assignments -----------------------------------------------------------------------------------
def given(flag: int, account: str = A) -> Assignment:
    return Assignment(flag=flag, account=account, by=C, at=at(1))


def flags(count: int) -> tuple[Flag, ...]:
    return tuple(make_flag(number) for number in range(1, count + 1))


def test_a_flag_is_somebodys_until_it_is_given_on(store: Store) -> None:
    keep(store, *flags(3))
    store.assign([given(1), given(2)])
    store.assign([given(2, B)])
    assert store.assignments([1, 2, 3, 9]) == (given(1), given(2, B))
    store.unassign([1, 9])
    assert store.assignments([1, 2, 3]) == (given(2, B),)


def test_the_queue_is_narrowed_to_ones_own_and_to_nobodys(store: Store) -> None:
    keep(store, *flags(3))
    store.assign([given(1), given(2, B)])
    assert numbers(store.queue(replace(WAITING, assigned_to=A))) == [1]
    assert numbers(store.queue(replace(WAITING, unassigned=True))) == [3]
    assert [one.assigned_to for one in store.queue(WAITING)] == [A, B, ""]


def test_of_an_unknown_flag_nothing_is_given(store: Store) -> None:
    keep(store, *flags(1))
    with pytest.raises(UnknownFlag):
        store.assign([given(1), given(7)])
    assert store.assignments([1]) == ()
