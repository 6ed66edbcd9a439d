"""The command line as a person meets it: exit codes, two voices, and what is printed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.checking import complaints
from monitor.cli.gate import told
from monitor.cli.main import COMMANDS, build
from monitor.cli.output import print_rows, say, shown
from monitor.settings import read_settings
from rules.complaints import BadFiles, Complaint, Place
from storage.contract import LeaseHeld, StoreUnusable, UnknownFlag
from storage.records import Holder
from tests.night.commands import keep_rules


def recwatch(
    *words: str, home: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the real command, with the rules kept as any second command finds them."""
    keep_rules(home / "cache")
    return subprocess.run(
        [sys.executable, "-c", "from monitor.cli.main import main; main()", *words],
        input=stdin,
        capture_output=True,
        env=os.environ | {"RECWATCH_HOME": str(home), "NO_COLOR": "1"} | environment,
        timeout=60,
        check=False,
    )


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("RECWATCH_DEBUG", raising=False)
    return tmp_path / "home"


def test_help_names_every_command_and_imports_none(home: Path) -> None:
    script = (
        "import sys; from monitor.cli.main import build\n"
        "try: build().main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in "
        "('scrapy','sqlalchemy','trafilatura','rich','pydantic','pymorphy3')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    *helped, imported = done.stdout.splitlines()
    assert all(any(line.startswith(f"  {name} ") for line in helped) for name in COMMANDS)
    assert imported == "[]"


def test_a_mistyped_command_is_told_its_neighbour(home: Path) -> None:
    done = recwatch("mach", home=home)
    assert done.returncode == 2 and b"Did you mean 'match'?" in done.stderr


def test_a_bad_setting_ends_with_code_two_and_the_place(home: Path) -> None:
    done = recwatch("check", home=home, RECWATCH_WORKERS="many")
    assert done.returncode == 2 and b"RECWATCH_WORKERS" in done.stderr
    assert b"Traceback" not in done.stderr


def test_every_complaint_of_every_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    several = tuple(
        Complaint(place=Place(file=f"{name}.yml", line=3), message="no id", remedy="add one")
        for name in "abc"
    )
    assert told(BadFiles(several)) == 2
    assert capsys.readouterr().err.count("no id") == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreUnusable("the database is damaged"), 2),
        (UnknownFlag(7), 2),
        (LeaseHeld(Holder(host="h", boot_id="b", pid=7, started=0.0)), 3),
        (OSError(28, "No space left on device", "outbox"), 1),
        (RuntimeError("a bug"), 1),
    ],
)
def test_each_error_has_its_code(error: Exception, code: int) -> None:
    assert told(error) == code


def test_an_unexpected_error_is_a_sentence_here_and_a_cause_in_the_log(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(RuntimeError("the bug"))
    said = capsys.readouterr().err
    log = home / "log" / "errors.log"
    assert str(log) in said.replace("\n", "") and "Traceback" not in said
    assert "RuntimeError: the bug" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_debug_shows_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECWATCH_DEBUG", "1")
    with pytest.raises(RuntimeError, match="the bug"):
        told(RuntimeError("the bug"))


def test_a_scraped_title_is_neither_markup_nor_control(capsys: pytest.CaptureFixture[str]) -> None:
    say("[bold red]x[/nonsense] [link=http://evil.example]y[/link] \x1b[2J\u202e")
    said = capsys.readouterr().err
    assert "[/nonsense]" in said and "\x1b[2J" not in said and "\u202e" not in said


def test_a_cell_can_not_break_out_of_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("a", "b"), [("1\t2\n3", "x")])
    assert capsys.readouterr().out == "1 2 3\tx\n"


def test_shown_text_keeps_brackets() -> None:
    assert shown("[a]").plain == "[a]"


def failing(name: str) -> Callable[[], None]:
    def load() -> None:
        place = Place(file=f"{name}.yml")
        raise BadFiles((Complaint(place=place, message="bad", remedy="mend"),))

    return load


def test_check_tells_of_every_part_at_once() -> None:
    settings = read_settings(subscriber="nobody")
    loaders = {name: failing(name) for name in ("rules", "sources")}
    told_of = [complaint.place.file for complaint in complaints(settings, loaders)]
    settings_place = "RECWATCH_SUBSCRIBER (environment or settings.toml)"
    assert told_of == [settings_place, "rules.yml", "sources.yml"]


def test_every_command_in_the_table_is_there() -> None:
    group = build()
    assert list(COMMANDS) == list(group.commands)


def test_settings_that_are_well_pass_without_a_word(home: Path) -> None:
    assert list(complaints(read_settings(), {})) == []
