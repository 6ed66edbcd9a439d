"""A run over a small rulebook: its pairs, the reasons of its mistakes, and what it changed."""

import json
from dataclasses import replace
from datetime import date

import pytest

from monitor.backtest.records import Case, Expected, Outcome
from monitor.backtest.run import Backtest, Mistake, backtest
from monitor.backtest.saved import as_saved, compare, read_saved, saved_as_json
from rules.complaints import BadFiles
from rules.matcher import Matcher
from tests.rules.books import make_document, make_matcher

FREED = "The court released the politician."
HELD = "Police detained the politician."


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("tiny"))


def run(matcher: Matcher, *cases: tuple[str, Expected | None]) -> Backtest:
    """A run over texts with what is expected of each; their ids count from 0."""
    made = []
    for number, (text, expected) in enumerate(cases):
        pairs = () if expected is None else (("T-1", expected),)
        document = make_document(text, title=f"Title {number}", published=date(2006, 1, 14))
        made.append(Case(document=replace(document, id=str(number)), pairs=pairs))
    return backtest(matcher, made)


def mistake(matcher: Matcher, text: str, expected: Expected | None) -> Mistake:
    (one,) = run(matcher, (text, expected)).mistakes
    return one


def test_what_is_answered_as_expected_is_no_mistake(matcher: Matcher) -> None:
    made = run(matcher, (FREED, Expected.PROGRESS), (HELD, Expected.REGRESSION), ("Rain.", None))
    assert made.mistakes == ()
    assert [pair.outcome for pair in made.pairs] == [Outcome.FOUND, Outcome.FOUND]


def test_a_false_alarm_shows_its_words_and_how_they_were_read(matcher: Matcher) -> None:
    one = mistake(matcher, FREED, None)
    assert one.pair.outcome is Outcome.FALSE
    assert one.words == ("“released” (to set free), “politician” (a politician)",)
    assert one.why.startswith("freed (progress): read as done; ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "The court released him.",
            "nothing in the same sentence says “a politician” (@politician)",
        ),
        ("The court will release the politician.", "read as planned because of “will” before it"),
        ("A Russian court released the politician.", "another country's affair"),
        ("In 1999 the court released the politician.", "look back because of “In 1999” before it"),
        ("It rained.", "no signal of it comes near"),
    ],
)
def test_a_miss_says_what_came_nearest(matcher: Matcher, text: str, why: str) -> None:
    one = mistake(matcher, text, Expected.PROGRESS)
    assert one.pair.outcome is Outcome.MISSED and why in one.why


def test_the_wrong_direction_is_found_and_still_a_mistake(matcher: Matcher) -> None:
    one = mistake(matcher, FREED, Expected.REGRESSION)
    assert (one.pair.outcome, one.pair.is_right_way) == (Outcome.FOUND, False)


def test_a_statement_taken_for_an_event_is_listed(matcher: Matcher) -> None:
    assert run(matcher, (FREED, Expected.STATEMENT)).of(Outcome.TAKEN)


def test_the_difference_names_what_was_gained_and_lost(matcher: Matcher) -> None:
    earlier = run(
        matcher, ("Rain.", Expected.PROGRESS), (FREED, Expected.PROGRESS), ("Rain.", None)
    )
    later = run(matcher, (FREED, Expected.PROGRESS), ("Rain.", Expected.PROGRESS), (FREED, None))
    there = compare(as_saved(earlier), as_saved(later))
    back = compare(as_saved(later), as_saved(earlier))
    assert (there.gained, there.lost) == ((("0", "T-1"),), (("1", "T-1"),))
    assert (there.newly_false, back.mended) == ((("2", "T-1"),), (("2", "T-1"),))


def test_a_pair_with_another_label_is_not_compared(matcher: Matcher) -> None:
    earlier = run(matcher, (FREED, Expected.STATEMENT))
    difference = compare(as_saved(earlier), as_saved(run(matcher, (FREED, Expected.PROGRESS))))
    assert (difference.gained, difference.relabelled) == ((), 1)


def test_a_saved_run_reads_back_as_it_was(matcher: Matcher) -> None:
    kept = as_saved(run(matcher, (FREED, Expected.PROGRESS), (HELD, None), ("Rain.", None)))
    assert read_saved(json.dumps(saved_as_json(kept)).encode(), "r.json", "tiny") == kept


def test_a_saved_run_holds_no_text(matcher: Matcher) -> None:
    kept = json.dumps(saved_as_json(as_saved(run(matcher, (FREED, Expected.PROGRESS)))))
    assert "Title" not in kept and "released" not in kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"kind": "x", "version": 1}',
        b'{"kind": "recwatch backtest", "version": 1, "register": "other", "pairs": []}',
        b'{"kind": "recwatch backtest", "version": 1, "register": "tiny", "pairs": [1]}',
    ],
)
def test_what_is_no_saved_run_is_refused_with_its_place(data: bytes) -> None:
    with pytest.raises(BadFiles) as refused:
        read_saved(data, "r.json", "tiny")
    assert str(refused.value).startswith("r.json:1:1 is no saved backtest")
