"""The engine: one bad page costs one page, whatever it does to its worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import psutil
import pytest

from monitor.contracts import Assessment
from monitor.engine.local import AssessorBroken, LocalEngine
from rules.complaints import BadFiles, Complaint, Place
from storage.records import PageRecord
from tests.factories import make_page_record


def _hang() -> None:
    while True:
        time.sleep(60)


def _eat() -> None:
    bytearray(64 * 2**30)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def _blunder() -> None:
    raise KeyError("a fault of ours")


def _lose_disk() -> None:
    raise PermissionError(13, "the archive can't be read")


ACTS: dict[str, Callable[[], None]] = {
    "hang": _hang,
    "eat": _eat,
    "die": _die,
    "interrupt": _interrupt,
    "blunder": _blunder,
    "disk": _lose_disk,
}


def act(page: PageRecord) -> Assessment:
    """Does what the page's id says, and gives the worker's number as the address."""
    ACTS.get(page.id.partition("-")[0], int)()
    return Assessment(page_id=page.id, url=str(os.getpid()), documents=())


@dataclass(frozen=True)
class Acting:
    def __call__(self) -> Callable[[PageRecord], Assessment]:
        return act


@dataclass(frozen=True)
class Broken:
    def __call__(self) -> Callable[[PageRecord], Assessment]:
        place = Place(file="KZ-TRE-1.yml", line=3)
        raise BadFiles((Complaint(place=place, message="has no clauses", remedy="add them"),))


def make_named(name: str) -> PageRecord:
    return replace(make_page_record(), id=name)


@pytest.fixture(scope="module")
def engine() -> Iterator[LocalEngine]:
    engine = LocalEngine(Acting(), workers=2, page_seconds=1)
    yield engine
    engine.close()


def assessed(engine: LocalEngine, *ids: str) -> list[tuple[str, str | None]]:
    pages = (make_named(each) for each in ids)
    return [(a.page_id, a.failure.kind if a.failure else None) for a in engine.assess(pages)]


def test_every_page_is_answered_in_order(engine: LocalEngine) -> None:
    ids = [f"p-{number}" for number in range(60)]
    assert assessed(engine, *ids) == [(each, None) for each in ids]


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("hang", "Hung"),
        ("eat", "OutOfMemory"),
        ("die", "WorkerDied"),
        ("blunder", "ExtractionFault"),
        ("interrupt", None),
    ],
)
def test_one_bad_page_costs_one_page(engine: LocalEngine, act: str, kind: str | None) -> None:
    """Row 51, whatever the page is."""
    assert assessed(engine, "a", act, "b", "c") == [
        ("a", None),
        (act, kind),
        ("b", None),
        ("c", None),
    ]


def test_pages_are_taken_as_they_are_needed(engine: LocalEngine) -> None:
    taken: list[int] = []

    def endless() -> Iterator[PageRecord]:
        for number in count():
            taken.append(number)
            yield make_named(f"p-{number}")

    answers = engine.assess(endless())
    for _ in range(5):
        next(answers)
    answers.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) < 20


def test_an_idle_worker_that_is_killed_is_replaced(engine: LocalEngine) -> None:
    (before,) = engine.assess([make_named("p")])
    os.kill(int(before.url), signal.SIGKILL)
    time.sleep(0.3)
    assert assessed(engine, "a", "b", "c") == [("a", None), ("b", None), ("c", None)]


def test_an_archive_that_cannot_be_read_ends_the_run(engine: LocalEngine) -> None:
    with pytest.raises(PermissionError):
        assessed(engine, "a", "disk", "b")


def test_rules_that_do_not_load_are_said_to_the_caller() -> None:
    engine = LocalEngine(Broken(), workers=1)
    try:
        with pytest.raises(AssessorBroken, match="KZ-TRE-1"):
            assessed(engine, "a")
    finally:
        engine.close()


def test_an_engine_that_was_never_used_closes() -> None:
    LocalEngine(Acting(), workers=1).close()


ORPHANS = """
import os
from monitor.engine.local import LocalEngine
from tests.monitor.test_local_engine import Acting, make_named
if __name__ == "__main__":
    engine = LocalEngine(Acting(), workers=2, page_seconds=600)
    pages = map(make_named, ["a", "hang-1", "hang-2", "b"])
    answers = engine.assess(pages)
    next(answers)
    for child in __import__("psutil").Process().children(recursive=True):
        print(child.pid, flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.mark.prove
def test_workers_that_hang_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    root = Path(__file__).parent.parent.parent
    with (tmp_path / "pids").open("w+") as out:
        subprocess.run(
            [sys.executable, str(script)], stdout=out, env=os.environ | {"PYTHONPATH": str(root)}
        )
        out.seek(0)
        pids = [int(line) for line in out]
    assert len(pids) >= 2
    deadline = time.monotonic() + 30
    while any(map(_lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert [pid for pid in pids if _lives(pid)] == []


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
