"""Explanations: what was met, what was not, and how a verdict fell."""

from pathlib import Path

import pytest

from rules.explain import explain
from rules.matcher import Matcher
from tests.rules.books import DULL, FREED_ALONE, HELD_ALONE, NEWS, make_document, make_matcher


def test_a_match_is_explained_by_its_words_and_glosses(matcher: Matcher) -> None:
    document = make_document("The court released the politician on Friday.")
    signal = explain(matcher, document, "T-1").signals[0]
    scope = signal.step.parts[0]
    assert signal.step.met
    assert (scope.parts[0].gloss, scope.parts[0].words) == ("to set free", ("released",))
    assert [finding.reported for finding in signal.findings] == [True]


def test_a_missing_piece_is_crossed(matcher: Matcher) -> None:
    signal = explain(matcher, make_document("The politician spoke."), "T-1").signals[0]
    assert not signal.step.met
    assert [part.met for part in signal.step.parts[0].parts] == [False, True]


def test_a_denied_act_names_its_cue(matcher: Matcher) -> None:
    document = make_document("The court did not release the politician.")
    (finding,) = explain(matcher, document, "T-1").signals[0].findings
    assert (finding.factuality.value, finding.cues) == ("denied", ("not",))


def test_another_country_is_said(matcher: Matcher) -> None:
    document = make_document("A Russian court released the politician.")
    (finding,) = explain(matcher, document, "T-1").signals[0].findings
    assert (finding.inside, finding.reported) == (False, False)
    assert "RU" in finding.place_why


def test_an_empty_document_is_explained(matcher: Matcher) -> None:
    assert explain(matcher, make_document("")).notes


def test_an_unknown_recommendation_is_an_error(matcher: Matcher) -> None:
    with pytest.raises(KeyError):
        explain(matcher, make_document("x"), "T-9")


@pytest.mark.parametrize(
    ("first", "said"),
    [("grounds: [gov]", "read as a ground"), ("", "")],
)
def test_what_the_news_of_a_page_leaves_out_is_said(tmp_path: Path, first: str, said: str) -> None:
    matcher = make_matcher(tmp_path, signals=FREED_ALONE, second=HELD_ALONE, first=first)
    text = f"A politician was freed.\n{DULL}\nBread is dear in Almaty.\nPolice held a politician."
    document = make_document(text.replace("held", "arrested"), published=NEWS)
    (held,) = [one for one in explain(matcher, document, "T-2").signals if one.signal == "held"]
    (finding,) = held.findings
    assert (finding.reported, finding.counts) == (not said, not said)
    assert finding.set_aside.startswith(said)
    assert finding.why_not == finding.set_aside or not said


def test_what_is_quoted_is_what_the_document_says(matcher: Matcher) -> None:
    text = "(Minsk, March 16) - In Kazakhstan police arrested a politician."
    (held,) = [one for one in explain(matcher, make_document(text)).signals if one.findings]
    assert held.findings[0].sentence == text


def test_a_demand_that_yields_says_to_which(tmp_path: Path) -> None:
    matcher = make_matcher(
        tmp_path, signals=HELD_ALONE, second=FREED_ALONE, first="yields_to: [T-2]"
    )
    document = make_document("A politician was freed. Police arrested a politician.")
    (held,) = [one for one in explain(matcher, document, "T-1").signals if one.signal == "held"]
    assert "left to T-2" in held.findings[0].why_not


def test_what_is_explained_as_reported_is_what_matches(matcher: Matcher) -> None:
    text = "Politician released.\nThe politician was not released.\nA politician was freed in 2001."
    document = make_document(text)
    reported = [
        (signal.signal, finding.factuality)
        for signal in explain(matcher, document).signals
        for finding in signal.findings
        if finding.reported
    ]
    assert reported == [(match.signal, match.factuality) for match in matcher.match(document)]


def test_a_crowded_sentence_is_said(matcher: Matcher) -> None:
    notes = explain(matcher, make_document("politician " * 30)).notes
    assert any("left out" in note for note in notes)


VETOED = """
  - id: freed
    clause: out
    toward: progress
    rung: released
    when: "TITLE(@politician) AND SENT(@release) AND NOT (TITLE(@politician) AND NOT SENT(@arrest))"
    examples: EXAMPLES
  - id: held
    clause: out
    toward: regression
    rung: arrested
    when: "@arrest NEAR/8 @politician"
    examples: EXAMPLES
"""


def test_a_veto_that_only_the_body_would_lift_is_crossed(tmp_path: Path) -> None:
    matcher = make_matcher(tmp_path, signals=VETOED)
    lead = "The court released him.\n" + "He left for home. " * 40
    document = make_document(f"{lead}\nHe had been detained in spring.", title="A politician")
    signal = explain(matcher, document, "T-1").signals[0]
    assert not matcher.match(document)
    assert not signal.step.met
    assert [part.met for part in signal.step.parts] == [True, True, False]
