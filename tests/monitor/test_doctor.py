"""The doctor's probes, each against a thing that is well and one that is not."""

from pathlib import Path

import pytest

from monitor.doctor.guard import fetch_canary, probe_guard
from monitor.doctor.home import probe_home
from monitor.doctor.machine import probe_python, probe_sqlite
from monitor.doctor.parts import probe_database, probe_rules
from monitor.doctor.verdict import Level, Verdict
from rules.complaints import BadFiles, Complaint, Place
from storage.contract import Store, StoreUnusable
from storage.memory import MemoryStore

SQLITE = "sqlite:///x.db"


@pytest.mark.parametrize(
    ("version", "level"),
    [((3, 40, 1), Level.WARN), ((3, 51, 2), Level.WARN), ((3, 51, 3), Level.OK)],
)
def test_sqlite_before_the_mended_version_is_doubtful(
    version: tuple[int, ...], level: Level
) -> None:
    """Row 65."""
    assert probe_sqlite(SQLITE, version).level is level


def test_sqlite_is_no_matter_where_another_database_is_used() -> None:
    assert probe_sqlite("postgresql://x", (3, 40, 1)).level is Level.OK


def test_an_old_python_does_not_do() -> None:
    assert probe_python((3, 10, 9)).level is Level.FAIL


def test_a_home_that_others_may_read_comes_with_its_cure(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    verdict = probe_home(tmp_path)
    assert (verdict.level, verdict.cure) == (Level.WARN, f"chmod 700 {tmp_path}")


def test_a_home_of_ones_own_is_well(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert probe_home(tmp_path).level is Level.OK


def test_a_file_where_home_should_be_is_broken(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    assert probe_home(tmp_path / "home").level is Level.FAIL


def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    def never() -> Store:
        raise AssertionError("the doctor opened it")

    assert probe_database(f"sqlite:///{tmp_path / 'x.db'}", never).level is Level.OK


def test_a_database_that_can_not_be_opened_is_broken() -> None:
    def damaged() -> Store:
        raise StoreUnusable("the database is damaged")

    verdict = probe_database("postgresql://x", damaged)
    assert (verdict.level, verdict.finding) == (Level.FAIL, "the database is damaged")


def test_a_database_that_opens_tells_its_last_run() -> None:
    assert (
        probe_database("postgresql://x", MemoryStore).finding
        == "opens and can be written; no run yet"
    )


def test_rules_that_do_not_load_are_broken() -> None:
    complaint = Complaint(place=Place(file="a.yml"), message="no", remedy="mend it")

    def load() -> None:
        raise BadFiles((complaint, complaint))

    assert "(and 1 more)" in probe_rules(load).finding


def test_a_guard_with_a_hole_is_broken() -> None:
    assert probe_guard(lambda: ("http://127.1/",), lambda: "blocked").level is Level.FAIL


def test_a_page_on_this_machine_that_comes_is_broken() -> None:
    assert probe_guard(tuple, lambda: "1 read").level is Level.FAIL


def test_the_guard_that_ships_holds() -> None:
    """Row 18."""
    from spiders.crawl import ProcessCrawler
    from spiders.safety.guard import self_test

    assert probe_guard(self_test, lambda: fetch_canary(ProcessCrawler())) == Verdict(
        probe="guard",
        level=Level.OK,
        finding="private addresses are refused, however they are written",
    )
