from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.contract import NothingToUndo, Store, UnknownFlag
from storage.records import (
    Answer,
    Changes,
    FlagCount,
    FlagQuery,
    FlagState,
    Heading,
    Lane,
)
from tests.factories import at, make_digest, make_event, make_flag, make_review


@pytest.fixture
def flagged(store: Store) -> Store:
    store.apply(Changes(flags=(make_flag(1),), events=(make_event(1),)))
    return store


def test_a_flag_comes_back_as_it_was_raised(store: Store) -> None:
    flag = make_flag(3, key='{"words":["қол"]}', lane=Lane.COMING, heading=Heading.MIXED)
    store.apply(Changes(flags=(flag,)))
    assert store.flag(3) == flag
    assert store.last_flag_number() == 3


@pytest.mark.parametrize("number", [0, 2, -1])
def test_an_unknown_flag_is_said_to_be_unknown(flagged: Store, number: int) -> None:
    with pytest.raises(UnknownFlag):
        flagged.flag(number)


def test_no_flag_has_the_number_nought(store: Store) -> None:
    assert store.last_flag_number() == 0


def test_a_known_flag_is_replaced(flagged: Store) -> None:
    reopened = make_flag(1, document_id="document-2", reason="edited", lane=Lane.BACKLOG)
    flagged.apply(Changes(flags=(reopened,), events=(make_event(1, "reopened"),)))
    assert flagged.flag(1) == reopened
    assert [event.what for event in flagged.flag_events(1)] == ["raised", "reopened"]


def test_flags_of_a_story_and_of_a_document_come_by_number(store: Store) -> None:
    flags = [make_flag(n, story_id="s", document_id="d") for n in (1, 2, 3)]
    store.apply(Changes(flags=(flags[2], flags[0], make_flag(4), flags[1])))
    assert store.story_flags("s") == store.document_flags("d") == tuple(flags)


def test_a_query_narrows_by_everything_it_names(store: Store) -> None:
    fitting = make_flag(2, recommendation="R", lane=Lane.COMING, run_id="run-2")
    others = (
        make_flag(1, recommendation="R", lane=Lane.COMING, run_id="run-2"),
        make_flag(3, recommendation="Q", lane=Lane.COMING, run_id="run-2"),
        make_flag(4, recommendation="R", lane=Lane.HAPPENED, run_id="run-2"),
        make_flag(5, recommendation="R", lane=Lane.COMING, run_id="run-1"),
        make_flag(
            6, recommendation="R", lane=Lane.COMING, run_id="run-2", state=FlagState.ANSWERED
        ),
    )
    store.apply(Changes(flags=(*others, fitting)))
    query = FlagQuery(
        recommendation="R", lane=Lane.COMING, state=FlagState.WAITING, run_id="run-2", after=1
    )
    assert store.flags(query) == (fitting,)


def test_a_query_gives_no_more_than_its_limit(store: Store) -> None:
    store.apply(Changes(flags=tuple(make_flag(n) for n in range(1, 6))))
    assert [flag.number for flag in store.flags(FlagQuery(after=2, limit=2))] == [3, 4]


def test_a_run_counts_the_flags_it_raised_or_reopened(store: Store) -> None:
    flags = (
        make_flag(1, recommendation="B"),
        make_flag(2, recommendation="B"),
        make_flag(3, recommendation="A", lane=Lane.COMING),
        make_flag(4, recommendation="A", heading=Heading.REGRESSION),
        make_flag(5, recommendation="C"),
    )
    events = (
        make_event(1),
        make_event(1, "reopened"),
        make_event(2, "reopened"),
        make_event(3),
        make_event(4, run_id="run-2"),
        make_event(5, "noted"),
    )
    store.apply(Changes(flags=flags, events=events))
    happened, progress = Lane.HAPPENED, Heading.PROGRESS
    assert store.flag_counts("run-1") == (
        FlagCount(recommendation="A", lane=Lane.COMING, heading=progress, count=1),
        FlagCount(recommendation="B", lane=happened, heading=progress, count=2),
    )


