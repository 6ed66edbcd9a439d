"""Runs recwatch as a person would: a process of its own, a home of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any

from tests.kept import kept_rules

_START = "from monitor.cli.main import main; main()"


def keep_rules(kept: Path) -> None:
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    copytree(kept_rules()[1], kept)


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a command over `home`, with the rules kept as any second command finds them."""
    keep_rules(home / "cache")
    return subprocess.Popen(
        [sys.executable, "-c", _START, *arguments],
        env=os.environ | {"RECWATCH_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def recwatch(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    process = start(home, *arguments)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def night(home: Path) -> dict[str, Any]:
    """A demo night as JSON; fails unless it ends well."""
    code, out, err = recwatch(home, "run", "--json")
    assert code == 0, err
    return dict(json.loads(out))


def kill_after(home: Path, seconds: float) -> bool:
    """Start a night and kill it; False if it had ended before."""
    process = start(home, "run", "--json")
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL
