"""The real scheduler: rows 71 to 80 with processes, clocks that are set, and kills."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psutil
import pytest

from tests.night.faked import FakedClock, Machine, minutes, until, utc
from tests.night.newsstand import Newsstand, open_home, open_newsstand

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1200)]


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with open_newsstand() as opened:
        yield opened


@pytest.fixture
def machine(tmp_path: Path, stand: Newsstand, request: pytest.FixtureRequest) -> Iterator[Machine]:
    zone = getattr(request, "param", "Europe/Berlin")
    with open_home(tmp_path / "home", stand, zone) as home:
        kept = Machine(home, FakedClock(tmp_path))
        try:
            yield kept
        finally:
            kept.end()


def through(machine: Machine, stand: Newsstand, nights: dict[str, str]) -> None:
    """Let the clock come to each night's hour: its local date, and the moment in UTC."""
    for day, moment in nights.items():
        stand.day += 1
        machine.clock.set(utc(moment) - minutes(1))
        time.sleep(1)
        machine.clock.set(utc(moment) + minutes(1))
        machine.until_had(date.fromisoformat(day))


def test_three_schedulers_make_one_night(machine: Machine, stand: Newsstand) -> None:
    """Row 71."""
    machine.clock.set(utc("2026-10-20 00:31"))
    for _ in range(3):
        machine.start()
    machine.until_had(date(2026, 10, 20))
    machine.until_quiet()
    assert (machine.finished_runs(), stand.asked) == (1, 1)


def test_berlin_in_autumn_has_one_night_a_date(machine: Machine, stand: Newsstand) -> None:
    """Rows 73 and 72: 02:30 comes twice on 25 October 2026; the machine was off before."""
    machine.clock.set(utc("2026-10-24 00:31"))
    machine.start()
    machine.until_had(date(2026, 10, 24))
    through(machine, stand, {"2026-10-25": "2026-10-25 00:30"})
    machine.clock.set(utc("2026-10-25 01:31"))  # half past two for the second time
    machine.until_quiet()
    through(machine, stand, {"2026-10-26": "2026-10-26 01:30"})
    assert (len(machine.nights()), machine.finished_runs()) == (3, 3)


def test_berlin_in_spring_has_one_night_a_date(machine: Machine, stand: Newsstand) -> None:
    """Row 73: 02:30 is left out on 28 March 2027."""
    machine.clock.set(utc("2027-03-27 01:31"))
    machine.start()
    machine.until_had(date(2027, 3, 27))
    through(machine, stand, {"2027-03-28": "2027-03-28 01:30", "2027-03-29": "2027-03-29 00:30"})
    machine.until_quiet()
    assert (len(machine.nights()), machine.finished_runs()) == (3, 3)


@pytest.mark.parametrize("machine", ["Asia/Almaty"], indirect=True)
def test_almaty_s_change_of_zone_makes_no_night_more_or_less(
    machine: Machine, stand: Newsstand
) -> None:
    """Row 73: on 1 March 2024 clocks there went back an hour, at midnight."""
    machine.clock.set(utc("2024-02-28 20:31"))
    machine.start()
    machine.until_had(date(2024, 2, 29))
    through(machine, stand, {"2024-03-01": "2024-02-29 21:30", "2024-03-02": "2024-03-01 21:30"})
    machine.until_quiet()
    assert (len(machine.nights()), machine.finished_runs()) == (3, 3)


def test_a_clock_that_jumps_makes_no_second_night(machine: Machine, stand: Newsstand) -> None:
    """Row 74."""
    noon = utc("2026-10-20 12:00")
    machine.clock.set(noon)
    machine.start()
    machine.until_had(date(2026, 10, 20))
    for hours in (-5, 0, 5, -11):
        machine.clock.set(noon + timedelta(hours=hours))
        time.sleep(11)
    machine.until_quiet()
    assert (machine.finished_runs(), stand.asked) == (1, 1)


def test_a_machine_that_was_off_makes_up_once_and_says_so(
    machine: Machine, stand: Newsstand
) -> None:
    """Row 72."""
    machine.clock.set(utc("2026-10-20 00:31"))
    machine.start()
    machine.until_had(date(2026, 10, 20))
    machine.end()
    machine.clock.set(utc("2026-10-24 09:00"))
    machine.start()
    machine.until_had(date(2026, 10, 24))
    machine.until_quiet()
    log = (machine.home / "log" / "job-night-2026-10-24.log").read_text()
    assert "late by 8 h" in log and "made up for 2026-10-21, 2026-10-22, 2026-10-23" in log
    assert machine.finished_runs() == 2


def test_sigterm_stops_within_half_a_minute_and_the_next_start_goes_on(
    machine: Machine, stand: Newsstand
) -> None:
    """Row 78."""
    machine.clock.set(utc("2026-10-20 00:31"))
    process = machine.start()
    assert until(lambda: stand.asked > 0)  # the night is under way
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    stopped = time.monotonic() - begun
    machine.start()
    machine.until_had(date(2026, 10, 20))
    assert (machine.finished_runs(), stopped < 30) == (1, True)


def test_a_killed_scheduler_leaves_no_process_and_no_lease(
    machine: Machine, stand: Newsstand
) -> None:
    """Row 80."""
    machine.clock.set(utc("2026-10-20 00:31"))
    process = machine.start()
    assert until(lambda: stand.asked > 0)
    family = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    gone, alive = psutil.wait_procs(family, timeout=30)
    assert (len(gone) >= 2, alive) == (True, [])
    machine.start()  # its night takes the lease that the dead one held
    machine.until_had(date(2026, 10, 20))


def test_a_night_that_does_not_end_is_killed_and_tried_again(
    machine: Machine, stand: Newsstand
) -> None:
    """Row 76: by its own deadline, on a clock that nobody sets."""
    settings = machine.home / "settings.toml"
    settings.write_text(settings.read_text() + "night_hours = 0.0005\n")
    machine.clock.set(utc("2026-10-20 00:31"))
    machine.start()
    assert until(lambda: "was killed: it took more than" in machine.said)
    assert until(lambda: "it is tried again" in machine.said)