def test_an_event_of_no_flag_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="nothing stored"):
        store.apply(Changes(events=(make_event(9),)))


# -- reviews ---------------------------------------------------------------------------------------


def test_an_answer_is_kept_with_its_number_and_answers_the_flag(flagged: Store) -> None:
    kept = flagged.add_review(make_review(note="см. закон № 5"))
    assert kept == make_review(note="см. закон № 5", number=1)
    assert flagged.reviews(1) == (kept,)
    assert flagged.flag(1).state is FlagState.ANSWERED


def test_an_unsure_answer_leaves_the_flag_waiting(flagged: Store) -> None:
    flagged.add_review(make_review(answer=Answer.UNSURE))
    assert flagged.flag(1).state is FlagState.WAITING


def test_an_undone_answer_leaves_the_flag_waiting(flagged: Store) -> None:
    flagged.add_review(make_review())
    flagged.add_review(make_review(answer=Answer.UNDO))
    assert flagged.flag(1).state is FlagState.WAITING
    assert [r.answer for r in flagged.reviews(1)] == [Answer.PROGRESS, Answer.UNDO]


def test_an_undo_leaves_the_answer_before_standing(flagged: Store) -> None:
    for answer in (Answer.PROGRESS, Answer.REGRESSION, Answer.UNDO):
        flagged.add_review(make_review(answer=answer))
    assert flagged.flag(1).state is FlagState.ANSWERED


def test_there_is_nothing_to_undo_after_everything_was(flagged: Store) -> None:
    flagged.add_review(make_review())
    flagged.add_review(make_review(answer=Answer.UNDO))
    with pytest.raises(NothingToUndo):
        flagged.add_review(make_review(answer=Answer.UNDO))
    assert len(flagged.reviews(1)) == 2


def test_an_answer_from_before_a_reopening_is_not_undone(flagged: Store) -> None:
    flagged.add_review(make_review(at=at(500)))  # a reviewer's clock may go wrong
    flagged.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "reopened", at=at(1)),)))
    with pytest.raises(NothingToUndo):
        flagged.add_review(make_review(answer=Answer.UNDO))


def test_undoing_after_a_reopening_leaves_the_flag_waiting(flagged: Store) -> None:
    flagged.add_review(make_review())
    flagged.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "reopened"),)))
    flagged.add_review(make_review())
    flagged.add_review(make_review(answer=Answer.UNDO))
    assert flagged.flag(1).state is FlagState.WAITING


def test_a_note_of_a_run_does_not_undo_an_answer_given_meanwhile(flagged: Store) -> None:
    read_by_settling = flagged.flag(1)
    flagged.add_review(make_review())
    flagged.apply(Changes(flags=(read_by_settling,), events=(make_event(1, "noted"),)))
    assert flagged.flag(1).state is FlagState.ANSWERED


def test_an_answer_to_no_flag_is_refused(store: Store) -> None:
    with pytest.raises(UnknownFlag):
        store.add_review(make_review(7))


def test_many_reviewers_at_once_get_a_number_each(flagged: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: flagged.add_review(make_review()), range(24)))
    assert sorted(review.number for review in kept) == list(range(1, 25))


# -- digests and small facts -----------------------------------------------------------------------


def test_a_digest_is_kept_once(store: Store) -> None:
    digest = make_digest(flags=(3, 1, 2))
    assert store.add_digest(digest)
    assert not store.add_digest(digest)
    assert store.digests(digest.subscriber) == (digest,)


def test_a_persons_digests_come_oldest_first(store: Store) -> None:
    digests = [make_digest(name, made_at=at(m)) for name, m in (("b", 2), ("a", 2), ("c", 1))]
    for digest in (*digests, make_digest("d", subscriber="another@example.org")):
        store.add_digest(digest)
    assert [d.id for d in store.digests(digests[0].subscriber)] == ["c", "a", "b"]


def test_the_first_value_of_a_fact_stands(store: Store) -> None:
    store.keep_fact("baseline", "2026-01-01")
    store.keep_fact("baseline", "2027-01-01")
    assert store.fact("baseline") == "2026-01-01"
    assert store.fact("unknown") is None
