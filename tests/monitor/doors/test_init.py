"""`recwatch init`, without a terminal."""

from pathlib import Path

import pytest

from monitor.settings import read_settings
from tests.monitor.doors.said import Command


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REGISTER", "SUBSCRIBER", "REVIEWER"):
        monkeypatch.delenv(f"RECWATCH_{name}", raising=False)


def test_without_a_contact_nothing_is_written(recwatch: Command, home: Path) -> None:
    said = recwatch("init")
    assert (said.code, (home / "settings.toml").exists()) == (2, False)
    assert "contact" in said.err


def test_a_neutral_contact_is_chosen_on_purpose(recwatch: Command) -> None:
    assert recwatch("init", "--neutral").code == 0
    assert read_settings().contact == "reader"


def test_what_was_given_is_what_is_read(recwatch: Command) -> None:
    words = ("--contact", 'Team "x" \\ [a] <a@b.org>', "--zone", "Asia/Almaty")
    recwatch("init", *words, "--night-at", "03:15", "--mail-host", "mail.example.org")
    settings = read_settings()
    assert settings.contact == 'Team "x" \\ [a] <a@b.org>'
    assert (settings.zone, f"{settings.night_at:%H:%M}") == ("Asia/Almaty", "03:15")
    assert settings.smtp_host == "mail.example.org"


def test_settings_are_never_overwritten(recwatch: Command, home: Path) -> None:
    home.mkdir(parents=True)
    (home / "settings.toml").write_text('contact = "mine"\n')
    said = recwatch("init", "--neutral")
    assert (said.code, (home / "settings.toml").read_text()) == (2, 'contact = "mine"\n')
    assert "left as it is" in said.err


def test_a_zone_that_is_none_writes_nothing(recwatch: Command, home: Path) -> None:
    said = recwatch("init", "--neutral", "--zone", "Mars/Olympus")
    assert (said.code, (home / "settings.toml").exists()) == (2, False)
    assert "expected a time zone" in said.err


def test_the_file_is_readable_by_its_owner_alone(recwatch: Command, home: Path) -> None:
    recwatch("init", "--neutral")
    assert (home / "settings.toml").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_line_s_end_in_a_contact_makes_no_second_setting(recwatch: Command) -> None:
    recwatch("init", "--contact", 'x"\nproxy = "http://127.0.0.1:1')
    assert read_settings().proxy == ""
