"""Forty nights in a row with a stepped clock, after the ten under libfaketime in test_schedule.

Two schedulers' keepers over one database, three dead sources, nights that die, and a clock that is
stepped over both clock changes: one run a local date, none missed without a word.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.night import NightPlan, Progress, run_night
from monitor.schedule.child import Child
from monitor.schedule.jobs import Job, night_job
from monitor.schedule.keeper import Keeper
from monitor.schedule.times import zone_of
from monitor.settings import Settings, read_settings
from monitor.turns import Due, TurnHad, had
from monitor.wiring import load_sources, make_parts, open_store
from spiders.records import RecordWritten, SourceOutcome
from storage.contract import Store
from storage.records import RunState
from tests.night.newsstand import Newsstand, open_home, open_newsstand

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1700)]
NIGHTS = 40
FIRST = datetime(2026, 10, 20, 0, 40, tzinfo=UTC)  # 02:40 in Berlin
DIES = frozenset({3, 9, 10, 21})  # nights whose process dies while it fetches
DEAD = {"nameless", "closed", "mute"}
OFF = frozenset({6, 7, 30})  # days on which the machine was off


class Died(Exception):
    """What stands in for a process that is gone."""


class Dying(Progress):
    """Dies at the first record."""

    def crawled(self, message: RecordWritten | SourceOutcome) -> None:
        if isinstance(message, RecordWritten):
            raise Died


class Stepped:
    """A clock that the test steps."""

    def __init__(self) -> None:
        self.moment = FIRST

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)  # no two runs begin at once
        return self.moment


class Ran(Child):
    """A night that was run within this process; it had ended before it was asked."""

    def __init__(self, code: int, log: Path) -> None:
        self.log, self._code = log, code

    @property
    def pid(self) -> int:
        return 0

    def age(self) -> float:
        return 0.0

    def code(self) -> int:
        return self._code


class World:
    """One database, one clock, and how a night is run."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings, self.store, self.clock = settings, store, Stepped()
        self.sources = load_sources(settings, "live")
        self.dies = False
        self.late: list[str] = []
        self.ticks = 0.0

    def keeper(self) -> Keeper:
        job = night_job(
            self.settings.night_at, zone_of(self.settings.zone), "live", timedelta(hours=8)
        )
        return Keeper(
            job,
            clock=self.clock,
            tick=lambda: self.ticks,
            had=self.had,
            start=self.run,
            say=lambda sentence: None,
        )

    def due(self, job: Job, day: date) -> Due:
        return Due(job=job.name, local_date=day, due_at=job.times.due_at(day))  # type: ignore[union-attr]

    def had(self, job: Job, day: date, since: datetime) -> bool:
        del since
        return had(self.store, self.due(job, day)) is not None

    def run(self, job: Job, day: date | None) -> Child:
        assert day is not None
        parts = make_parts(self.settings, self.store, self.sources, lambda: False)
        plan = NightPlan(
            sources=self.sources,
            user_agent="recwatch/0.1 (test)",
            loopback=self.settings.loopback,
            turn=self.due(job, day),
        )
        progress = Dying() if self.dies else Progress()
        try:
            report = run_night(replace(parts, clock=self.clock), plan, progress)
        except Died:
            return Ran(-9, self.settings.home / "log")
        except TurnHad:
            return Ran(0, self.settings.home / "log")
        self.late += [report.late] if report.late else []
        return Ran(1, self.settings.home / "log")


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    store = open_store(settings)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with open_newsstand() as kept:
        yield kept


@pytest.fixture
def world(tmp_path: Path, stand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with open_home(tmp_path / "home", stand, "Europe/Berlin") as home:
        monkeypatch.setenv("RECWATCH_HOME", str(home))
        settings = read_settings()
        with opened(settings) as store:
            yield World(settings, store)


def live(world: World, stand: Newsstand) -> None:
    """All nights: each day both schedulers look again and again, unless the machine is off."""
    keepers = [world.keeper(), world.keeper()]
    for night in range(NIGHTS):
        world.clock.moment = FIRST + timedelta(days=night, hours=night > 4)
        stand.day = night + 1
        for hour in range(5):
            world.dies = night in DIES and hour == 0
            world.ticks += 3600
            world.clock.moment += timedelta(hours=1)
            if night not in OFF:
                for keeper in keepers:
                    keeper.look()
                    keeper.look()


def test_forty_nights_have_one_run_each_and_none_is_missed_without_a_word(
    world: World, stand: Newsstand
) -> None:
    """Rows 71 to 75."""
    live(world, stand)
    first = date(2026, 10, 20)
    wanted = [first + timedelta(days=n) for n in range(NIGHTS) if n not in OFF]
    turns = sorted(world.store.turns("night", 100), key=lambda turn: turn.local_date)
    runs = [run for run in world.store.runs(200) if run.state is RunState.FINISHED]
    assert [turn.local_date for turn in turns if turn.ended_at] == wanted
    assert len({turn.run_id for turn in turns}) == len(runs) == len(wanted)
    assert sum("made up for" in sentence for sentence in world.late) == 2
    assert documents(world) == len(wanted)


def documents(world: World) -> int:
    """How many articles were read, the dead sources being accounted for each night."""
    found = 0
    for run in world.store.runs(200):
        found += len(world.store.documents_of_run(run.id))
        if run.state is RunState.FINISHED:
            nights = world.store.source_nights(run.id)
            bad = {n.outcome.source_id for n in nights if not n.outcome.state.is_good}
            assert bad == DEAD
    return found
