"""What an expression finds: scopes, distances, and the nearest words as evidence."""

from pathlib import Path

import pytest

from rules.matcher import Matcher
from rules.records import Match
from tests.rules.books import SIGNALS, make_document, make_matcher


def _matcher(folder: Path, when: str) -> Matcher:
    usual = '"@release AND (@politician OR @zhakiyanov)"'
    return make_matcher(folder, signals=SIGNALS.replace(usual, f"'{when}'"))


def _freed(matcher: Matcher, text: str, title: str = "") -> list[Match]:
    found = matcher.match(make_document(text, title=title))
    return [match for match in found if match.signal == "freed"]


@pytest.mark.parametrize(
    ("when", "title", "text", "found"),
    [
        ("@release AND @politician", "", "One was freed. A politician spoke.", False),
        ("PARA(@release AND @politician)", "", "One was freed. A politician spoke.", True),
        ("PARA(@release AND @politician)", "", "One was freed.\nA politician spoke.", False),
        ("SENT(@release) AND SENT(@politician)", "", "One was freed.\nA politician spoke.", True),
        ("TITLE(@release)", "Freed", "Nothing.", True),
        ("TITLE(@release)", "Nothing", "Freed.", False),
        ("LEAD(@release)", "Nothing", "Freed.\nB.\nC.", True),
        ("LEAD(@release)", "Nothing", f"A.\n{'It rains. ' * 60}\nFreed today.", False),
        ("@release THEN/3 @politician", "", "They freed a politician.", True),
        ("@release THEN/3 @politician", "", "A politician was freed.", False),
        ("@release NEAR/1 @politician", "", "A politician was freed.", True),
        ("@release NEAR/1 @politician", "", "A politician was then freed.", False),
        ("@release NEAR/9 @politician", "", "Freed. A politician spoke.", False),
        ("@release AND NOT @politician", "", "A politician was freed.", False),
        ("@release AND NOT @politician", "", "A hostage was freed.", True),
        ('"from prison" NEAR/2 @release', "", "He was freed from prison.", True),
        ("hostage* AND @release", "", "The hostages were freed.", True),
        ("(set NEAR/4 loose) NEAR/2 @politician", "", "They set the politician loose.", True),
        ('politic* NEAR/2 "the politician"', "", "They freed the politician.", False),
    ],
)
def test_an_expression_finds_what_it_says(
    tmp_path: Path, when: str, title: str, text: str, found: bool
) -> None:
    assert bool(_freed(_matcher(tmp_path, when), text, title)) is found


def test_the_nearest_words_are_the_evidence(tmp_path: Path) -> None:
    text = "A politician came and went and at last the freed politician left."
    (match,) = _freed(_matcher(tmp_path, "@release NEAR/9 @politician"), text)
    assert [piece.quote for piece in match.evidence] == ["freed", "politician"]
    assert match.evidence[1].start == text.rindex("politician")


def test_evidence_names_the_piece_of_the_signal(tmp_path: Path) -> None:
    (match,) = _freed(_matcher(tmp_path, "hostage* AND @release"), "The hostages were freed.")
    assert [piece.part for piece in match.evidence] == ["hostage*", "@release"]
