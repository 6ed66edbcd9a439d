"""Settings: from file and environment, secrets from files of their own, nothing unknown."""

from pathlib import Path

import pytest

from monitor.settings import read_settings
from rules.complaints import BadFiles


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECWATCH_HOME", str(tmp_path))
    return tmp_path


def told(bad: BadFiles) -> list[str]:
    return [str(complaint) for complaint in bad.complaints]


def write(home: Path, text: str) -> Path:
    path = home / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mistyped_variable_is_refused_with_its_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECWATCH_ZOEN", "UTC")
    with pytest.raises(BadFiles) as bad:
        read_settings()
    assert "RECWATCH_ZOEN (environment)" in told(bad.value)[0]
    assert "write RECWATCH_ZONE" in told(bad.value)[0]


def test_a_mistyped_variable_and_a_bad_value_are_told_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECWATCH_ZOEN", "UTC")
    monkeypatch.setenv("RECWATCH_WORKERS", "many")
    with pytest.raises(BadFiles) as bad:
        read_settings()
    assert len(bad.value.complaints) == 2


def test_an_unknown_key_of_the_file_is_refused_with_its_line(home: Path) -> None:
    path = write(home, '# mine\ncontact = "x"\nzoen = "UTC"\n')
    with pytest.raises(BadFiles) as bad:
        read_settings()
    assert told(bad.value)[0].startswith(f"{path}:3:8 ")


def test_a_bad_value_of_the_file_is_told_with_its_line(home: Path) -> None:
    path = write(home, 'zone = "Mars/Olympus"\n')
    with pytest.raises(BadFiles) as bad:
        read_settings()
    assert told(bad.value)[0].startswith(f"{path}:1:8 expected a time zone")


def test_a_file_that_is_not_toml_is_told_with_line_and_column(home: Path) -> None:
    path = write(home, 'contact = "x"\nzone = UTC\n')
    with pytest.raises(BadFiles) as bad:
        read_settings()
    assert told(bad.value)[0].startswith(f"{path}:2:8 ")


def test_a_secret_comes_from_a_file_without_its_line_s_end(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "secret").write_text("p ss\n")
    monkeypatch.setenv("RECWATCH_SMTP_PASSWORD_FILE", str(home / "secret"))
    assert read_settings().smtp_password.get_secret_value() == "p ss"


def test_a_variable_goes_before_a_secret_s_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "secret").write_text("sqlite:///a.db")
    monkeypatch.setenv("RECWATCH_DATABASE_FILE", str(home / "secret"))
    monkeypatch.setenv("RECWATCH_DATABASE", "sqlite:///b.db")
    assert read_settings().database == "sqlite:///b.db"


def test_a_secret_s_file_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECWATCH_SMTP_PASSWORD_FILE", "/nowhere/secret")
    with pytest.raises(BadFiles, match="RECWATCH_SMTP_PASSWORD_FILE"):
        read_settings()


def test_settings_never_show_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECWATCH_SMTP_PASSWORD", "hunter2")
    assert "hunter2" not in repr(read_settings())


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/localtime", "Mars/Olympus", "\x00"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(BadFiles):
        read_settings(zone=zone)


@pytest.mark.parametrize("hour", ["25:00", "02:30+01:00", "night"])
def test_what_is_no_local_hour_is_refused(hour: str) -> None:
    with pytest.raises(BadFiles):
        read_settings(night_at=hour)
