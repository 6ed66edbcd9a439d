"""One job's keeper, with a clock that is moved by hand and children that end when told."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from monitor.schedule.child import Child
from monitor.schedule.jobs import Job, hourly_job, night_job
from monitor.schedule.keeper import Keeper
from storage.contract import StoreUnusable

NIGHT = night_job(time(2, 30), ZoneInfo("Europe/Berlin"), "live", timedelta(hours=8))
LETTERS = hourly_job("letters", 5, ("digest",), timedelta(minutes=30))


@dataclass
class Acted:
    """A child that does what the test says."""

    ends: int | None = None
    aged: float = 0.0
    pid: int = 7
    log: Path = Path("job.log")
    ended_within: float | None = None

    def code(self) -> int | None:
        return self.ends

    def age(self) -> float:
        return self.aged

    def kill(self) -> None:
        self.ends = -9

    def end(self, grace: float) -> None:
        self.ended_within, self.ends = grace, -15


@dataclass
class World:
    """The clock, what was had, what was started and what was said."""

    moment: datetime = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    ticks: float = 0.0
    dates: set[date] = field(default_factory=set)
    children: list[Acted] = field(default_factory=list)
    started: list[date | None] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    store_is_away: bool = False

    def now(self) -> datetime:
        return self.moment

    def had(self, job: Job, day: date, since: datetime) -> bool:
        del job, since
        if self.store_is_away:
            raise StoreUnusable("the server does not answer")
        return day in self.dates

    def start(self, job: Job, day: date | None) -> Child:
        del job
        self.started.append(day)
        self.children.append(Acted())
        return cast(Child, self.children[-1])

    def keeper(self, job: Job = NIGHT) -> Keeper:
        return Keeper(
            job,
            clock=self,
            tick=lambda: self.ticks,
            had=self.had,
            start=self.start,
            say=self.said.append,
        )

    def end(self, code: int, *, had: bool) -> None:
        self.children[-1].ends = code
        if had and (day := self.started[-1]) is not None:
            self.dates.add(day)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def keeper(world: World) -> Keeper:
    return world.keeper()


def test_a_night_that_is_due_is_started(world: World, keeper: Keeper) -> None:
    keeper.look()
    assert world.started == [date(2026, 11, 24)]


def test_a_night_that_was_had_is_not_started(world: World, keeper: Keeper) -> None:
    """Row 71: by whom it was run does not matter."""
    world.dates.add(date(2026, 11, 24))
    keeper.look()
    assert world.started == []


def test_a_machine_that_was_off_runs_the_newest_night_once(world: World, keeper: Keeper) -> None:
    """Row 72."""
    world.dates.add(date(2026, 11, 20))
    keeper.look()
    world.end(0, had=True)
    keeper.look()
    assert world.started == [date(2026, 11, 24)]


@pytest.mark.parametrize(
    "jump",
    [pytest.param(hours, id=f"row74-{hours:+d}h") for hours in (-30, -24, -5, -1, 1, 5, 20)],
)
def test_a_clock_that_jumps_and_comes_back_makes_no_second_night(
    world: World, keeper: Keeper, jump: int
) -> None:
    keeper.look()
    world.end(0, had=True)
    keeper.look()
    world.moment += timedelta(hours=jump)
    world.dates.add(date(2026, 11, 22))
    world.dates.add(date(2026, 11, 23))
    keeper.look()
    world.moment -= timedelta(hours=jump)
    keeper.look()
    assert world.started == [date(2026, 11, 24)]


def test_a_night_that_still_runs_is_not_started_twice_and_said(
    world: World, keeper: Keeper
) -> None:
    """Row 75."""
    keeper.look()
    world.moment += timedelta(days=1)
    keeper.look()
    keeper.look()
    still = [sentence for sentence in world.said if "still running" in sentence]
    assert (len(world.started), len(still)) == (1, 1)


def test_after_a_night_that_ran_into_the_next_the_next_is_started(
    world: World, keeper: Keeper
) -> None:
    """Row 75."""
    keeper.look()
    world.moment += timedelta(days=1)
    keeper.look()
    world.end(0, had=True)
    keeper.look()
    assert world.started == [date(2026, 11, 24), date(2026, 11, 25)]


def test_a_night_beyond_its_limit_is_killed_and_tried_again(world: World, keeper: Keeper) -> None:
    """Row 76."""
    keeper.look()
    world.children[0].aged = 8 * 3600 + 1
    keeper.look()
    world.ticks += 3600
    keeper.look()
    assert (world.children[0].ends, len(world.started)) == (-9, 2)


def test_a_limit_goes_by_a_clock_that_nobody_sets(world: World, keeper: Keeper) -> None:
    """Row 74: the wall's clock jumps over the limit, the night has just begun."""
    keeper.look()
    world.moment += timedelta(hours=12)
    keeper.look()
    assert world.children[0].ends is None


def test_a_failure_rests_before_the_next_try(world: World, keeper: Keeper) -> None:
    keeper.look()
    world.end(2, had=False)
    keeper.look()
    keeper.look()
    assert len(world.started) == 1


def test_a_night_is_tried_three_times_and_again_when_it_is_next_due(
    world: World, keeper: Keeper
) -> None:
    for _ in range(6):
        keeper.look()
        world.end(-9, had=False)
        keeper.look()
        world.ticks += 3600
    tries = len(world.started)
    world.moment += timedelta(days=1)
    keeper.look()
    assert (tries, len(world.started)) == (3, 4)


def test_a_night_that_ends_with_one_and_was_had_is_finished(world: World, keeper: Keeper) -> None:
    keeper.look()
    world.end(1, had=True)
    keeper.look()
    assert "done, and what failed is said in" in world.said[-1]


def test_a_night_that_ends_with_one_and_was_not_had_has_failed(
    world: World, keeper: Keeper
) -> None:
    """An error nobody expected ends with 1 as well."""
    keeper.look()
    world.end(1, had=False)
    keeper.look()
    assert "failed (exit code 1)" in world.said[-1]


def test_another_holder_of_the_lease_is_waited_for_without_end(
    world: World, keeper: Keeper
) -> None:
    """Row 71."""
    for _ in range(10):
        keeper.look()
        world.end(3, had=False)
        keeper.look()
        world.ticks += 3600
    assert len(world.started) == 10


def test_a_store_that_is_away_starts_nothing(world: World, keeper: Keeper) -> None:
    """Row 62."""
    world.store_is_away = True
    with pytest.raises(StoreUnusable):
        keeper.look()
    assert world.started == []


def test_a_stop_ends_the_child_in_time(world: World, keeper: Keeper) -> None:
    """Row 78."""
    keeper.look()
    keeper.stop(22)
    assert world.children[0].ended_within == 22


def test_an_hourly_job_is_started_once_an_hour(world: World) -> None:
    keeper = world.keeper(LETTERS)
    for _ in range(24):
        keeper.look()
        world.end(0, had=False)
        keeper.look()
        world.moment += timedelta(minutes=10)
    assert world.started == [None] * 5
