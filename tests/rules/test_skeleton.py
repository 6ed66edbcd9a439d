"""A new recommendation's file: only its blanks are wrong, and filled in it loads."""

from pathlib import Path

import pytest

from rules.compiler import compile_rulebook
from rules.examples import check_examples
from rules.register import Rulebook, read_rulebook
from rules.skeleton import BLANK, BadNameError, skeleton
from tests.rules.books import write_book

FILLED = {
    "heading": '"A heading"',
    "position": "7",
    "addressees": "[gov]",
    "asks": '"Let them go."',
    "whole": '"All of it"',
    "ladder": "prisoner",
}
WHEN = {"carried-out": "@release NEAR/9 @politician", "broken": "@arrest NEAR/9 @politician"}
TEXTS = {
    "carried-out": {
        "en": "The politician was freed.",
        "ru": "Политика освободили.",
        "kk": "Саясаткер босатылды.",
    },
    "broken": {
        "en": "The politician was arrested.",
        "ru": "Политика арестовали.",
        "kk": "Саясаткерді ұстады.",
    },
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    (tmp_path / "shipped").mkdir()
    return write_book(tmp_path / "shipped")


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "overlay"
    (folder / "registers" / "tiny").mkdir(parents=True)
    return folder


def _book(shipped: Path) -> Rulebook:
    rulebook, _ = read_rulebook("tiny", shipped=shipped)
    assert rulebook is not None
    return rulebook


def _filled(text: str) -> str:
    """The skeleton as somebody has filled it in."""
    lines, signal = [], ""
    for line in text.splitlines():
        key = line.strip().partition(":")[0]
        signal = line.split(": ")[1] if "- id: " in line else signal
        if key in FILLED and BLANK in line:
            line = f"{line.partition(':')[0]}: {FILLED[key]}"
        elif key == "when":
            line = f'    when: "{WHEN[signal]}"'
        elif BLANK in line and "lang:" in line:
            language = line.split("lang: ")[1][:2]
            text = TEXTS[signal][language] if "gives: true" in line else "It rained."
            line = line.replace(BLANK, f'"{text}"')
        lines.append(line)
    return "\n".join(lines)


def test_only_the_blanks_are_wrong(shipped: Path, overlay: Path) -> None:
    text = skeleton(_book(shipped), "T-2")
    (overlay / "registers" / "tiny" / "T-2.yml").write_text(text, encoding="utf-8")
    _, complaints = read_rulebook("tiny", overlay, shipped=shipped)
    blanks = {n for n, line in enumerate(text.splitlines(), 1) if f": {BLANK}" in line}
    blanks |= {n for n, line in enumerate(text.splitlines(), 1) if line.startswith("addressees")}
    assert {complaint.place.line for complaint in complaints} == blanks
    assert all("expected a text, found nothing" in c.message for c in complaints)


def test_filled_in_it_loads_after_what_ships(shipped: Path, overlay: Path) -> None:
    text = _filled(skeleton(_book(shipped), "T-2"))
    (overlay / "registers" / "tiny" / "T-2.yml").write_text(text, encoding="utf-8")
    rulebook, complaints = read_rulebook("tiny", overlay, shipped=shipped)
    assert complaints == () and rulebook is not None
    assert [one.id for one in rulebook.register.recommendations] == ["T-1", "T-2"]
    assert check_examples(compile_rulebook(rulebook), ["T-2"]) == ()


@pytest.mark.parametrize("name", ["", "../x", "a b", "T-1", "x" * 41, "ы"])
def test_what_can_be_no_name_is_refused(shipped: Path, name: str) -> None:
    with pytest.raises(BadNameError):
        skeleton(_book(shipped), name)
