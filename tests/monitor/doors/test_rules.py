"""`recwatch rules` as a person types it."""

import json
from pathlib import Path

from tests.monitor.doors.said import Command


def _edit(rulebook: Path, old: str, new: str, file: str = "registers/tiny/KZ-ZHA-1.yml") -> None:
    path = rulebook / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_sound_rules_lint_without_a_word_of_warning(recwatch: Command) -> None:
    said = recwatch("rules", "lint")
    assert (said.out, said.code) == ("", 0)


def test_warnings_stand_under_their_file_with_a_remedy(recwatch: Command, rulebook: Path) -> None:
    _edit(rulebook, "SENT(@release NEAR/6 @editor)", "TITLE(@release) AND @editor")
    said = recwatch("rules", "lint")
    file, message, remedy = said.out.splitlines()[:3]
    assert said.code == 1 and file.endswith("KZ-ZHA-1.yml (1)")
    assert message.startswith("  13: KZ-ZHA-1/released: @editor stands beside a scope")
    assert remedy.startswith("      put it into SENT()")
    assert recwatch("rules", "lint", "--json").json[0]["line"] == 13


def test_a_corpus_shows_what_never_fires(recwatch: Command, tmp_path: Path) -> None:
    document = {"id": 1, "title": "", "text": "The court has freed the editor.", "country": "KZ"}
    (tmp_path / "d.jsonl").write_text(json.dumps(document), encoding="utf-8")
    said = recwatch("rules", "lint", "--corpus", str(tmp_path / "d.jsonl"))
    assert "KZ-ZHA-1/arrested was satisfied nowhere in 1 documents" in said.out
    assert "released" not in said.out


def test_a_corpus_that_can_not_be_read_ends_with_code_two(
    recwatch: Command, tmp_path: Path
) -> None:
    (tmp_path / "d.jsonl").write_text("{", encoding="utf-8")
    said = recwatch("rules", "lint", "--corpus", str(tmp_path / "d.jsonl"))
    assert said.code == 2 and "d.jsonl:1:1 not JSON" in said.err
    assert recwatch("rules", "lint", "--corpus", "nowhere.jsonl").code == 2


def test_a_new_recommendation_lies_in_the_overlay(recwatch: Command, home: Path) -> None:
    said = recwatch("rules", "new", "KZ-NEW-1")
    path = home / "registers" / "tiny" / "KZ-NEW-1.yml"
    assert said.code == 0 and path.read_text(encoding="utf-8").startswith("# A recommendation")
    assert "KZ-NEW-1.yml:8:7 asks: expected a text" in recwatch("check").err


def test_a_recommendation_that_is_there_is_not_written_over(recwatch: Command, home: Path) -> None:
    assert recwatch("rules", "new", "KZ-ZHA-1").code == 2
    assert recwatch("rules", "new", "../KZ-NEW-1").code == 2
    assert not home.exists()
