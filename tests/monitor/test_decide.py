"""What settling decides."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.decide import (
    Finding,
    Occasion,
    decide_gone,
    decide_new,
    decide_version,
    difference,
    findings,
)
from rules.records import Document, Evidence, Factuality, Match, Toward
from storage.records import Flag, FlagState, Heading, Lane

BASELINE = date(2004, 4, 1)
AT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
OCCASION = Occasion(story_id="s1", document_id="d2", run_id="r2", at=AT)


def make_document(published: date | None = date(2006, 1, 14)) -> Document:
    return Document(id="d1", title="t", text="x", language="en", published=published)


def make_match(
    recommendation: str = "KZ-ZHA-1",
    toward: Toward = Toward.PROGRESS,
    factuality: Factuality = Factuality.ACTUAL,
    rung: str | None = "released",
    quote: str = "freed Zhakiyanov",
) -> Match:
    evidence = Evidence(field="title", start=0, end=len(quote), quote=quote, part="@release")
    return Match(
        recommendation=recommendation,
        clause="release",
        signal="released",
        toward=toward,
        factuality=factuality,
        rung=rung,
        evidence=(evidence,),
    )


def find(*matches: Match, published: date | None = date(2006, 1, 14)) -> tuple[Finding, ...]:
    return findings(make_document(published), matches, seen_on=date(2026, 3, 1), baseline=BASELINE)


def raise_first(*matches: Match) -> tuple[Flag, ...]:
    first = Occasion(story_id="s1", document_id="d1", run_id="r1", at=AT)
    return tuple(i.flag for i in decide_new(find(*matches), (), first, next_number=1))


def test_an_actual_match_goes_to_the_happened_lane() -> None:
    assert find(make_match())[0].lane is Lane.HAPPENED


def test_a_planned_match_alone_goes_to_the_coming_lane() -> None:
    assert find(make_match(factuality=Factuality.PLANNED))[0].lane is Lane.COMING


def test_what_is_older_than_the_baseline_goes_to_the_backlog() -> None:
    assert find(make_match(), published=date(2003, 8, 28))[0].lane is Lane.BACKLOG


@pytest.mark.parametrize("factuality", [Factuality.DEMANDED, Factuality.DENIED, Factuality.PAST])
def test_demands_denials_and_look_backs_raise_nothing(factuality: Factuality) -> None:
    assert find(make_match(factuality=factuality)) == ()


def test_both_directions_at_once_are_mixed() -> None:
    found = find(make_match(), make_match(toward=Toward.REGRESSION))
    assert found[0].heading is Heading.MIXED


def test_a_reprint_raises_no_second_flag() -> None:
    flags = raise_first(make_match())
    assert decide_new(find(make_match()), flags, OCCASION, next_number=2) == ()


def test_another_case_ending_is_still_a_reprint() -> None:
    flags = raise_first(make_match(quote="Жакиянова освободили"))
    again = find(make_match(quote="Жакиянов освобождён"))
    assert decide_new(again, flags, OCCASION, next_number=2) == ()


def test_the_same_words_about_another_person_raise_a_flag() -> None:
    flags = raise_first(make_match(quote="freed Zhakiyanov"))
    intents = decide_new(find(make_match(quote="freed Duvanov")), flags, OCCASION, next_number=2)
    assert [(i.what, i.flag.number) for i in intents] == [("raised", 2)]


def test_the_same_act_in_another_word_is_no_news() -> None:
    flags = raise_first(make_match(quote="Zhakiyanov released"))
    again = find(make_match(quote="Zhakiyanov freed"))
    assert decide_new(again, flags, OCCASION, next_number=2) == ()


def test_another_direction_in_the_same_story_raises_a_flag_that_says_so() -> None:
    flags = raise_first(make_match())
    turned = find(make_match(toward=Toward.REGRESSION))
    assert "another direction" in decide_new(turned, flags, OCCASION, next_number=2)[0].flag.reason


def test_what_was_planned_and_has_happened_is_a_difference() -> None:
    planned = find(make_match(factuality=Factuality.PLANNED))[0]
    happened = find(make_match())[0]
    assert difference(planned.key, happened.key) == "what was planned has happened"


def test_an_edited_page_that_says_the_same_keeps_its_answer() -> None:
    flags = tuple(replace(f, state=FlagState.ANSWERED) for f in raise_first(make_match()))
    intents = decide_version(
        find(make_match()), flags, flags, OCCASION, next_number=2, completed=False
    )
    assert [(i.what, i.flag.state, i.flag.document_id) for i in intents] == [
        ("noted", FlagState.ANSWERED, "d2")
    ]


def test_an_edited_page_that_turns_round_reopens_the_flag() -> None:
    flags = tuple(replace(f, state=FlagState.ANSWERED) for f in raise_first(make_match()))
    turned = find(make_match(toward=Toward.REGRESSION))
    intents = decide_version(turned, flags, flags, OCCASION, next_number=2, completed=False)
    assert [(i.what, i.flag.state, i.flag.heading) for i in intents] == [
        ("reopened", FlagState.WAITING, Heading.REGRESSION)
    ]


def test_words_that_vanish_reopen_the_flag_on_the_version_that_said_them() -> None:
    flags = raise_first(make_match())
    intents = decide_version((), flags, flags, OCCASION, next_number=2, completed=False)
    assert [(i.what, i.flag.document_id) for i in intents] == [("reopened", "d1")]


def test_a_page_taken_away_reopens_its_flags() -> None:
    flags = tuple(replace(f, state=FlagState.ANSWERED) for f in raise_first(make_match()))
    gone = decide_gone(flags, date(2026, 3, 1))
    assert [(i.what, i.flag.state) for i in gone] == [("reopened", FlagState.WAITING)]
