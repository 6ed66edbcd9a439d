"""`make prove`: runs the long proofs and writes what held into var/proof.json.

`python -m benchmarks.prove --resume` goes on where a run was broken off: what held for just these
files is not run again. Words behind it are pytest's, as a file to run alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
HELD = "passed"


class _Tally:
    """Counts outcomes as pytest reports them, and keeps them after each. before: that held."""

    def __init__(self, path: Path, files: str, before: Mapping[str, Any]) -> None:
        self.path, self.files = path, files
        self.rows: dict[str, str] = dict(before.get("proofs", {}))
        self.measured: dict[str, object] = dict(before.get("measured", {}))

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leaves out what held before."""
        done = [item for item in items if self.rows.get(item.nodeid) == HELD]
        items[:] = [item for item in items if item not in done]
        config.hook.pytest_deselected(items=done)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != HELD:
            self.rows[report.nodeid] = report.outcome
        if report.when == "call" and report.user_properties:
            self.measured[report.nodeid] = dict(report.user_properties)
        if report.when == "teardown":
            self.keep()

    @property
    def held(self) -> int:
        return sum(outcome == HELD for outcome in self.rows.values())

    def keep(self) -> None:
        """Write what is known by now."""
        proof = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": self.files,
            "held": self.held,
            "of": len(self.rows),
            "measured": self.measured,
            "proofs": dict(sorted(self.rows.items())),
        }
        partial = self.path.with_name("proof.partial")
        partial.write_text(json.dumps(proof, indent=1) + "\n", encoding="utf-8")
        partial.replace(self.path)


def main() -> int:
    """Run them; gives pytest's exit code."""
    words = sys.argv[1:]
    path = Path(os.environ.get("RECWATCH_HOME", "") or "var") / "proof.json"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = _files()
    before = _before(path, files) if "--resume" in words else {}
    tally = _Tally(path, files, before)
    wanted = [word for word in words if word != "--resume"] or ["tests"]
    code = pytest.main(["-m", "prove", "--timeout=1800", "-q", *wanted], plugins=[tally])
    tally.keep()
    sys.stdout.write(f"{tally.held} of {len(tally.rows)} proofs held; {path}\n")
    nothing_left = code == pytest.ExitCode.NO_TESTS_COLLECTED and tally.held == len(tally.rows) > 0
    return 0 if nothing_left else int(code)


def _before(path: Path, files: str) -> Mapping[str, Any]:
    """What was kept of a run over the same files; nothing where there was none."""
    try:
        kept: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if files and kept.get("files") == files else {}


def _files() -> str:
    """The hash of all that git knows here, as it lies on disk; "" without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    found = sha256()
    for name in sorted(filter(None, listed.stdout.split(b"\0"))):
        path = ROOT / os.fsdecode(name)
        content = path.read_bytes() if path.is_file() else b""
        found.update(name + b"\0" + sha256(content).digest())
    return found.hexdigest() if listed.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
