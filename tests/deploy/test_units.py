"""What deploy/ says must fit what the program is."""

import re
import shutil
import subprocess
from inspect import signature
from pathlib import Path

import pytest

from monitor.cli.main import COMMANDS
from monitor.cli.serve import serve
from monitor.schedule.loop import GRACE

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def values(unit: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_a_command_that_there_is(unit: Path) -> None:
    (start,) = values(unit.read_text(encoding="utf-8"), "ExecStart")
    assert start.split()[1] in COMMANDS


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_s_user_is_not_root_and_can_not_become_it(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    assert values(text, "User") == ["recwatch"]
    assert values(text, "NoNewPrivileges") == ["true"]
    assert values(text, "CapabilityBoundingSet") == [""]


def test_bad_configuration_is_not_started_again() -> None:
    text = (DEPLOY / "recwatch-schedule.service").read_text(encoding="utf-8")
    assert values(text, "RestartPreventExitStatus") == ["2"]


def test_the_proxy_leads_to_the_port_of_the_pages() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    port = signature(serve).parameters["port"].default
    assert re.findall(r"reverse_proxy (\S+)", caddy) == [f"127.0.0.1:{port}"]


def test_the_scheduler_has_time_to_stop() -> None:
    """Row 78."""
    text = (DEPLOY / "recwatch-schedule.service").read_text(encoding="utf-8")
    assert int(values(text, "TimeoutStopSec")[0]) >= GRACE + 5


def test_the_container_runs_without_root() -> None:
    last = CONTAINER.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert "USER 0" not in last and "USER root" not in last


def test_the_container_copies_what_there_is() -> None:
    root = DEPLOY.parent
    copied = re.findall(r"^COPY ([^-].*)$", CONTAINER, re.MULTILINE)
    names = [name for line in copied for name in line.split()[:-1]]
    assert names and all((root / name).exists() for name in names)


def test_the_container_s_commands_are_there() -> None:
    (probe,) = re.findall(r'CMD \["recwatch", "(\w+)"\]', CONTAINER)
    (kept,) = re.findall(r'^CMD \["(\w+)"\]', CONTAINER, re.MULTILINE)
    assert {probe, kept} <= set(COMMANDS)


@pytest.mark.prove
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_systemd_finds_little_exposure(unit: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        # macOS and containers have none; the units' own words are tested above without it.
        pytest.skip("systemd-analyze is not installed")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-200:]
