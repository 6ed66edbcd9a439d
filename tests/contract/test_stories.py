"""Stories as people regrouped them, on every store; nights go by what was decided."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from storage.contract import Store, UnknownFlag
from storage.queue import Outdated
from storage.records import Answer, Changes, FlagState, Story
from storage.stories import Move, Regroup, Regrouping, StoryDecision
from tests.contract.test_queue import ANY, keep, numbers
from tests.factories import (
    at,
    make_document,
    make_event,
    make_fingerprint,
    make_flag,
    make_review,
    make_stored_document,
)


def url(number: int) -> str:
    return f"https://news.example/{number}"


def make_decision(*moves: Move, **given: Any) -> StoryDecision:
    fields: dict[str, Any] = {
        "number": 0,
        "what": Regrouping.JOIN,
        "flag": 1,
        "other": 2,
        "moves": moves,
        "joined": (),
        "raised": (),
        "undoes": None,
        "reviewer": "aigul",
        "at": at(5),
    }
    return StoryDecision(**fields | given)


def move(number: int, origin: str, target: str) -> Move:
    return Move(url=url(number), origin=origin, target=target)


@pytest.fixture
def joined(store: Store) -> Store:
    """Flags 1 and 2 of two stories, of which the first was joined to the second."""
    keep(store, make_flag(1), make_flag(2))
    store.apply(Changes(fingerprints=(make_fingerprint(1), make_fingerprint(2))))
    wanted = make_decision(move(1, "story-1", "story-2"), joined=((1, 2),))
    store.regroup(Regroup(decision=wanted))
    return store


def test_a_joined_story_goes_into_the_other_whole(joined: Store) -> None:
    assert [d.document.id for d in joined.story_documents("story-2")] == [
        "document-1",
        "document-2",
    ]
    assert [f.number for f in joined.story_flags("story-2")] == [1, 2]
    assert {f.story_id for f in joined.similar((1, 2, 3))} == {"story-2"}


def test_the_flag_that_is_joined_waits_no_more(joined: Store) -> None:
    assert joined.flag(1).state is FlagState.JOINED
    assert (joined.told_with(1), joined.told_with(2)) == (2, None)
    (row,) = joined.queue(ANY)
    assert (row.flag.number, row.flags, row.documents) == (2, 1, 2)


def test_a_decision_is_found_on_both_flags(joined: Store) -> None:
    (kept,) = joined.story_decisions(1)
    assert joined.story_decisions(2) == (kept,) and joined.story_decision(1) == kept
    assert (kept.number, kept.joined) == (1, ((1, 2),))
    assert (joined.story_decisions(3), joined.story_decision(2)) == ((), None)


def test_parted_again_the_joined_flag_waits_again(joined: Store) -> None:
    back = make_decision(move(1, "story-2", "story-1"), what=Regrouping.UNDO, undoes=1)
    joined.regroup(Regroup(decision=back))
    assert joined.flag(1) == make_flag(1)
    assert (joined.told_with(1), numbers(joined.queue(ANY))) == (None, [1, 2])
    assert {f.document_id: f.story_id for f in joined.similar((1, 2, 3))} == {
        "document-1": "story-1",
        "document-2": "story-2",
    }


def test_a_later_version_goes_where_a_person_put_its_address(joined: Store) -> None:
    version = make_stored_document(
        document=make_document(9, url=url(1)), url=url(1), story_id="story-1"
    )
    joined.apply(Changes(documents=(version,), superseded=(("document-1", "document-9"),)))
    assert joined.document_at(url(1)) == replace(version, story_id="story-2")


def test_what_was_meant_for_a_joined_story_goes_to_the_other(joined: Store) -> None:
    # A night had read the first story before a person joined it.
    reprint = make_stored_document(3, story_id="story-1")
    joined.apply(
        Changes(
            documents=(reprint,),
            fingerprints=(make_fingerprint(3, story_id="story-1"),),
            flags=(make_flag(3, story_id="story-1", document_id="document-3"),),
            events=(make_event(3),),
        )
    )
    assert joined.story_documents("story-1") == ()
    assert joined.flag(3).story_id == "story-2"
    assert {f.story_id for f in joined.similar((3, 4))} == {"story-2"}


def test_a_story_that_is_taken_back_holds_its_own_again(joined: Store) -> None:
    back = make_decision(move(1, "story-2", "story-1"), what=Regrouping.UNDO, undoes=1)
    joined.regroup(Regroup(decision=back))
    joined.apply(Changes(documents=(make_stored_document(3, story_id="story-1"),)))
    assert len(joined.story_documents("story-1")) == 2


def test_a_known_flag_stays_where_a_person_put_it(joined: Store) -> None:
    stale = make_flag(1, reason="the page was edited; the same is said")
    joined.apply(Changes(flags=(stale,), events=(make_event(1, "noted"),)))
    assert (joined.flag(1).story_id, joined.flag(1).state) == ("story-2", FlagState.JOINED)
    assert joined.told_with(1) == 2


def test_a_joined_flag_that_is_raised_again_waits(joined: Store) -> None:
    joined.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "reopened"),)))
    assert (joined.flag(1).state, joined.told_with(1)) == (FlagState.WAITING, None)


def test_flags_that_a_decision_raises_get_the_next_numbers(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    story = Story(id="own", document_id="document-1", run_id="run-1")
    wanted = make_decision(move(1, "story-1", "own"), what=Regrouping.SPLIT, other=None)
    raised = make_flag(1, recommendation="KZ-ASS-3", story_id="own", reason="split off")
    kept = store.regroup(
        Regroup(decision=wanted, stories=(story,), flags=(raised,), events=(make_event(1),))
    )
    assert kept.raised == (3,)
    assert store.flag(3) == replace(raised, number=3)
    assert store.flag_version(3).raised == 1
    (row,) = store.queue(replace(ANY, recommendation="KZ-ASS-3"))
    assert row.flag.number == 3


def test_a_night_that_counts_on_a_number_given_meanwhile_gets_the_next(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    late = make_flag(2, story_id="late", document_id="document-4", reason="late")
    store.apply(
        Changes(
            documents=(make_stored_document(4, story_id="late"),),
            flags=(late,),
            events=(make_event(2, "raised"),),
        )
    )
    assert store.flag(2) == make_flag(2)
    assert store.flag(3) == replace(late, number=3)
    assert [e.flag for e in store.flag_events(3)] == [3]


@pytest.mark.parametrize("meanwhile", ["moved", "answered"])
def test_what_has_changed_meanwhile_is_not_regrouped(store: Store, meanwhile: str) -> None:
    keep(store, make_flag(1), make_flag(2))
    wanted = make_decision(move(1, "story-1", "story-2"), joined=((1, 2),))
    if meanwhile == "moved":
        store.regroup(Regroup(decision=make_decision(move(1, "story-1", "elsewhere"))))
    else:
        store.add_review(make_review(1))
    before = store.story_documents("story-2"), store.flag(1), store.story_decisions(1)
    with pytest.raises(Outdated):
        store.regroup(Regroup(decision=wanted))
    assert before == (store.story_documents("story-2"), store.flag(1), store.story_decisions(1))


def test_a_flag_whose_answer_was_taken_back_is_joined(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    store.add_review(make_review(1))
    store.add_review(make_review(1, answer=Answer.UNDO))
    store.regroup(Regroup(decision=make_decision(move(1, "story-1", "story-2"), joined=((1, 2),))))
    assert store.flag(1).state is FlagState.JOINED


def test_stories_of_which_one_flag_was_joined_are_weighed_anew(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2), make_flag(3))
    store.rank({1: 1, 2: 2, 3: 3})
    store.regroup(Regroup(decision=make_decision(move(1, "story-1", "story-2"))))
    assert [flag.number for flag in store.unranked(5)] == [1, 2]


def test_joined_flags_are_not_told_as_waiting(joined: Store) -> None:
    assert sum(one.count for one in joined.tallies(date(2000, 1, 1))) == 1
    assert [one.flag.number for one in joined.told_flags()] == [2]


def test_an_unknown_flag_is_told_with_none(store: Store) -> None:
    with pytest.raises(UnknownFlag):
        store.told_with(7)
