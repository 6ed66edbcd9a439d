"""The page docs/first-letter.md, typed by its letter in a fresh clone."""

from pathlib import Path

import pytest

from benchmarks.transcript import PAGE, commands, play
from monitor.cli.main import COMMANDS


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_the_page_leads_to_a_letter_and_a_review_page_in_ten_minutes() -> None:
    code, said = play(PAGE)
    assert code == 0, said
    assert "Subject: " in said and "<title>" in said and "all is well" in said


def test_the_page_names_commands_that_there_are() -> None:
    typed = [
        line.split()[1] for line in commands(PAGE.read_text("utf-8")) if "recwatch " in line[:9]
    ]
    assert len(typed) >= 5 and set(typed) <= set(COMMANDS)


def test_the_transcript_is_of_the_page_as_it_stands() -> None:
    transcript = Path(PAGE).with_suffix(".txt").read_text("utf-8")
    typed = [line[2:] for line in transcript.splitlines() if line.startswith("$ ")]
    assert typed == commands(PAGE.read_text("utf-8"))
