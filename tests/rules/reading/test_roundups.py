"""Where a text tells several stories, and what one of them says of another: nothing."""

from pathlib import Path

import pytest

from rules.reading.asides import AsideReader
from rules.reading.segments import Segments
from rules.text import fold
from tests.kept import kept_rules
from tests.rules.books import make_document, make_matcher, told

_LONG = "The council of the town met and spoke of roads and of water for two hours"


def _stories(text: str, title: str = "") -> list[str]:
    whole = fold(f"{title}\n{text}")
    segments = Segments(whole, title_end=len(title), asides=AsideReader(kept_rules()[0].asides))
    return [
        whole.cased[start:end].strip(" ;|/\n") for start, end in segments.stories if start < end
    ]


@pytest.mark.parametrize(
    ("title", "text", "stories"),
    [
        ("A day in town", f"{_LONG}. It was late.", []),
        ("A day in town", f"{_LONG}; roads, water; schools.", []),
        ("News digest", "One came. Two left.", ["News digest", "One came.", "Two left."]),
        ("Дайджест", "Один пришёл. Он сел.", ["Дайджест", "Один пришёл. Он сел."]),
        ("Town", "One came. || Two left.", ["Town", "One came.", "Two left."]),
        ("Town", "One came. // Two left.", ["Town", "One came.", "Two left."]),
        ("Town", f"{_LONG}; {_LONG}.", ["Town", _LONG, f"{_LONG}."]),
        ("Town", "See https://town.example//news for all.", []),
    ],
)
def test_a_roundup_is_cut_into_its_stories(title: str, text: str, stories: list[str]) -> None:
    assert _stories(text, title) == stories


def test_a_line_behind_the_lead_makes_no_roundup() -> None:
    assert _stories(f"{_LONG}.\n{_LONG}.\n{_LONG}.\nOne. || Two.", "A day in town") == []


JOINED = """
  - id: freed
    clause: out
    toward: progress
    rung: released
    when: "@release AND @politician"
    examples: EXAMPLES
  - id: held
    clause: out
    toward: regression
    rung: arrested
    when: "LEAD(@arrest AND @politician)"
    examples: EXAMPLES
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Astana an activist spoke. Two men were detained.", [("held", "actual")]),
        ("In Astana an activist spoke. || Two men were detained.", []),
        ("In Astana two men rested. || An activist was detained.", [("held", "actual")]),
        ("In Russia an activist was detained. || In Astana it rained.", []),
    ],
)
def test_one_story_says_nothing_of_another(
    tmp_path: Path, text: str, found: list[tuple[str, str]]
) -> None:
    matcher = make_matcher(tmp_path, signals=JOINED)
    assert told(matcher.match(make_document(text, title="A day"))) == found
