"""What loads and is still worth a second look."""

from pathlib import Path

from rules.complaints import Level
from rules.lint import lint
from rules.register import read_rulebook
from tests.rules.books import CONCEPTS, SIGNALS, write_book


def _lint(folder: Path, **rules: str) -> list[str]:
    rulebook, complaints = read_rulebook("tiny", shipped=write_book(folder, **rules))
    assert rulebook is not None
    assert complaints == ()
    found = lint(rulebook)
    assert all(complaint.level is Level.WARNING for complaint in found)
    return [complaint.message for complaint in found]


def test_sound_rules_give_no_warning(tmp_path: Path) -> None:
    assert _lint(tmp_path) == []


def test_a_signal_without_an_act_is_worth_a_look(tmp_path: Path) -> None:
    signals = SIGNALS.replace("@arrest NEAR/8 ", "")
    assert _lint(tmp_path, signals=signals) == ["signal held of T-1 names no act"]


def test_a_short_stem_is_worth_a_look(tmp_path: Path) -> None:
    found = _lint(tmp_path, concepts=CONCEPTS.replace("[ұста*, ", "[ұс*, "))
    assert found == ["the form ұс* of arrest begins many other words"]


def test_a_form_in_two_concepts_is_worth_a_look(tmp_path: Path) -> None:
    found = _lint(tmp_path, concepts=CONCEPTS.replace("[arrest, ", "[arrest, freed, "))
    assert found == ["arrest and release share 1 forms, 'freed' first"]
