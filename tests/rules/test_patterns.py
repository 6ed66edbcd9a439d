"""Patterns: expressions that several rules share under one name."""

from pathlib import Path

import pytest

from rules.register import read_rulebook
from tests.rules.books import SIGNALS, make_document, make_matcher, told, write_book

PATTERNS = """
patterns:
  someone: {gloss: somebody political, when: "@politician OR @zhakiyanov"}
  held: {gloss: somebody is held, when: "@arrest NEAR/8 @someone"}
"""
NAMED = SIGNALS.replace("(@politician OR @zhakiyanov)", "@someone").replace(
    "@arrest NEAR/8 @someone", "@held"
)


def _told(folder: Path, patterns: str) -> str:
    book = write_book(folder, signals=NAMED, patterns=patterns)
    return "\n".join(str(complaint) for complaint in read_rulebook("tiny", shipped=book)[1])


def test_a_rule_reads_a_pattern_as_if_it_were_written_out(tmp_path: Path) -> None:
    matcher = make_matcher(tmp_path, signals=NAMED, patterns=PATTERNS)
    found = matcher.match(make_document("Police arrested the politician."))
    assert told(found) == [("held", "actual")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("@politician OR", "@politican OR", "did you mean politician?"),
        ("@politician OR", "@held OR", "pattern held names itself, at once or through others"),
        ("@arrest NEAR/8 @someone", "@arrest AND @someone", "holds what NEAR cannot take"),
        ("@arrest NEAR/8 @someone", "SENT(@arrest)", "keep AND, NOT and scopes in the rules"),
        ("@arrest NEAR/8", "@arrest NEAR/", "expected a number after NEAR/"),
        ("  held:", "  release:", "release is defined in"),
        ("gloss: somebody is held", "glos: somebody is held", "did you mean gloss?"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    found = _told(tmp_path, PATTERNS.replace(old, new))
    assert words in found
    assert "patterns/tiny.yml:" in found


def test_a_fault_in_a_pattern_that_several_rules_name_is_told_once(tmp_path: Path) -> None:
    found = _told(tmp_path, PATTERNS.replace("@politician OR", "@politican OR")).splitlines()
    assert len(found) == len(set(found))
