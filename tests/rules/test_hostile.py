"""Texts made to be slow or large: matching ends, with work and memory that grow with their length
and are a bounded multiple of what reading an ordinary page of that size takes; quotes are exact.

Work is counted in calls. What a single call may hide (a pattern that backtracks) shows in the
proofs, by the ratio of two times measured in one process.
"""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.matcher import Matcher
from rules.records import Document
from tests.rules.books import make_document
from tests.rules.hostile import (
    ORDINARY,
    UNITS,
    calls_of,
    check_quotes,
    make_hostile,
    matching,
    memory_of,
    reading_whole,
    repeated,
)

# How many times the work, the memory, the time of an ordinary page of the same size.
CALLS_AT_MOST = 100
MEMORY_AT_MOST = 25
TIME_AT_MOST = 60
# What twice the text may cost: it is 2 where work is proportional to length.
GROWTH_AT_MOST = 2.3
SMALL, LARGE = 6_000, 5_000_000

each_unit = pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())


@each_unit
@pytest.mark.parametrize("language", ["en", "ru", "und"])
def test_a_hostile_text_ends(matcher: Matcher, unit: str, language: str) -> None:
    text = repeated(unit, 50_000)
    document = make_document(text, title=text[:5_000], language=language)
    check_quotes(document, matcher.match(document))


@each_unit
@pytest.mark.parametrize("language", ["kk", "und"])
def test_a_hostile_text_takes_a_bounded_multiple_of_the_work(
    shipped: Matcher, unit: str, language: str
) -> None:
    ordinary = calls_of(reading_whole(shipped, _ordinary(SMALL, language)))
    once = calls_of(matching(shipped, make_hostile(repeated(unit, SMALL), language)))
    twice = calls_of(matching(shipped, make_hostile(repeated(unit, 2 * SMALL), language)))
    assert once <= CALLS_AT_MOST * ordinary
    assert twice <= GROWTH_AT_MOST * max(once, ordinary)


@each_unit
def test_a_hostile_title_and_lead_take_no_more(shipped: Matcher, unit: str) -> None:
    text = repeated(unit, SMALL)
    both = make_hostile(text, "ru", title=text.replace("\n", " "))
    ordinary = calls_of(reading_whole(shipped, _ordinary(SMALL, "ru")))
    assert calls_of(matching(shipped, both)) <= CALLS_AT_MOST * ordinary
    check_quotes(both, shipped.match(both))


@each_unit
def test_a_hostile_text_takes_a_bounded_multiple_of_the_memory(shipped: Matcher, unit: str) -> None:
    ordinary = memory_of(reading_whole(shipped, _ordinary(SMALL, "ru")))
    hostile = memory_of(matching(shipped, make_hostile(repeated(unit, SMALL), "ru")))
    assert hostile <= MEMORY_AT_MOST * ordinary


_runs = st.lists(
    st.tuples(st.sampled_from(list(UNITS.values())), st.integers(1, 40)).map(lambda u: u[0] * u[1]),
    max_size=8,
).map("".join)


@given(title=_runs, text=_runs, language=st.sampled_from(["en", "ru", "kk", "und"]))
@settings(deadline=None, max_examples=25)
def test_every_quote_from_a_hostile_text_is_exact(
    shipped: Matcher, title: str, text: str, language: str
) -> None:
    document = make_hostile(text, language, title=title)
    check_quotes(document, shipped.match(document))


@pytest.mark.prove
@each_unit
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_five_megabytes_take_a_bounded_multiple_of_the_time(
    shipped: Matcher, unit: str, language: str
) -> None:
    hostile = make_hostile(repeated(unit, LARGE), language)
    began = time.process_time()
    found = shipped.match(hostile)
    took = time.process_time() - began
    check_quotes(hostile, found)
    read_ordinary = reading_whole(shipped, _ordinary(LARGE, language))
    began = time.process_time()
    read_ordinary()
    assert took <= TIME_AT_MOST * (time.process_time() - began)


def _ordinary(size: int, language: str) -> Document:
    return make_hostile(repeated(ORDINARY.get(language, ORDINARY["ru"]), size), language)
