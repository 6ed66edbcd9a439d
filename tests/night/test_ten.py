"""Ten nights of the real scheduler under libfaketime, with letters, kills and a cron beside it.

Two schedulers over one database, over both clock changes of Berlin and the change of Almaty's zone.
The power goes while a night fetches, while it settles, and while it sends. Afterwards each date has
had one night, and each reader has exactly the letters that follow from what was published.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from storage.post import MailState
from tests.night.faked import FakedClock, Machine, minutes, until, utc
from tests.night.newsstand import open_home
from tests.night.postoffice import PostOffice
from tests.night.press import Press, press_settings, write_register
from tests.night.readers import Expected, as_expected, readers

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1700)]
# Whose letters do not depend on the minute at which a night ends.
PEOPLE = {"all", "rallies", "alarm", "morning", "russian", "soon", "discreet"}
NOON = timedelta(hours=10)  # after a night: everybody's hour has come


@dataclass
class World:
    """A machine, what it reads, where its letters go, and which they must be."""

    machine: Machine
    press: Press
    office: PostOffice
    expected: Expected

    def begin(self, moment: datetime) -> None:
        """The clock comes to a night's hour, with a day's articles more to read."""
        self.press.day += 1
        self.machine.clock.set(moment - minutes(1))
        time.sleep(1)
        self.machine.clock.set(moment + minutes(1))

    def end(self, day: date, moment: datetime) -> None:
        """The night comes to its end; at noon all letters are there."""
        self.machine.until_had(day)
        self.expected.reads(self.press.listed())
        for hours in range(8):
            now = moment + NOON * (hours > 0) + timedelta(hours=hours)
            self.expected.look(now)
            self.machine.clock.set(now + minutes(8))  # the hourly letters come at seven past
            if hours and until(self.all_came, seconds=45):
                return
        assert self.all_came(), self.missing()

    def missing(self) -> object:
        return self.expected.letters - as_expected(self.office.arrived, self.expected.people)

    def all_came(self) -> bool:
        return not self.missing()


@contextmanager
def opened(
    folder: Path, press: Press, office: PostOffice, zone: str, first: str
) -> Iterator[World]:
    """A machine on which everybody has subscribed; its schedulers are ended with it."""
    with open_home(folder / "home", press, zone, press_settings(office.port)) as home:
        write_register(home)
        machine = Machine(home, FakedClock(folder))
        people = tuple(
            person
            for person in readers(utc(first).date())
            if person.address.partition("@")[0] in PEOPLE
        )
        with closing(machine.store()) as store:
            for person in people:
                store.keep_subscription(person.kept)
        try:
            yield World(machine, press, office, Expected(people))
        finally:
            press.gate.set()
            machine.end()


def killed_while_fetching(world: World, begin: Callable[[], None]) -> None:
    """An article is asked for and not given; then the power goes."""
    world.press.gate.clear()
    given = world.press.given
    begin()
    assert until(lambda: world.press.given > given), world.machine.said
    world.machine.kill()
    world.press.gate.set()


def killed_while_settling(world: World, begin: Callable[[], None]) -> None:
    """The power goes as soon as a page of the night is kept: it is assessed and settled next."""
    before = pages(world)
    begin()
    assert until(lambda: pages(world) > before), world.machine.said
    world.machine.kill()


def killed_while_sending(world: World, begin: Callable[[], None]) -> None:
    """The server has a letter and says nothing; then the power goes."""
    world.office.held.clear()
    world.office.holds.set()
    begin()
    assert until(world.office.held.is_set), world.machine.said
    world.machine.kill()


def with_cron_beside(world: World, begin: Callable[[], None]) -> None:
    """Cron starts what the schedulers start."""
    begin()
    assert world.machine.once().wait(240) in (0, 1, 3)


def quietly(world: World, begin: Callable[[], None]) -> None:
    begin()


def pages(world: World) -> int:
    with closing(world.machine.store()) as store:
        return sum(store.counts(run.id).get("pages", 0) for run in store.runs(50))


Happening = Callable[[World, Callable[[], None]], None]
# Zone; of each night the local date, when it is due in UTC, and what happens in it.
Nights = tuple[tuple[str, str, Happening], ...]
WORLDS: dict[str, tuple[str, Nights]] = {
    "Berlin in autumn": (
        "Europe/Berlin",
        (
            ("2026-10-24", "2026-10-24 00:30", quietly),
            ("2026-10-25", "2026-10-25 00:30", killed_while_fetching),  # 02:30 comes twice
            ("2026-10-26", "2026-10-26 01:30", killed_while_sending),
            ("2026-10-27", "2026-10-27 01:30", with_cron_beside),
        ),
    ),
    "Berlin in spring": (
        "Europe/Berlin",
        (
            ("2027-03-27", "2027-03-27 01:30", with_cron_beside),
            ("2027-03-28", "2027-03-28 01:30", killed_while_settling),  # 02:30 is left out
            ("2027-03-29", "2027-03-29 00:30", quietly),
        ),
    ),
    "Almaty changes its zone": (
        "Asia/Almaty",
        (
            ("2024-02-29", "2024-02-28 20:30", killed_while_settling),
            ("2024-03-01", "2024-02-29 21:30", killed_while_sending),
            ("2024-03-02", "2024-03-01 21:30", with_cron_beside),
        ),
    ),
}


@pytest.mark.parametrize("name", WORLDS)
def test_each_date_has_one_night_and_each_reader_his_letters(
    name: str, tmp_path: Path, press: Press, office: PostOffice
) -> None:
    """Rows 71, 73, 80, 81, 84, 86 and 87."""
    zone, nights = WORLDS[name]
    with opened(tmp_path, press, office, zone, nights[0][1]) as world:
        world.machine.clock.set(utc(nights[0][1]) - minutes(30))
        for day, due, happens in nights:
            live_through(world, date.fromisoformat(day), utc(due), happens)
        assert [str(day) for day in world.machine.nights()] == [night[0] for night in nights]
        assert world.machine.finished_runs() == len(nights)
        assert_letters_as_expected(world)


def live_through(world: World, day: date, due: datetime, happens: Happening) -> None:
    """One night: two schedulers before it, and two after it if the power went."""

    def begin() -> None:
        world.begin(due)
        for _ in range(2 - world.machine.running):
            world.machine.start()

    happens(world, begin)
    for _ in range(2 - world.machine.running):
        world.machine.start()
    world.end(day, due)


def assert_letters_as_expected(world: World) -> None:
    people, arrived = world.expected.people, world.office.arrived
    assert as_expected(arrived, people) == world.expected.letters
    assert len({one.message_id for one in arrived}) == len(arrived)
    with closing(world.machine.store()) as store:
        unsure = {mail.id for mail in store.mails(MailState.UNSURE, 1000)}
        waiting = store.mails(MailState.WAITING, 1000)
    assert (len(unsure), waiting) == (sum(not one.answered for one in arrived), ())
