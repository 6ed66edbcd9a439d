"""What the board asks, on every store: counts, tidings, nights, and statuses of what was seen."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rules.records import Factuality
from spiders.records import SourceState
from storage.board import Tally
from storage.contract import Store
from storage.queue import Outdated
from storage.records import Answer, Changes, DocumentMatches, Flag, Heading, Lane
from tests.factories import (
    NIGHT,
    at,
    make_document,
    make_event,
    make_flag,
    make_match,
    make_review,
    make_run,
    make_source_night,
    make_status,
    make_stored_document,
)

FEBRUARY = date(2026, 2, 1)


def keep(store: Store, *flags: Flag, published: date | None = date(2026, 2, 28)) -> Store:
    """Flags, each with its document and a match in it."""
    documents = tuple(
        make_stored_document(f.number, document=make_document(f.number, published=published))
        for f in flags
    )
    matches = tuple(
        DocumentMatches(document_id=f.document_id, matches=(make_match(f.recommendation),))
        for f in flags
    )
    events = tuple(make_event(f.number) for f in flags)
    store.apply(Changes(documents=documents, matches=matches, flags=flags, events=events))
    return store


def make_tally(**given: Any) -> Tally:
    fields: dict[str, Any] = {
        "recommendation": "KZ-TRE-1",
        "first": FEBRUARY,
        "lane": Lane.HAPPENED,
        "heading": Heading.PROGRESS,
        "answer": None,
        "count": 1,
        "last": date(2026, 2, 28),
    }
    return Tally(**fields | given)


def test_flags_are_counted_by_kind_and_month(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2), make_flag(3, lane=Lane.COMING))
    keep(store, make_flag(4, heading=Heading.REGRESSION, recommendation="KZ-A"))
    assert store.tallies(FEBRUARY) == (
        make_tally(recommendation="KZ-A", heading=Heading.REGRESSION),
        make_tally(lane=Lane.COMING),
        make_tally(count=2),
    )


def test_an_answer_moves_a_flag_out_of_those_that_wait(store: Store) -> None:
    keep(store, make_flag(1), make_flag(2))
    store.add_review(make_review(1, Answer.REGRESSION))
    assert store.tallies(FEBRUARY) == (make_tally(), make_tally(answer=Answer.REGRESSION))


@pytest.mark.parametrize("answers", [[Answer.UNSURE], [Answer.PROGRESS, Answer.UNDO], []])
def test_what_nobody_has_decided_waits(store: Store, answers: list[Answer]) -> None:
    keep(store, make_flag(1))
    for answer in answers:
        store.add_review(make_review(1, answer))
    assert store.tallies(FEBRUARY) == (make_tally(),)


def test_undoing_brings_the_earlier_answer_back(store: Store) -> None:
    keep(store, make_flag(1))
    for answer in (Answer.PROGRESS, Answer.REGRESSION, Answer.UNDO):
        store.add_review(make_review(1, answer))
    assert store.tallies(FEBRUARY) == (make_tally(answer=Answer.PROGRESS),)


def test_a_reopened_flag_waits_again(store: Store) -> None:
    keep(store, make_flag(1))
    store.add_review(make_review(1))
    store.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "reopened"),)))
    assert store.tallies(FEBRUARY) == (make_tally(),)


def test_a_note_of_a_run_takes_no_answer_away(store: Store) -> None:
    keep(store, make_flag(1))
    store.add_review(make_review(1))
    store.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "noted"),)))
    assert store.tallies(FEBRUARY) == (make_tally(answer=Answer.PROGRESS),)


@pytest.mark.parametrize("published", [None, date(1970, 1, 1), date(2099, 1, 1)])
def test_a_day_that_is_unknown_or_untrue_is_that_of_raising(
    store: Store, published: date | None
) -> None:
    keep(store, make_flag(1), published=published)
    assert store.told_flags()[0].on == NIGHT.date()


def test_the_newest_day_of_a_kind_is_told(store: Store) -> None:
    keep(store, make_flag(1), published=date(2026, 2, 3))
    keep(store, make_flag(2), published=date(2026, 2, 14))
    assert [(t.count, t.last) for t in store.tallies(FEBRUARY)] == [(2, date(2026, 2, 14))]


def test_tidings_hold_the_matches_of_their_recommendation_only(store: Store) -> None:
    own = make_match("KZ-TRE-1", factuality=Factuality.PAST)
    found = (make_match("KZ-ZHA-1"), own, make_match("KZ-TRE-1"))
    store.apply(
        Changes(
            documents=(make_stored_document(1),),
            matches=(DocumentMatches(document_id="document-1", matches=found),),
            flags=(make_flag(1), make_flag(2, document_id="document-1", recommendation="KZ-ZHA-1")),
        )
    )
    (told,) = store.told_flags("KZ-TRE-1")
    assert told.matches == (own, make_match("KZ-TRE-1"))
    assert (told.title, told.language, told.source_id) == ("Title 1", "en", "news")


def test_tidings_come_by_number_a_part_at_a_time(store: Store) -> None:
    keep(store, *(make_flag(n) for n in range(1, 6)))
    store.add_review(make_review(2))
    first, second = store.told_flags(limit=3), store.told_flags(after=3, limit=3)
    assert [one.flag.number for one in first + second] == [1, 2, 3, 4, 5]
    assert [one.answer for one in first] == [None, Answer.PROGRESS, None]


def test_a_flag_without_its_document_tells_nothing(store: Store) -> None:
    store.apply(Changes(flags=(make_flag(1),)))
    assert store.told_flags() == ()


def nights(store: Store, *states: SourceState, run: int = 1, began: datetime = NIGHT) -> None:
    store.open_run(make_run(run, started_at=began))
    for number, state in enumerate(states):
        store.add_source_night(make_source_night(f"s{number}", f"run-{run}", state=state))


def test_a_night_tells_how_many_were_asked_and_silent(store: Store) -> None:
    nights(store, SourceState.OK, SourceState.FAILED, SourceState.SKIPPED, SourceState.PARTIAL)
    (cover,) = store.night_covers(["s0", "s1", "s3"], NIGHT)
    assert (cover.run_id, cover.started_at, cover.asked, cover.silent) == ("run-1", NIGHT, 3, 1)


def test_only_nights_that_asked_are_told_oldest_first(store: Store) -> None:
    nights(store, SourceState.OK, run=2, began=at(60))
    nights(store, SourceState.OK, run=1)
    nights(store, run=3, began=at(90))
    assert [c.run_id for c in store.night_covers(["s0"], NIGHT)] == ["run-1", "run-2"]
    assert [c.run_id for c in store.night_covers(["s0"], at(1))] == ["run-2"]
    assert store.night_covers([], NIGHT - timedelta(days=1)) == ()


def test_a_status_of_what_was_seen_is_kept(store: Store) -> None:
    first = store.add_status_of(make_status(), 0)
    other = store.add_status_of(make_status(clause="op1"), 0)
    second = store.add_status_of(make_status(note="later"), first.number)
    assert store.statuses() == (first, other, second)


def test_of_two_statuses_the_second_is_not_kept(store: Store) -> None:
    first = store.add_status_of(make_status(), 0)
    with pytest.raises(Outdated):
        store.add_status_of(make_status(note="not having seen the first"), 0)
    assert store.statuses() == (first,)


def test_what_was_told_before_the_period_is_counted_together(store: Store) -> None:
    keep(store, make_flag(1), published=date(2026, 1, 31))
    keep(store, make_flag(2), published=date(2004, 5, 1))
    keep(store, make_flag(3))
    assert store.tallies(FEBRUARY) == (
        make_tally(first=None, count=2, last=date(2026, 1, 31)),
        make_tally(),
    )


def test_flags_are_counted_by_year_as_well(store: Store) -> None:
    keep(store, make_flag(1), published=date(2026, 1, 31))
    keep(store, make_flag(2), published=date(2025, 12, 31))
    keep(store, make_flag(3))
    assert [(t.first, t.count) for t in store.tallies(date(2025, 1, 1), yearly=True)] == [
        (date(2025, 1, 1), 1),
        (date(2026, 1, 1), 2),
    ]


@pytest.mark.parametrize("answer", [Answer.NO_CHANGE, Answer.NOT_RELEVANT])
def test_what_changes_nothing_is_not_counted(store: Store, answer: Answer) -> None:
    keep(store, make_flag(1))
    store.add_review(make_review(1, answer))
    assert store.tallies(FEBRUARY) == ()


def test_whatever_the_board_rests_on_changes_its_version(store: Store) -> None:
    keep(store, make_flag(1))
    versions = [store.board_version()]
    for change in (
        lambda: store.add_review(make_review(1)),
        lambda: store.add_review(make_review(1, Answer.UNDO)),
        lambda: store.apply(Changes(flags=(make_flag(1),), events=(make_event(1, "noted"),))),
        lambda: store.open_run(make_run(1)),
        lambda: store.close_run("run-1", at(9)),
    ):
        change()
        versions.append(store.board_version())
    assert len(set(versions)) == len(versions)
    assert store.board_version() == versions[-1]
