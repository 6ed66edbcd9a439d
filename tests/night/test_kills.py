"""A night that is killed, and the one after it: nothing lost, nothing doubled."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from storage.records import FlagQuery
from storage.sql.store import open_store
from tests.night.commands import kill_after, night

pytestmark = [pytest.mark.prove, pytest.mark.timeout(900)]


def told(home: Path) -> dict[str, Any]:
    """What a store says, without what differs from night to night: hours, ports, ids."""
    store = open_store(f"sqlite:///{home / 'recwatch.db'}")
    port = json.loads((home / "demo" / "state.json").read_text())["port"]
    flags = store.flags(FlagQuery(limit=10_000))
    documents = [d for run in store.runs() for d in store.documents_of_run(run.id)]
    said = {
        "flags": sorted((f.recommendation, f.lane, f.heading, f.key) for f in flags),
        "documents": sorted((d.url.replace(str(port), "PORT"), d.text_sha256) for d in documents),
    }
    store.close()
    return said


@pytest.fixture(scope="module")
def unharmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    home = tmp_path_factory.mktemp("unharmed")
    begun = time.monotonic()
    night(home)
    return told(home), time.monotonic() - begun


@pytest.mark.parametrize("share", [0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_a_killed_night_is_finished_by_the_next(
    tmp_path: Path, unharmed: tuple[dict[str, Any], float], share: float
) -> None:
    """Row 54, and 53 with crawls: killed at any stage, the next night ends with the same."""
    kill_after(tmp_path, share * unharmed[1])
    night(tmp_path)
    assert told(tmp_path) == unharmed[0]


def test_a_night_killed_again_and_again_is_finished_in_the_end(
    tmp_path: Path, unharmed: tuple[dict[str, Any], float]
) -> None:
    """Row 54."""
    for share in (0.3, 0.5, 0.5, 0.7):
        kill_after(tmp_path, share * unharmed[1])
    night(tmp_path)
    assert told(tmp_path) == unharmed[0]
