"""The queue, versions, claims and filters, on every store."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from storage.contract import Store, UnknownFlag
from storage.queue import (
    UNRANKED,
    FlagClaim,
    FlagVersion,
    Outdated,
    QueueItem,
    QueueQuery,
    SavedFilter,
)
from storage.records import Answer, Changes, DocumentMatches, FlagState, Heading, Lane
from tests.factories import (
    NIGHT,
    make_document,
    make_event,
    make_flag,
    make_match,
    make_review,
    make_stored_document,
)

ANY = QueueQuery()


def keep(store: Store, *flags: Any, **documents: Any) -> Store:
    """Flags with the document that each shows; `documents` changes all of these."""
    shown = tuple(
        make_stored_document(flag.number, story_id=flag.story_id, **documents) for flag in flags
    )
    store.apply(Changes(documents=shown, flags=flags))
    return store


def numbers(items: tuple[QueueItem, ...]) -> list[int]:
    return [one.flag.number for one in items]


def test_what_was_not_weighed_comes_first_then_by_priority_and_number(store: Store) -> None:
    keep(store, *(make_flag(n) for n in range(1, 6)))
    store.rank({1: 5, 2: 9, 3: 5, 4: 7})
    assert numbers(store.queue(ANY)) == [5, 2, 4, 1, 3]
    assert store.queue_numbers(ANY, 3) == (5, 2, 4)


def test_a_page_begins_behind_the_last_one(store: Store) -> None:
    keep(store, *(make_flag(n) for n in range(1, 8)))
    store.rank({n: n % 3 for n in range(1, 8)})
    first = store.queue(ANY, limit=3)
    second = store.queue(ANY, after=first[-1].key, limit=3)
    third = store.queue(ANY, after=second[-1].key, limit=3)
    assert numbers(first + second + third) == [2, 5, 1, 4, 7, 3, 6]


def test_a_story_is_one_row_shown_by_its_foremost_flag(store: Store) -> None:
    flags = (make_flag(1, story_id="s"), make_flag(2, story_id="s"), make_flag(3))
    keep(store, *flags)
    store.rank({1: 1, 2: 8, 3: 4})
    assert [(i.flag.number, i.flags, i.documents) for i in store.queue(ANY)] == [
        (2, 2, 2),
        (3, 1, 1),
    ]


def test_of_a_story_the_foremost_that_fits_is_shown(store: Store) -> None:
    better = make_flag(1, story_id="s", heading=Heading.REGRESSION)
    keep(store, better, make_flag(2, story_id="s"))
    store.rank({1: 9, 2: 1})
    assert numbers(store.queue(replace(ANY, heading=Heading.PROGRESS))) == [2]


def test_an_answered_flag_hides_nothing_of_its_story(store: Store) -> None:
    keep(store, make_flag(1, story_id="s"), make_flag(2, story_id="s"))
    store.rank({1: 9, 2: 1})
    store.add_review(make_review(1))
    assert numbers(store.queue(ANY)) == [2]


def test_an_item_tells_what_it_shows(store: Store) -> None:
    document = make_document(1, title="Сот", language="kk", published=date(2026, 1, 2))
    keep(store, make_flag(1), document=document, source_id="gazette")
    item = store.queue(ANY)[0]
    assert (item.title, item.language, item.source_id) == ("Сот", "kk", "gazette")
    assert (item.published, item.priority) == (date(2026, 1, 2), UNRANKED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (QueueQuery(lane=Lane.COMING), [2]),
        (QueueQuery(state=FlagState.ANSWERED), [3]),
        (QueueQuery(state=None), [1, 2, 3, 4]),
        (QueueQuery(recommendation="KZ-ZHA-1"), [4]),
        (QueueQuery(heading=Heading.REGRESSION), [4]),
        (QueueQuery(language="kk"), []),
        (QueueQuery(language="en"), [1, 2, 4]),
        (QueueQuery(source_ids=("news",)), [1, 2, 4]),
        (QueueQuery(source_ids=("other",)), []),
        (QueueQuery(source_ids=()), []),
        (QueueQuery(since=date(2026, 2, 28)), [1, 2, 4]),
        (QueueQuery(since=date(2026, 3, 1)), []),
        (QueueQuery(until=date(2026, 2, 28)), [1, 2, 4]),
        (QueueQuery(until=date(2026, 2, 27)), []),
    ],
)
def test_a_filter_gives_what_fits(store: Store, query: QueueQuery, found: list[int]) -> None:
    keep(
        store,
        make_flag(1),
        make_flag(2, lane=Lane.COMING),
        make_flag(3, state=FlagState.ANSWERED),
        make_flag(4, heading=Heading.REGRESSION, recommendation="KZ-ZHA-1"),
    )
    assert numbers(store.queue(query)) == found
    assert store.queue_numbers(query, 10) == tuple(found)
    assert sum(store.queue_counts(replace(query, lane=None)).values()) >= len(found)


def test_undated_documents_fit_no_period(store: Store) -> None:
    keep(store, make_flag(1), document=make_document(1, published=None))
    assert store.queue(QueueQuery(since=date(1990, 1, 1))) == ()


def test_flags_are_counted_by_lane(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2), make_flag(3, lane=Lane.BACKLOG))
    assert dict(store.queue_counts(QueueQuery(lane=Lane.COMING))) == {
        Lane.HAPPENED: 2,
        Lane.BACKLOG: 1,
    }


def test_counting_ends_where_that_is_wished(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2), make_flag(3), make_flag(4, lane=Lane.BACKLOG))
    assert dict(store.queue_counts(ANY, 2)) == {Lane.HAPPENED: 2, Lane.BACKLOG: 1}


def test_a_flag_whose_document_is_not_there_is_not_in_the_queue_until_it_is(store: Store) -> None:
    store.apply(Changes(flags=(make_flag(1),)))
    assert store.queue(ANY) == () and store.queue_counts(ANY) == {}
    store.apply(Changes(documents=(make_stored_document(1),)))
    assert numbers(store.queue(replace(ANY, language="en"))) == [1]


def test_many_flags_of_few_stories_make_few_rows(store: Store) -> None:
    keep(store, *(make_flag(n, story_id=f"s{n % 3}") for n in range(1, 61)))
    store.rank({n: n for n in range(1, 61)})
    assert [(i.flag.number, i.flags) for i in store.queue(ANY, limit=4)] == [
        (60, 20),
        (59, 20),
        (58, 20),
    ]
    behind = store.queue(ANY, store.queue(ANY, limit=1)[0].key, 1)
    assert numbers(behind) == [59]


def test_a_flag_that_changes_is_weighed_again(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    store.rank({1: 3, 2: 4, 99: 1})
    assert store.unranked(5) == ()
    store.apply(Changes(flags=(make_flag(1, reason="again"),), events=(make_event(1, "noted"),)))
    assert [flag.number for flag in store.unranked(5)] == [1]


def test_an_answer_leaves_the_priority(store: Store) -> None:
    keep(store, make_flag(1))
    store.rank({1: 3})
    store.add_review(make_review(1))
    assert store.unranked(5) == ()


def test_everything_can_be_weighed_anew(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    store.rank({1: 3, 2: 4})
    store.unrank_all()
    assert [flag.number for flag in store.unranked(1)] == [1]


# -- versions ----------------------------------------------------------------------------------
def test_an_answer_to_what_was_seen_is_kept(store: Store) -> None:
    keep(store, make_flag(1))
    kept = store.add_review_of(make_review(1), store.flag_version(1))
    assert store.reviews(1) == (kept,)
    assert store.flag(1).state is FlagState.ANSWERED


@pytest.mark.parametrize("meanwhile", ["answered", "raised"])
def test_an_answer_to_what_is_no_more_is_refused(store: Store, meanwhile: str) -> None:
    keep(store, make_flag(1))
    seen = store.flag_version(1)
    if meanwhile == "answered":
        store.add_review(make_review(1, Answer.REGRESSION))
    else:
        store.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "reopened"),)))
    before = store.reviews(1)
    with pytest.raises(Outdated):
        store.add_review_of(make_review(1), seen)
    assert store.reviews(1) == before


def test_a_note_of_a_run_outdates_nothing(store: Store) -> None:
    keep(store, make_flag(1))
    store.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "noted"),)))
    assert store.flag_version(1) == FlagVersion(review=0, raised=0)


def test_an_unknown_flag_has_no_version(store: Store) -> None:
    with pytest.raises(UnknownFlag):
        store.flag_version(7)


def test_a_persons_answers_come_newest_first(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    for number, reviewer in ((1, "aigul"), (2, "ruslan"), (2, "aigul")):
        store.add_review(make_review(number, reviewer=reviewer))
    assert [r.number for r in store.reviews_by("aigul", 10)] == [3, 1]
    assert [r.number for r in store.reviews_by("aigul", 1)] == [3]


# -- claims ------------------------------------------------------------------------------------
def make_claim(flag: int = 1, account: str = "aigul", minutes: int = 15) -> FlagClaim:
    return FlagClaim(flag=flag, account=account, until=NIGHT + timedelta(minutes=minutes))


def test_a_claim_keeps_others_out_until_its_time_is_over(store: Store) -> None:
    keep(store, make_flag(1))
    assert store.claim(make_claim(), NIGHT) == make_claim()
    other = make_claim(account="ruslan", minutes=30)
    assert store.claim(other, NIGHT) == make_claim()
    assert store.claim(other, NIGHT + timedelta(minutes=15)) == other


def test_a_claim_is_prolonged_by_its_holder(store: Store) -> None:
    keep(store, make_flag(1))
    store.claim(make_claim(), NIGHT)
    assert store.claim(make_claim(minutes=20), NIGHT) == make_claim(minutes=20)


def test_a_claim_is_given_back_by_its_holder_only(store: Store) -> None:
    keep(store, make_flag(1))
    store.claim(make_claim(), NIGHT)
    store.release(1, "ruslan")
    assert store.claims(NIGHT) == (make_claim(),)
    store.release(1, "aigul")
    assert store.claims(NIGHT) == ()


def test_the_claims_that_stand_come_by_flag(store: Store) -> None:
    keep(store, *(make_flag(n) for n in (1, 2, 3)))
    for number, minutes in ((3, 15), (1, 15), (2, 5)):
        store.claim(make_claim(number, minutes=minutes), NIGHT)
    assert [c.flag for c in store.claims(NIGHT + timedelta(minutes=5))] == [1, 3]


def test_only_a_flag_that_is_there_is_claimed(store: Store) -> None:
    with pytest.raises(UnknownFlag):
        store.claim(make_claim(4), NIGHT)


def test_the_queue_can_be_narrowed_to_what_a_person_holds(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    store.claim(make_claim(2), NIGHT)
    mine = QueueQuery(claimed_by="aigul", now=NIGHT)
    assert numbers(store.queue(mine)) == [2]
    assert store.queue(replace(mine, now=NIGHT + timedelta(hours=1))) == ()


# -- filters -----------------------------------------------------------------------------------
def test_filters_are_kept_by_person_and_name(store: Store) -> None:
    for account, name in (("a", "z"), ("a", "b"), ("c", "b")):
        store.save_filter(SavedFilter(account=account, name=name, query="lane=coming"))
    store.save_filter(SavedFilter(account="a", name="b", query="language=kk"))
    assert [(f.name, f.query) for f in store.filters("a")] == [
        ("b", "language=kk"),
        ("z", "lane=coming"),
    ]
    store.forget_filter("a", "b")
    assert [f.name for f in store.filters("a")] == ["z"]


# -- lists -------------------------------------------------------------------------------------
def test_a_list_goes_by_number_and_on_behind_the_last(store: Store) -> None:
    keep(store, *(make_flag(n, story_id="s") for n in (1, 2, 3)))
    store.rank({1: 1, 2: 5, 3: 9})
    listed = [store.listed(ANY, after, 2) for after in (0, 2, 3)]
    assert [[one.flag.number for one in each] for each in listed] == [[1, 2], [3], []]


def test_a_list_holds_what_fits(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2, heading=Heading.REGRESSION))
    found = store.listed(replace(ANY, heading=Heading.REGRESSION))
    assert [one.flag.number for one in found] == [2]


def test_a_listed_flag_tells_of_its_document_and_its_answers(store: Store) -> None:
    document = make_document(1, title="Сот", language="kk", url="https://own.example/1")
    keep(store, make_flag(1), document=document, url="https://canonical.example/1")
    own, other = make_match(), make_match("KZ-ZHA-1")
    store.apply(Changes(matches=(DocumentMatches(document_id=document.id, matches=(other, own)),)))
    given = [store.add_review(make_review(1, one)) for one in (Answer.PROGRESS, Answer.UNDO)]
    (found,) = store.listed(replace(ANY, state=None))
    assert (found.title, found.language, found.source_id) == ("Сот", "kk", "news")
    assert (found.published, found.address) == (date(2026, 2, 28), "https://own.example/1")
    assert (found.matches, found.reviews) == ((own,), tuple(given))


def test_a_document_without_an_own_address_has_the_canonical_one(store: Store) -> None:
    document = make_document(1, url=None)
    keep(store, make_flag(1), document=document, url="https://canonical.example/1")
    assert store.listed(ANY)[0].address == "https://canonical.example/1"
