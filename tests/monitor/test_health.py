"""What a night is called, once its source has a history and its pages were read."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.contracts import Assessed, Assessment
from monitor.health import (
    NO_HISTORY,
    Broken,
    Sample,
    broken_by,
    final_account,
    first_account,
    silence_of,
    window_of,
)
from spiders.records import Role, SourceOutcome, SourceState
from storage.records import MadeFrom, PageFailure, SourceHistory, SourceNight
from tests.factories import at, make_document, make_source_night
from tests.monitor.sources import make_source

PROVEN = SourceHistory(first_good=at(0), last_good=at(1), nights=1, documents=1)
BROKEN = (Broken("9 of 9 texts are missing", "open one"),)
SOURCE = make_source()
STATES = st.sampled_from([s for s in SourceState if s is not SourceState.UNPROVEN])


def outcome(state: SourceState, **given: Any) -> SourceOutcome:
    return make_source_night(state=state, reason="why", **given).outcome


def first(state: SourceState, history: SourceHistory = NO_HISTORY, **given: Any) -> SourceNight:
    return first_account("run-1", outcome(state, **given), history)


def page(*made: MadeFrom, failure: str = "", gone: bool = False, **document: Any) -> Assessment:
    return Assessment(
        page_id="p",
        url="https://a.example/",
        documents=tuple(
            Assessed(
                document=make_document(**document),
                url="https://a.example/",
                made_from=each,
                text_sha256="",
                matches=(),
            )
            for each in made
        ),
        failure=PageFailure(page_id="p", kind=failure, reason="") if failure else None,
        gone=gone,
    )


def sample_of(count: int, assessment: Assessment, role: Role = Role.ARTICLE) -> Sample:
    sample = Sample()
    for _ in range(count):
        sample.see(SOURCE, role, assessment)
    return sample


GOOD = page(MadeFrom.ARTICLE, text="a" * 100)


# -- proven or not ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [SourceState.FAILED, SourceState.PARTIAL, SourceState.SUSPICIOUS])
def test_a_bad_night_of_a_source_that_was_never_good_is_unproven_and_keeps_its_reason(
    state: SourceState,
) -> None:
    night = first(state)
    assert night.outcome.state is SourceState.UNPROVEN
    assert night.outcome.reason == f"never had a good night; tonight {state.value}: why"


@pytest.mark.parametrize("state", [SourceState.OK, SourceState.SKIPPED])
def test_a_first_good_night_proves_a_source_and_robots_are_no_fault(state: SourceState) -> None:
    assert first(state).outcome == outcome(state)


def test_a_list_that_was_always_empty_proves_nothing() -> None:
    assert first(SourceState.UNCHANGED, unchanged=0).outcome.state is SourceState.UNPROVEN
    assert first(SourceState.UNCHANGED, unchanged=3).outcome.state is SourceState.UNCHANGED


@given(STATES)
def test_a_proven_source_is_called_what_its_child_said(state: SourceState) -> None:
    night = first(state, PROVEN)
    assert (night.outcome, night.last_good) == (outcome(state), at(1))


# -- what is expected ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assessment", "words"),
    [
        (page(MadeFrom.ARTICLE, text="a" * 99), "5 of 5 texts are missing or shorter than 100"),
        (page(failure="NotAnArticle"), "5 of 5 texts are missing"),
        (page(MadeFrom.ENTRY, failure="NotAnArticle"), "5 of 5 texts are missing"),
        (page(MadeFrom.ENTRY, published=None), "only 0 of 5 documents state their day"),
        (page(MadeFrom.ENTRY, language="fr"), "5 of 5 documents are in none of its languages (en)"),
    ],
)
def test_what_most_pages_lack_is_said(assessment: Assessment, words: str) -> None:
    sentences = [each.sentence for each in broken_by(sample_of(5, assessment), SOURCE)]
    assert any(each.startswith(words) for each in sentences)


@pytest.mark.parametrize(
    "assessment",
    [
        GOOD,
        page(MadeFrom.ENTRY, text=""),
        page(MadeFrom.ENTRY, language="und"),
        page(failure="Gone", gone=True),
    ],
)
def test_a_title_alone_an_unknown_language_and_a_gone_page_break_nothing(
    assessment: Assessment,
) -> None:
    assert broken_by(sample_of(5, assessment), SOURCE) == ()


def test_of_four_documents_nothing_is_concluded() -> None:
    assert broken_by(sample_of(4, page(failure="NotAnArticle")), SOURCE) == ()


def test_one_table_that_is_gone_is_enough() -> None:
    sample = sample_of(1, page(failure="LayoutChanged"), Role.STATUS_PAGE)
    assert [each.sentence for each in broken_by(sample, SOURCE)] == [
        "1 pages have lost the tables that its file describes"
    ]


def test_a_page_that_shrank_is_named_with_the_way_to_accept_it() -> None:
    sample = sample_of(1, page(failure="PageShrank"), Role.STATUS_PAGE)
    assert [each.sentence for each in broken_by(sample, SOURCE)] == [" (https://a.example/)"]


def test_paragraphs_of_a_watched_page_owe_no_day_and_no_length() -> None:
    sample = sample_of(9, page(MadeFrom.PASSAGE, text="x", published=None))
    assert broken_by(sample, SOURCE) == ()


def test_what_the_spider_has_refused_already_is_not_told_twice() -> None:
    sample = sample_of(9, page(failure="NotTheStatusPage"), Role.STATUS_PAGE)
    assert broken_by(sample, SOURCE) == ()


def test_a_proven_source_that_breaks_its_promise_is_suspicious() -> None:
    night = final_account(first(SourceState.OK, PROVEN), BROKEN, documents=9)
    assert night.outcome.state is SourceState.SUSPICIOUS
    assert night.outcome.reason == "9 of 9 texts are missing; why"
    assert (night.documents, night.cure) == (9, "open one")


def test_a_first_night_that_breaks_the_promise_proves_nothing() -> None:
    night = final_account(first(SourceState.OK), BROKEN, documents=9)
    assert night.outcome.state is SourceState.UNPROVEN
    assert night.outcome.reason == "never had a good night; 9 of 9 texts are missing; why"


@given(STATES, st.sampled_from([(), BROKEN]), st.booleans())
def test_a_worse_state_is_never_made_better(
    state: SourceState, broken: tuple[Broken, ...], is_proven: bool
) -> None:
    night = first(state, PROVEN if is_proven else NO_HISTORY)
    final = final_account(night, broken, 0)
    assert final.outcome.state.is_good <= (night.outcome.state.is_good and not broken)
    assert final.outcome.reason.endswith(night.outcome.reason)


# -- silence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "days"), [(300, 14), (5, 14), (1, 90), (0.2, 365), (0.1, 365), (0.05, None), (0, None)]
)
def test_silence_is_judged_over_as_many_days_as_give_enough(week: float, days: int | None) -> None:
    window = window_of(make_source(week=week))
    assert (window.days if window else None) == days


WINDOW = timedelta(days=14)
QUIET = SourceHistory(first_good=at(0), last_good=at(0), nights=14, documents=1)


def test_a_source_that_gave_less_than_a_sixth_is_silent() -> None:
    (broken,) = silence_of(SOURCE, WINDOW, QUIET, tonight=1, is_old=True)
    assert broken.sentence == "2 new documents in 14 days, where about 14 are usual"


def test_a_source_that_gave_a_little_is_let_be() -> None:
    assert silence_of(SOURCE, WINDOW, QUIET, tonight=2, is_old=True) == ()


def test_nights_on_which_nobody_asked_are_no_silence() -> None:
    away = replace(QUIET, nights=6)
    assert silence_of(SOURCE, WINDOW, away, tonight=0, is_old=True) == ()


def test_a_source_that_is_new_is_not_silent_yet() -> None:
    assert silence_of(SOURCE, WINDOW, QUIET, tonight=0, is_old=False) == ()


def test_a_document_s_day_is_counted_where_it_is_known() -> None:
    sample = sample_of(3, page(MadeFrom.ENTRY, published=date(2026, 1, 1)))
    assert (sample.read, sample.undated) == (3, 0)
