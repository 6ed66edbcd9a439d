"""Rules are tested again when their files change, what changed before the rest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.cli.watch import RuleTester, watch
from rules.complaints import BadFiles
from rules.register import Rulebook
from tests.monitor.tiny import loader_of, write_rulebook


class EndOfTest(Exception):
    """Ends a watch, as Ctrl-C does."""


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    folder.mkdir()
    return write_rulebook(folder)


@pytest.fixture
def load(rulebook: Path) -> Callable[[], Rulebook]:
    def loaded() -> Rulebook:
        found = loader_of(rulebook)("tiny", None)
        if found.item is None:
            raise BadFiles(found.errors)
        return found.item

    return loaded


def watched(rulebook: Path, *steps: Callable[[], object]) -> list[list[str]]:
    """The names of the changed files, each time that something was tested."""
    rest = iter(steps)
    tested: list[list[str]] = []

    def wait() -> None:
        step = next(rest, None)
        if step is None:
            raise EndOfTest
        step()

    with pytest.raises(EndOfTest):
        watch([rulebook], lambda paths: tested.append([p.name for p in paths]), wait)
    return tested


def edited(file: Path, old: str, new: str) -> Callable[[], object]:
    def edit() -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def test_a_change_is_tested_once(rulebook: Path) -> None:
    file = rulebook / "registers" / "tiny" / "KZ-ZHA-1.yml"
    steps = (lambda: None, edited(file, "the driver", "the old driver"), lambda: None)
    assert watched(rulebook, *steps) == [[], ["KZ-ZHA-1.yml"]]


def test_files_that_come_and_go_are_changes(rulebook: Path) -> None:
    file = rulebook / "concepts" / "more.yml"
    steps = (lambda: file.write_text("concepts: {}"), lambda: file.unlink())
    assert watched(rulebook, *steps) == [[], ["more.yml"], ["more.yml"]]


def test_what_changed_is_told_before_the_rest(rulebook: Path, load: Callable[[], Rulebook]) -> None:
    said: list[str] = []
    RuleTester(load, said.append).test([rulebook / "registers" / "tiny" / "KZ-ZHA-1.yml"])
    assert said == [
        "changed: KZ-ZHA-1.yml",
        "KZ-ZHA-1: every example holds.",
        "All examples hold.",
    ]


def test_a_failing_example_and_a_broken_file_are_told_and_watching_goes_on(
    rulebook: Path, load: Callable[[], Rulebook]
) -> None:
    file = rulebook / "registers" / "tiny" / "KZ-ZHA-1.yml"
    said: list[str] = []
    tester = RuleTester(load, said.append)
    edited(file, "freed the editor", "met the editor")()
    tester.test([])
    assert "released does not give this example" in said[0] and said[-1] == "1 examples fail."
    file.write_text("id: [", encoding="utf-8")
    tester.test([])
    assert any("is not YAML" in sentence for sentence in said)
