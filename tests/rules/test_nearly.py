"""Near matches: what is there, and the one piece that is not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.explain import explain
from rules.matcher import Matcher
from rules.nearly import GapKind, NearMatch, together
from rules.reasons import gap_said, near_said, short_gloss
from rules.records import Toward
from tests.rules.books import SIGNALS, make_document, make_matcher

WORDS = ("released", "arrested", "politician", "Zhakiyanov", "will", "not", ".", "\n", "rain", "?")


def nearly(matcher: Matcher, text: str, title: str = "") -> dict[str, NearMatch]:
    found = explain(matcher, make_document(text, title=title))
    return {near.signal: near for near in found.nearly}


def test_a_missing_concept_is_named_with_its_gloss(matcher: Matcher) -> None:
    near = nearly(matcher, "The court released him.")["freed"]
    assert near_said(near) == (
        "has “released” (to set free); nothing in the same sentence says “a politician” "
        "(@politician) or “Galymzhan Zhakiyanov” (@zhakiyanov)"
    )


def test_what_stands_in_another_sentence_is_quoted(matcher: Matcher) -> None:
    near = nearly(matcher, "He was released. The politician spoke.")["freed"]
    assert gap_said(near.gaps[0]) == (
        "“politician” for “a politician” (@politician) is there, but not in the same sentence"
    )


def test_words_too_far_apart_are_said(matcher: Matcher) -> None:
    text = "Arrested at two in the morning in a village by the old border was a politician."
    near = nearly(matcher, text)["held"]
    assert near.gaps[0].kind is GapKind.FAR
    said = gap_said(near.gaps[0])
    assert said == "“Arrested” and “politician” do not stand within 8 words"


def test_what_a_not_names_rules_it_out(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@arrest NEAR/8 (", "@arrest AND NOT @release AND (")
    near = nearly(make_matcher(tmp_path, signals=signals), "Police arrested a freed politician.")
    assert gap_said(near["held"].gaps[0]) == (
        "ruled out by “freed” (to set free) in the same sentence"
    )


def test_what_rules_out_is_said_to_stand_where_the_not_looks(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@arrest NEAR/8 (", "SENT(@arrest) AND NOT TITLE(@release) AND SENT(")
    found = nearly(make_matcher(tmp_path, signals=signals), "Politician arrested.", title="Freed")
    assert gap_said(found["held"].gaps[0]) == "ruled out by “Freed” (to set free) in the title"


def test_the_scope_that_lacks_a_piece_is_named(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@arrest NEAR/8 (", "TITLE(@arrest) AND LEAD(")
    near = nearly(make_matcher(tmp_path, signals=signals), "A politician spoke.", title="News")
    assert gap_said(near["held"].gaps[0]) == "nothing in the title says “to detain” (@arrest)"


def test_a_signal_that_lacks_two_pieces_is_not_near(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@arrest NEAR/8 (", "@arrest AND @release AND (")
    assert "held" not in nearly(make_matcher(tmp_path, signals=signals), "A politician spoke.")


def test_a_signal_that_matches_is_not_near(matcher: Matcher) -> None:
    assert "freed" not in nearly(matcher, "The court released the politician.")


def test_an_act_that_is_there_tells_more_than_a_name(matcher: Matcher) -> None:
    found = explain(matcher, make_document("The politician spoke. A thief was arrested.")).nearly
    assert [near.has_act for near in found] == sorted((n.has_act for n in found), reverse=True)


def test_signals_that_lack_another_piece_each_are_told_as_one(tmp_path: Path) -> None:
    held = SIGNALS[SIGNALS.index("  - id: held") :]
    more = held.replace("id: held", "id: seized").replace(
        "(@politician OR @zhakiyanov)", "@release"
    )
    matcher = make_matcher(tmp_path, signals=SIGNALS + more)
    near = explain(matcher, make_document("He was arrested."), "T-1").nearly
    (one,) = (n for n in together(near) if n.toward is Toward.REGRESSION)
    assert one.signal == "held, seized"
    assert {name for name, _ in one.gaps[0].pieces} == {"@politician", "@zhakiyanov", "@release"}


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_near_and_matched_are_never_one(matcher: Matcher, words: list[str]) -> None:
    document = make_document(" ".join(words))
    found = explain(matcher, document)
    satisfied = {signal.signal for signal in found.signals if signal.findings}
    near = {one.signal for one in found.nearly}
    assert satisfied.isdisjoint(near)
    assert all(one.words in document.text for near in found.nearly for one in near.found)


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.lists(st.sampled_from(WORDS), max_size=5))
def test_every_verdict_has_words(matcher: Matcher, body: list[str], title: list[str]) -> None:
    document = make_document(" ".join(body), title=" ".join(title).replace("\n", " "))
    for signal in explain(matcher, document).signals:
        for finding in signal.findings:
            assert finding.factuality_why.startswith("read as ") and finding.place_why
            assert finding.counts or finding.why_not


@pytest.mark.parametrize(
    ("gloss", "short"),
    [
        ("to set free", "to set free"),
        ("a rally, picket, march, demonstration, hunger strike", "a rally"),
        ("for, or over, a protest, as the reason of a punishment", "for, or over"),
    ],
)
def test_a_long_gloss_is_told_by_its_beginning(gloss: str, short: str) -> None:
    assert short_gloss(gloss) == short
