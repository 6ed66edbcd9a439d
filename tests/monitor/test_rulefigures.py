"""How rules did: answers by signal and by piece, and what lint makes of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.rulefigures import NIGHTS_AT_LEAST, practice_warnings, rule_figures
from rules.records import Factuality, Life, LifeState
from storage.memory import MemoryStore
from storage.records import Answer, Changes, DocumentMatches
from tests.factories import (
    NIGHT,
    at,
    make_evidence,
    make_flag,
    make_match,
    make_review,
    make_run,
    make_stored_document,
)
from tests.web.bench import tiny_rulebook

NAME = "KZ-ZHA-1"
RECOMMENDATIONS = tiny_rulebook().register.recommendations
RELEASED = {"recommendation": NAME, "clause": "release", "signal": "released"}


def store_with(*answers: Answer, **match: object) -> MemoryStore:
    """A flag for each answer, all of one signal."""
    store = MemoryStore()
    found = make_match(**RELEASED | match)
    numbers = range(1, len(answers) + 1)
    store.apply(
        Changes(
            documents=tuple(make_stored_document(n) for n in numbers),
            matches=tuple(
                DocumentMatches(document_id=f"document-{n}", matches=(found,)) for n in numbers
            ),
            flags=tuple(make_flag(n, recommendation=NAME) for n in numbers),
        )
    )
    for number, answer in enumerate(answers, start=1):
        store.add_review(make_review(number, answer))
    return store


def nights(store: MemoryStore, count: int) -> MemoryStore:
    for number in range(count):
        store.open_run(make_run(number, started_at=at(0) - timedelta(days=number)))
    return store


def told(store: MemoryStore) -> list[str]:
    return [one.message for one in practice_warnings(store, RECOMMENDATIONS, at(60))]


def test_a_flag_counts_once_for_each_piece_it_rests_on() -> None:
    twice = (make_evidence("freed", part="@release"), make_evidence("free", part="@release"))
    figures = rule_figures(store_with(Answer.NOT_RELEVANT, evidence=twice), NAME)
    (part,) = figures.parts
    assert (part.name, part.answered, part.rejected) == ("@release", 1, 1)


def test_what_only_looks_back_is_no_part_of_a_flag() -> None:
    store = store_with(Answer.PROGRESS, factuality=Factuality.PAST)
    assert rule_figures(store, NAME).signals == {}


def test_what_was_rejected_most_stands_first() -> None:
    store = store_with(Answer.PROGRESS, Answer.NOT_RELEVANT)
    store.apply(
        Changes(
            documents=(make_stored_document(3),),
            matches=(
                DocumentMatches(
                    document_id="document-3",
                    matches=(make_match(**RELEASED | {"evidence": (make_evidence(part="@a"),)}),),
                ),
            ),
            flags=(make_flag(3, recommendation=NAME),),
        )
    )
    store.add_review(make_review(3, Answer.PROGRESS))
    assert [one.name for one in rule_figures(store, NAME).parts] == ["@ratify", "@a"]


@pytest.mark.parametrize(
    ("rejected", "kept", "warned"),
    [(5, 1, True), (4, 1, False), (4, 0, False), (8, 2, False), (9, 2, True)],
    ids=["most", "four-fifths", "too-few", "just-four-fifths", "more"],
)
def test_a_signal_is_warned_of_where_more_than_four_fifths_are_rejected(
    rejected: int, kept: int, warned: bool
) -> None:
    store = store_with(*[Answer.NOT_RELEVANT] * rejected, *[Answer.PROGRESS] * kept)
    assert any("reviewers rejected" in one for one in told(store)) is warned


def test_a_silent_signal_is_warned_of_after_enough_nights() -> None:
    store = nights(store_with(Answer.PROGRESS), NIGHTS_AT_LEAST)
    assert told(store) == [f"{NAME}/arrested was found in no document of the last 90 days"]


def test_where_few_nights_ran_silence_means_nothing() -> None:
    assert told(nights(store_with(Answer.PROGRESS), NIGHTS_AT_LEAST - 1)) == []


def test_of_a_demand_that_is_spent_silence_is_no_news() -> None:
    store = nights(MemoryStore(), NIGHTS_AT_LEAST)
    spent = Life(state=LifeState.FULFILLED, on=NIGHT.date(), why="it is done")
    one = replace(RECOMMENDATIONS[0], life=spent)
    assert practice_warnings(store, (one,), at(60)) == ()
