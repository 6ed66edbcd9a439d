"""A flag with all that belongs to it."""

from dataclasses import replace
from datetime import timedelta

from monitor.flagviews import Remembered, assemble, standing_answer, telling_matches
from rules.records import Factuality
from storage.records import Answer, FlagEvent, Review
from tests.monitor.flagging import (
    AT,
    make_document,
    make_flag,
    make_guide,
    make_match,
    make_view,
)


def make_review(number: int, answer: Answer) -> Review:
    return Review(
        number=number,
        flag=1,
        answer=answer,
        note="seen the ruling",
        reviewer="aru",
        at=AT + timedelta(hours=number),
    )


def test_why_names_the_rule_the_words_and_the_tier() -> None:
    (why,) = make_view().why
    assert why == (
        "Rule KZ-ZHA-1/released found “освободил” for @release: progress on “The editor is "
        "free”, rung “released”; told as done; independent media."
    )


def test_each_word_of_a_concept_carries_its_english_meaning() -> None:
    assert make_view().glosses == (("освободил", "to set free"),)


def test_words_inside_longer_words_are_not_glossed_again() -> None:
    match = make_match()
    (one,) = match.evidence
    inside = replace(one, end=one.end - 1, quote=one.quote[:-1])
    known = Remembered(document=make_document(), matches=(replace(match, evidence=(one, inside)),))
    view = assemble(make_flag(), known, make_guide())
    assert view.glosses == (("освободил", "to set free"),)


def test_actual_matches_hide_planned_ones() -> None:
    planned = make_match(factuality=Factuality.PLANNED)
    assert telling_matches(make_flag(), [planned, make_match()]) == (make_match(),)


def test_a_flag_without_actual_matches_rests_on_planned_ones() -> None:
    planned = make_match(factuality=Factuality.PLANNED)
    past = make_match(factuality=Factuality.PAST)
    assert telling_matches(make_flag(), [past, planned]) == (planned,)


def test_matches_of_other_recommendations_are_left_out() -> None:
    assert telling_matches(make_flag(), [make_match(recommendation="KZ-TRE-1")]) == ()


def test_a_source_that_left_the_catalogue_is_named_by_its_id() -> None:
    document = make_document()
    guide = type(make_guide())(register=make_guide().register)
    view = assemble(make_flag(), Remembered(document=document, matches=(make_match(),)), guide)
    assert (view.source_name, view.tier) == ("herald", "source unknown")


def test_a_recommendation_that_left_the_register_does_not_hide_its_flag() -> None:
    view = make_view(recommendation="GONE-1")
    assert view.recommendation is None and view.passages


def test_history_holds_runs_and_people_in_the_order_of_time() -> None:
    event = FlagEvent(flag=1, run_id="run1", at=AT, what="raised", reason="first seen")
    known = Remembered(
        document=make_document(),
        matches=(make_match(),),
        events=(event,),
        reviews=(make_review(1, Answer.UNSURE), make_review(2, Answer.PROGRESS)),
    )
    view = assemble(make_flag(), known, make_guide())
    assert [line.what for line in view.history] == ["raised", "unsure", "progress"]


def test_an_undo_leaves_the_answer_before_it_standing() -> None:
    given = [Answer.PROGRESS, Answer.REGRESSION, Answer.UNDO]
    reviews = [make_review(number, answer) for number, answer in enumerate(given, 1)]
    standing = standing_answer(reviews)
    assert standing is not None and standing.answer is Answer.PROGRESS
