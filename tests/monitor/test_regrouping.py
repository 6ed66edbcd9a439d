"""Stories regrouped by people: what follows at once, and what nights make of it later."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.contracts import Assessment
from monitor.decide import difference, findings
from monitor.regrouping import (
    NotRegrouped,
    can_be_taken_back,
    join,
    split_off,
    take_back_decision,
    teller_of,
)
from monitor.settle import SettleContext, settle
from rules.records import Match, Toward
from storage.contract import Store
from storage.projection import standing_answers
from storage.queue import Outdated
from storage.records import Answer, FlagQuery, FlagState, PageRecord, StoredDocument
from storage.stories import StoryDecision
from tests.factories import make_review
from tests.monitor.flagging import FixedClock
from tests.monitor.test_settle import NOW, URL, Desk, released

FIRST, SECOND, THIRD = "http://a.example/1", "http://b.example/2", "http://c.example/3"
ALIKE, OTHER = (1, 2, 3, 4), (9, 8, 7, 6)


def told(desk: Desk, url: str, text: str = "Court frees Zhakiyanov", **said: object) -> None:
    match = said.pop("match", released())
    assert isinstance(match, Match)
    desk.settle(desk.says(match, url=url, text=text, **said))  # type: ignore[arg-type]


def states(store: Store) -> list[tuple[int, FlagState]]:
    return [(flag.number, flag.state) for flag in store.flags(FlagQuery())]


def at(store: Store, url: str) -> StoredDocument:
    found = store.document_at(url)
    assert found is not None
    return found


def story(store: Store, url: str) -> str | None:
    return at(store, url).story_id


def joined(store: Store, flag: int, other: int) -> StoryDecision:
    return join(store, flag, other, reviewer="aru", clock=FixedClock())


def split(store: Store, flag: int, url: str) -> StoryDecision:
    document = at(store, url).document.id
    return split_off(store, flag, document, reviewer="aru", clock=FixedClock())


def taken_back(store: Store, number: int) -> StoryDecision:
    return take_back_decision(store, number, reviewer="aru", clock=FixedClock())


@pytest.fixture
def two() -> Desk:
    """Two stories of one document each."""
    desk = Desk()
    told(desk, FIRST)
    told(desk, SECOND, "Zhakiyanov is free at last", signature=OTHER)
    return desk


@pytest.fixture
def reprinted() -> Desk:
    """A story of two documents that one flag tells."""
    desk = Desk()
    told(desk, FIRST)
    told(desk, SECOND)
    return desk


# -- joining ---------------------------------------------------------------------------------------
def test_two_stories_of_one_event_become_one_that_one_answer_covers(two: Desk) -> None:
    joined(two.store, 1, 2)
    assert states(two.store) == [(1, FlagState.JOINED), (2, FlagState.WAITING)]
    assert len(two.store.story_documents(story(two.store, SECOND) or "")) == 2
    two.store.add_review(make_review(2))
    assert FlagState.WAITING not in dict(states(two.store)).values()


def test_an_answered_flag_covers_the_waiting_one_that_is_joined_to_it(two: Desk) -> None:
    two.store.add_review(make_review(1))
    joined(two.store, 1, 2)
    assert states(two.store) == [(1, FlagState.ANSWERED), (2, FlagState.JOINED)]
    assert two.store.told_with(2) == 1


def test_two_answers_both_stand(two: Desk) -> None:
    for number in (1, 2):
        two.store.add_review(make_review(number))
    joined(two.store, 1, 2)
    assert states(two.store) == [(1, FlagState.ANSWERED), (2, FlagState.ANSWERED)]


def test_an_answer_that_was_taken_back_is_covered_as_none(two: Desk) -> None:
    two.store.add_review(make_review(1))
    two.store.add_review(make_review(1, answer=Answer.UNDO))
    joined(two.store, 1, 2)
    assert states(two.store) == [(1, FlagState.JOINED), (2, FlagState.WAITING)]


def test_flags_that_point_otherwise_are_told_apart_in_one_story(two: Desk) -> None:
    told(two, THIRD, "Court jails Zhakiyanov", match=released(Toward.REGRESSION))
    joined(two.store, 3, 2)
    assert states(two.store) == [(n, FlagState.WAITING) for n in (1, 2, 3)]
    assert story(two.store, THIRD) == story(two.store, SECOND)


def test_a_joined_flag_is_told_by_the_last_of_a_chain(two: Desk) -> None:
    told(two, THIRD, "At last the editor is out", signature=(5, 5, 5, 5))
    joined(two.store, 1, 2)
    joined(two.store, 2, 3)
    assert [teller_of(two.store, number) for number in (1, 2, 3)] == [3, 3, 3]
    assert [state for _, state in states(two.store)].count(FlagState.WAITING) == 1


def test_flags_of_one_story_are_not_joined(reprinted: Desk, two: Desk) -> None:
    joined(two.store, 1, 2)
    with pytest.raises(NotRegrouped):
        joined(two.store, 1, 2)


# -- splitting -------------------------------------------------------------------------------------
def test_what_is_split_off_gets_a_flag_of_its_own(reprinted: Desk) -> None:
    decision = split(reprinted.store, 1, SECOND)
    assert states(reprinted.store) == [(1, FlagState.WAITING), (2, FlagState.WAITING)]
    assert decision.raised == (2,)
    assert reprinted.store.flag(2).document_id == at(reprinted.store, SECOND).document.id
    assert story(reprinted.store, FIRST) != story(reprinted.store, SECOND)


def test_what_is_left_behind_is_still_told(reprinted: Desk) -> None:
    split(reprinted.store, 1, FIRST)
    left = reprinted.store.story_flags(story(reprinted.store, SECOND) or "")
    assert [flag.number for flag in left] == [2]
    assert reprinted.store.flag(1).story_id == story(reprinted.store, FIRST)


def test_an_answer_stays_with_what_it_was_given_to(reprinted: Desk) -> None:
    reprinted.store.add_review(make_review(1))
    split(reprinted.store, 1, SECOND)
    assert states(reprinted.store) == [(1, FlagState.ANSWERED), (2, FlagState.WAITING)]


def test_the_only_document_is_not_split_off(two: Desk) -> None:
    with pytest.raises(NotRegrouped, match="no other"):
        split(two.store, 1, FIRST)


def test_a_document_of_another_story_is_not_split_off(two: Desk) -> None:
    with pytest.raises(NotRegrouped, match="not of this story"):
        split(two.store, 1, SECOND)


def test_taking_a_split_back_makes_one_flag_of_two(reprinted: Desk) -> None:
    decision = split(reprinted.store, 1, SECOND)
    taken_back(reprinted.store, decision.number)
    assert states(reprinted.store) == [(1, FlagState.WAITING), (2, FlagState.JOINED)]
    assert story(reprinted.store, FIRST) == story(reprinted.store, SECOND)


def test_what_was_moved_again_since_is_not_taken_back(two: Desk) -> None:
    first = joined(two.store, 1, 2)
    split(two.store, 1, FIRST)
    assert not can_be_taken_back(two.store, first)
    with pytest.raises(Outdated):
        taken_back(two.store, first.number)


# -- later nights ----------------------------------------------------------------------------------
def test_a_reprint_of_what_was_split_off_does_not_lead_it_back(reprinted: Desk) -> None:
    split(reprinted.store, 1, SECOND)
    apart = story(reprinted.store, SECOND)
    reprinted.open_run("r2")
    told(reprinted, SECOND, "Court frees Zhakiyanov, his lawyer says", signature=ALIKE)
    assert story(reprinted.store, SECOND) == apart != story(reprinted.store, FIRST)


def test_a_reprint_of_a_joined_document_comes_to_the_joined_story(two: Desk) -> None:
    joined(two.store, 1, 2)
    two.open_run("r2")
    told(two, THIRD)  # the words of the first, to the letter
    assert story(two.store, THIRD) == story(two.store, SECOND)
    assert len(states(two.store)) == 2


def test_an_edit_that_says_otherwise_parts_what_waits_from_its_answer(two: Desk) -> None:
    two.store.add_review(make_review(2))
    joined(two.store, 1, 2)
    two.open_run("r2")
    told(two, FIRST, "Court jails Zhakiyanov again", match=released(Toward.REGRESSION))
    assert two.store.flag(1).state is FlagState.WAITING


def settle_while(
    desk: Desk, happens: Callable[[], object], *said: tuple[PageRecord, Assessment]
) -> None:
    """A night that has read its pages before something happens, and stores them after it."""
    desk.store.add_pages([page for page, _ in said])

    def pages() -> Iterator[tuple[PageRecord, Assessment]]:
        yield from said
        happens()

    settle(desk.store, pages(), SettleContext(run_id="r1", now=NOW, baseline=date(2004, 4, 1)))


def test_a_night_that_was_at_it_goes_by_a_decision_made_meanwhile(two: Desk) -> None:
    edited = two.says(released(), url=FIRST, text="Court frees Zhakiyanov, agencies say")
    reprint = two.says(released(), url=THIRD)  # the words of the first
    settle_while(two, lambda: joined(two.store, 1, 2), edited, reprint)
    assert {story(two.store, url) for url in (FIRST, THIRD)} == {story(two.store, SECOND)}
    assert states(two.store) == [(1, FlagState.JOINED), (2, FlagState.WAITING)]


def test_a_flag_that_a_person_raises_and_one_of_the_night_get_two_numbers(
    reprinted: Desk,
) -> None:
    fresh = reprinted.says(released(), url=THIRD, text="Something else", signature=OTHER)
    settle_while(reprinted, lambda: split(reprinted.store, 1, SECOND), fresh)
    shown = {flag.document_id: flag.number for flag in reprinted.store.flags(FlagQuery())}
    assert shown[at(reprinted.store, SECOND).document.id] == 2
    assert shown[at(reprinted.store, THIRD).document.id] == 3


# -- laws ------------------------------------------------------------------------------------------
URLS = (FIRST, SECOND, THIRD, URL)
SAYING = st.tuples(
    st.sampled_from(URLS),
    st.sampled_from(["Court frees Zhakiyanov", "Zhakiyanov is free at last", "A third text"]),
    st.sampled_from([(), ALIKE, OTHER]),
    st.sampled_from(list(Toward)),
)
NIGHTS = st.lists(SAYING, min_size=2, max_size=7)
ANSWERED = st.sets(st.integers(1, 4), max_size=2)
LAW = settings(max_examples=60, deadline=None)


def live(desk: Desk, nights: Sequence[tuple[str, str, tuple[int, ...], Toward]]) -> None:
    for url, text, signature, toward in nights:
        desk.open_run(f"run-{len(desk.store.runs(1000))}")
        told(desk, url, text, signature=signature, match=released(toward))


def world(nights: Sequence[tuple[str, str, tuple[int, ...], Toward]], said: set[int]) -> Desk:
    desk = Desk()
    live(desk, nights)
    for number in sorted(said):
        if number <= desk.store.last_flag_number():
            desk.store.add_review(make_review(number))
    return desk


def grouping(store: Store) -> dict[str, str | None]:
    """The story of each address that is there."""
    return {url: d.story_id for url in URLS if (d := store.document_at(url)) is not None}


def all_is_told(store: Store) -> bool:
    """Whether no edit has taken a flag away from a reprint that it told, too.

    Regrouping raises a flag for what it finds untold, so that only otherwise all stays as it was.
    """
    return set(told_urls(store)) == set(grouping(store))


def pairs(store: Store) -> list[tuple[int, int]]:
    """Flags of two stories."""
    flags = store.flags(FlagQuery())
    return [(f.number, g.number) for f in flags for g in flags if f.story_id != g.story_id]


@LAW
@given(NIGHTS, ANSWERED, st.data())
def test_a_join_that_is_taken_back_has_changed_nothing(
    nights: list[tuple[str, str, tuple[int, ...], Toward]], said: set[int], data: st.DataObject
) -> None:
    store = world(nights, said).store
    choice = pairs(store)
    assume(choice and all_is_told(store))
    before = grouping(store), store.flags(FlagQuery()), [store.similar(p) for p in (ALIKE, OTHER)]
    taken_back(store, joined(store, *data.draw(st.sampled_from(choice))).number)
    after = grouping(store), store.flags(FlagQuery()), [store.similar(p) for p in (ALIKE, OTHER)]
    assert after == before


@LAW
@given(NIGHTS, ANSWERED, st.data())
def test_a_document_that_is_joined_and_split_off_again_has_changed_nothing(
    nights: list[tuple[str, str, tuple[int, ...], Toward]], said: set[int], data: st.DataObject
) -> None:
    store = world(nights, said).store
    alone = [
        (one, other)
        for one, other in pairs(store)
        if len({d.url for d in store.story_documents(store.flag(one).story_id)}) == 1
    ]
    assume(alone and all_is_told(store))
    one, other = data.draw(st.sampled_from(alone))
    (url,) = {d.url for d in store.story_documents(store.flag(one).story_id)}
    before = grouping(store), store.flags(FlagQuery())
    joined(store, one, other)
    split(store, one, url)
    assert (grouping(store), store.flags(FlagQuery())) == before


@LAW
@given(NIGHTS, NIGHTS, ANSWERED, st.data())
def test_no_later_night_undoes_what_a_person_decided(
    nights: list[tuple[str, str, tuple[int, ...], Toward]],
    later: list[tuple[str, str, tuple[int, ...], Toward]],
    said: set[int],
    data: st.DataObject,
) -> None:
    desk = world(nights, said)
    once = set(grouping(desk.store).values())
    decide(desk.store, data)
    before = grouping(desk.store)
    live(desk, later)
    after = grouping(desk.store)
    assert {url: after[url] for url in before} == before
    assert not (once - set(before.values())) & set(after.values()), "a joined story came back"


def decide(store: Store, data: st.DataObject) -> None:
    """A few decisions, any that are possible."""
    for _ in range(data.draw(st.integers(1, 4))):
        flags = [flag.number for flag in store.flags(FlagQuery())]
        number, other = data.draw(st.sampled_from(flags)), data.draw(st.sampled_from(flags))
        url = data.draw(st.sampled_from(sorted(grouping(store))))
        try:
            if data.draw(st.booleans()):
                joined(store, number, other)
            else:
                split(store, number, url)
        except NotRegrouped:
            continue


def told_urls(store: Store) -> Iterator[str]:
    """Addresses of which a flag of their story tells all that they say."""
    for url, story_id in grouping(store).items():
        document = at(store, url).document
        matches = store.matches(document.id)
        found = findings(document, matches, seen_on=date.max, baseline=date.min)
        flags = store.story_flags(story_id or "")
        if all(any(difference(f.key, one.key) is None for f in flags) for one in found):
            yield url


@LAW
@given(NIGHTS, ANSWERED, st.data())
def test_nothing_that_was_told_is_told_no_more(
    nights: list[tuple[str, str, tuple[int, ...], Toward]], said: set[int], data: st.DataObject
) -> None:
    store = world(nights, said).store
    before = set(told_urls(store))
    decide(store, data)
    assert before <= set(told_urls(store))
    for story_id in grouping(store).values():
        for flag in store.story_flags(story_id or ""):
            teller = store.flag(teller_of(store, flag.number))
            assert (teller.story_id, teller.recommendation) == (story_id, flag.recommendation)
            assert teller.state is not FlagState.JOINED


@LAW
@given(NIGHTS, ANSWERED, st.data())
def test_no_answer_is_lost_by_regrouping(
    nights: list[tuple[str, str, tuple[int, ...], Toward]], said: set[int], data: st.DataObject
) -> None:
    store = world(nights, said).store
    answered = [number for number, state in states(store) if state is FlagState.ANSWERED]
    decide(store, data)
    for number in answered:
        assert store.flag(number).state is FlagState.ANSWERED
        assert standing_answers(store.reviews(number))[-1].answer is Answer.PROGRESS
