"""The doctor's probes of clock, disk, ways out, nights and backups."""

import os
import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.doctor.clock import probe_clock, probe_zone
from monitor.doctor.encryption import probe_encryption
from monitor.doctor.network import probe_names, probe_proxy
from monitor.doctor.nights import probe_backups, probe_nights
from monitor.doctor.verdict import Level
from storage.records import RunState
from tests.factories import make_run

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def test_a_clock_before_this_program_was_made_is_broken() -> None:
    """Row 74."""
    assert probe_clock(datetime(1970, 1, 1, tzinfo=UTC), None).level is Level.FAIL


def test_a_run_that_began_in_the_future_makes_the_clock_doubtful() -> None:
    """Row 74."""
    assert probe_clock(NOW, NOW + timedelta(hours=3)).level is Level.WARN


def test_a_plausible_clock_is_well() -> None:
    assert probe_clock(NOW, NOW - timedelta(hours=3)).level is Level.OK


def test_a_zone_that_nobody_chose_comes_with_the_line_to_write() -> None:
    verdict = probe_zone(ZoneInfo("Asia/Almaty"), "", NOW)
    assert 'zone = "Asia/Almaty"' in verdict.cure


def device(folder: Path, home: Path) -> Path:
    number = home.stat().st_dev
    made = folder / f"{os.major(number)}:{os.minor(number)}"
    made.mkdir(parents=True)
    return made


def test_a_disk_over_an_encrypted_one_is_encrypted(tmp_path: Path) -> None:
    top, below = device(tmp_path / "block", tmp_path), tmp_path / "dm-0"
    (below / "dm").mkdir(parents=True)
    (below / "dm" / "uuid").write_text("CRYPT-LUKS2-1234\n")
    (top / "slaves").mkdir()
    (top / "slaves" / "dm-0").symlink_to(below)
    assert probe_encryption(tmp_path, tmp_path / "block").level is Level.OK


def test_a_plain_disk_is_doubtful(tmp_path: Path) -> None:
    device(tmp_path / "block", tmp_path)
    verdict = probe_encryption(tmp_path, tmp_path / "block")
    assert (verdict.level, verdict.finding) == (Level.WARN, "the disk is not encrypted")


def test_a_disk_that_can_not_be_told_is_said_so(tmp_path: Path) -> None:
    assert "can't be told" in probe_encryption(tmp_path, tmp_path / "nothing").finding


def test_a_disk_that_may_not_be_asked_for_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs without rights; root, who may run this, is refused nothing."""

    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    block = tmp_path / "block"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "resolve", refused)
        number = tmp_path.stat().st_dev
        (block / f"{os.major(number)}:{os.minor(number)}").mkdir(parents=True)
        found = probe_encryption(tmp_path, block).finding
    assert "can't be told" in found


def test_names_that_are_not_found_are_broken() -> None:
    def ask(name: str) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    assert "Name or service not known" in probe_names(ask).finding


def test_names_that_are_found_are_well() -> None:
    assert probe_names(lambda name: "192.0.2.1").level is Level.OK


def test_a_proxy_that_does_not_answer_is_broken() -> None:
    """Row 33."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert probe_proxy(f"http://127.0.0.1:{port}", 3).level is Level.FAIL


def test_a_proxy_that_answers_is_well() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        assert probe_proxy(f"http://127.0.0.1:{door.getsockname()[1]}", 3).level is Level.OK


def test_sources_by_proxy_without_one_are_counted() -> None:
    assert "3 sources" in probe_proxy("", 3).finding


@pytest.mark.parametrize(
    ("hours", "level"), [(-9, Level.OK), (1, Level.OK), (35, Level.OK), (37, Level.WARN)]
)
def test_a_last_night_too_long_ago_is_doubtful(hours: int, level: Level) -> None:
    ended = NOW - timedelta(hours=hours)
    run = make_run(1, finished_at=ended, state=RunState.FINISHED)
    assert probe_nights([run], NOW).level is level


def test_nights_that_are_cut_short_again_and_again_are_doubtful() -> None:
    cut = [make_run(n, state=RunState.INTERRUPTED) for n in range(2, 6)]
    well = make_run(1, finished_at=NOW, state=RunState.FINISHED)
    assert "4 of the last 10" in probe_nights([*cut, well], NOW).finding


def test_no_night_at_all_comes_with_the_command() -> None:
    assert "recwatch run" in probe_nights([], NOW).cure


def test_no_backup_comes_with_the_command(tmp_path: Path) -> None:
    assert "recwatch db backup" in probe_backups(tmp_path / "backups", NOW).cure


@pytest.mark.parametrize(("days", "level"), [(1, Level.OK), (9, Level.WARN), (-2, Level.OK)])
def test_an_old_backup_is_doubtful(tmp_path: Path, days: int, level: Level) -> None:
    path = tmp_path / "recwatch-1.db"
    path.write_text("")
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    assert probe_backups(tmp_path, NOW).level is level
