"""`recwatch rules try` and `rules history` as a person types them."""

from pathlib import Path

import pytest

from storage.contract import Store
from storage.records import Answer, Changes
from tests.factories import make_review
from tests.monitor.doors.said import Command
from tests.monitor.flagging import make_document, make_flag, make_store


@pytest.fixture
def store(store: Store) -> Store:
    """Two documents that name no country, and two of a source that covers one."""
    told = tuple(make_document(number, country="KZ") for number in (3, 4))
    store.apply(Changes(documents=told))
    return store


@pytest.fixture
def wider(rulebook: Path, tmp_path: Path) -> Path:
    """A copy of the rule that is satisfied by any release."""
    text = (rulebook / "registers/tiny/KZ-ZHA-1.yml").read_text(encoding="utf-8")
    path = tmp_path / "wider.yml"
    path.write_text(text.replace("SENT(@release NEAR/6 @editor)", "SENT(@release)"), "utf-8")
    return path


@pytest.fixture
def narrower(rulebook: Path, tmp_path: Path) -> Path:
    text = (rulebook / "registers/tiny/KZ-ZHA-1.yml").read_text(encoding="utf-8")
    path = tmp_path / "narrower.yml"
    path.write_text(text.replace("@release NEAR/6 @editor", "@release NEAR/6 bicycle"), "utf-8")
    return path


def test_it_says_what_the_change_would_have_flagged(
    recwatch: Command, store: Store, narrower: Path
) -> None:
    said = recwatch("rules", "try", str(narrower))
    assert said.code == 0, said.err
    sentence = "would have flagged 0 of the last night's 4 documents: 0 new, 2 gone."
    assert sentence in said.out
    assert "  KZ-ZHA-1: Суд освободил редактора (ru, 2026-11-22)" in said.out
    assert "was: released: progress" in said.out and "[освободил] [редактора]" in said.out
    assert "https://herald.example/3" in said.out


def test_a_program_is_given_rows_and_counts(
    recwatch: Command, store: Store, narrower: Path
) -> None:
    found = recwatch("rules", "try", str(narrower), "--json").json
    assert found["total"] == {"flagged": 0, "changed": {"new": 0, "gone": 2, "otherwise": 0}}
    assert [row["what"] for row in found["rows"]] == ["gone", "gone"]
    assert found["nights"] == ["2026-11-23"] and found["is_whole"]


def test_trying_writes_nothing(recwatch: Command, store: Store, narrower: Path, home: Path) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*.yml")}
    counts = store.counts("run1")
    recwatch("rules", "try", str(narrower))
    assert {path: path.read_bytes() for path in home.rglob("*.yml")} == before
    assert store.counts("run1") == counts and store.rule_sets() == ()


def test_a_fault_of_the_file_is_told_as_check_tells_it(
    recwatch: Command, store: Store, narrower: Path
) -> None:
    text = narrower.read_text(encoding="utf-8").replace("NEAR/6 bicycle", "NEAR/6 @nothing")
    narrower.write_text(text, encoding="utf-8")
    said = recwatch("rules", "try", str(narrower))
    assert said.code == 2
    assert f"{narrower}:13:" in said.err and "'nothing' is not a concept" in said.err


def test_a_rule_that_is_in_place_already_is_no_change(
    recwatch: Command, store: Store, rulebook: Path
) -> None:
    said = recwatch("rules", "try", str(rulebook / "registers/tiny/KZ-ZHA-1.yml"))
    assert said.code == 0 and "alters no verdict" in said.err


def test_without_a_night_there_is_nothing_to_hold_it_against(
    recwatch: Command, wider: Path
) -> None:
    said = recwatch("rules", "try", str(wider))
    assert said.code == 2 and "no night has run" in said.err


def test_concepts_are_tried_as_a_file_of_their_own(
    recwatch: Command, store: Store, tmp_path: Path
) -> None:
    words = "concepts:\n  release:\n    gloss: to set free\n    kind: act\n    forms:\n"
    words += '      en: ["let go"]\n      ru: [выпусти*]\n      kk: [жібер*]\n'
    (tmp_path / "words.yml").write_text(words, encoding="utf-8")
    said = recwatch("rules", "try", str(tmp_path / "words.yml"))
    assert "0 of the last night's 4 documents: 0 new, 2 gone" in said.out, said.err


def test_history_says_which_rules_judged_and_what_is_not_known(
    recwatch: Command, store: Store
) -> None:
    said = recwatch("rules", "history", "KZ-ZHA-1")
    assert said.out.splitlines()[:2] == [
        "Rules unnamed, 2026-11-23 (1 run)",
        "  Raised 2 flags of it, the last on 2026-11-23.",
    ]
    assert "was not kept" in said.out
    (only,) = recwatch("rules", "history", "KZ-ZHA-1", "--json").json
    assert (only["kept"], only["flags"], only["changed"]) == (False, 2, None)


def test_history_without_a_night_is_said_in_a_sentence(recwatch: Command, home: Path) -> None:
    assert "No night has run yet" in recwatch("rules", "history").err
    assert not home.exists()


def test_lint_tells_what_reviewers_reject(recwatch: Command, store: Store) -> None:
    numbers = range(11, 17)
    make_store(*(make_flag(number) for number in numbers), store=store)
    for number in numbers:
        store.add_review(make_review(number, Answer.NOT_RELEVANT))
    said = recwatch("rules", "lint")
    assert said.code == 1
    assert "reviewers rejected 6 of 6 flags of KZ-ZHA-1/released (100 %)" in said.out
