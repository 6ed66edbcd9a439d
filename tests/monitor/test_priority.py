"""What weighs more comes first, and the sentence tells the sum."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.priority import Weight, weigh
from rules.records import Ladder, Life, LifeState
from spiders.records import Source, Tier
from storage.records import Heading, Lane
from tests.monitor.flagging import make_flag, make_match, make_recommendation, make_source

LADDER = Ladder(id="prisoner", rungs=("reviewed", "eased", "released"), reversals=("arrested",))
SPENT = replace(make_recommendation(), life=Life(state=LifeState.OVERTAKEN))


def weight(**given_: Any) -> Weight:
    fields: dict[str, Any] = {
        "flag": make_flag(),
        "matches": (make_match(),),
        "recommendation": make_recommendation(),
        "ladder": LADDER,
        "sources": (make_source(),),
        "published": date(2026, 11, 1),
    } | given_
    return weigh(fields.pop("flag"), **fields)


def published_by(name: str) -> Source:
    return replace(make_source(name), publisher=name)


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        ({}, {"recommendation": SPENT}),
        ({}, {"recommendation": None}),
        ({}, {"matches": (replace(make_match(), rung="reviewed"),)}),
        ({"matches": (replace(make_match(), rung="arrested"),)}, {"ladder": None}),
        ({"sources": (make_source(tier=Tier.OFFICIAL),)}, {}),
        ({}, {"sources": (make_source(tier=Tier.STATE_MEDIA),)}),
        ({}, {"sources": (None,)}),
        ({"sources": (published_by("a"), published_by("b"))}, {}),
        ({"flag": make_flag(heading=Heading.REGRESSION)}, {}),
        ({"flag": make_flag(lane=Lane.COMING)}, {}),
        ({}, {"published": date(2026, 10, 31)}),
    ],
)
def test_the_weightier_comes_first(heavier: dict[str, Any], lighter: dict[str, Any]) -> None:
    assert weight(**heavier).priority > weight(**lighter).priority


def test_outlets_of_one_publisher_are_one_voice() -> None:
    same = (make_source("a"), make_source("b"))
    assert weight(sources=same).points == weight().points


def test_a_date_in_the_future_does_not_hold_a_flag_at_the_top() -> None:
    assert weight(published=date(2999, 1, 1)) == weight(published=make_flag().raised_at.date())


@given(st.dates() | st.none())
def test_no_date_outweighs_a_point(day: date | None) -> None:
    newest = weight(published=day, recommendation=SPENT)
    assert newest.priority < weight(published=date(1990, 1, 1)).priority


def test_the_sentence_tells_the_sum() -> None:
    assert weight().sentence.startswith(f"Priority {weight().points}: the demand is open (3)")
