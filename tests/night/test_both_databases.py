"""Row 67: the same newsroom, read into SQLite and into PostgreSQL, gives the same flags."""

from pathlib import Path

import pytest

from storage.records import FlagQuery
from storage.sql.store import open_store
from tests.night.commands import night
from tests.postgres import new_database

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]


def flags_of(url: str) -> list[str]:
    """What was flagged, with its evidence, without what differs by nature: hours, ports, ids."""
    store = open_store(url)
    flags = store.flags(FlagQuery(limit=10_000))
    said = [
        repr((f.recommendation, f.lane, f.heading, f.key, store.matches(f.document_id)))
        for f in flags
    ]
    store.close()
    return sorted(said)


def test_both_databases_hold_the_same_flags(
    tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 67."""
    night(tmp_path / "one")
    database = new_database(postgres)
    monkeypatch.setenv("RECWATCH_DATABASE", database)
    night(tmp_path / "other")
    flags = flags_of(f"sqlite:///{tmp_path / 'one' / 'recwatch.db'}")
    assert flags and flags_of(database) == flags
