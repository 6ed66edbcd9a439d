"""Forty nights in a row with a stepped clock, beside the ten under libfaketime in test_ten.

Two schedulers' keepers over one database, three dead sources, nights that die while they fetch,
settle or send, a mail server that fails now and then, and a clock that is stepped over the change
of autumn: one run a local date, none missed without a word, and every letter once.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.contracts import Assessment, Carrier, Delivery
from monitor.digests.deliver import DigestOutcome
from monitor.flagviews import make_guide
from monitor.letters import Desk, send_at_hour, send_letters
from monitor.night import NightPlan, Parts, Progress, run_night
from monitor.schedule.child import Child
from monitor.schedule.jobs import Job, night_job
from monitor.schedule.keeper import Keeper
from monitor.schedule.times import zone_of
from monitor.settings import Settings, read_settings
from monitor.turns import Due, TurnHad, had
from monitor.wiring import load_rules, load_sources, make_letter_desk, make_parts, open_store
from spiders.records import RecordWritten, SourceOutcome
from storage.contract import Store
from storage.post import Mail, MailState
from storage.records import Run, RunState
from tests.night.newsstand import open_home
from tests.night.postoffice import PostOffice
from tests.night.press import Press, numbers_of, press_settings, write_register
from tests.night.readers import Expected, as_expected, readers

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1700)]
NIGHTS = 40
FIRST = datetime(2026, 10, 20, 0, 40, tzinfo=UTC)  # 02:40 in Berlin
HOURS = (1, 2, 3, 4, 5, 10, 18)  # after that, when schedulers look
FETCHING, SETTLING, SENDING = "fetching", "settling", "sending"
# What a night's process is at when it dies.
DIES = {3: FETCHING, 9: FETCHING, 10: FETCHING, 21: FETCHING, 5: SETTLING, 24: SETTLING}
DIES |= {12: SENDING, 26: SENDING}
DEAD = {"nameless", "closed", "mute"}
OFF = frozenset({6, 7, 30})  # days on which the machine was off


class Died(Exception):
    """What stands in for a process that is gone."""


class Dying(Progress):
    """Dies at the first record, or at the first page that is settled."""

    def __init__(self, stage: str) -> None:
        self.stage = stage

    def crawled(self, message: RecordWritten | SourceOutcome) -> None:
        if self.stage == FETCHING and isinstance(message, RecordWritten):
            raise Died

    def assessed(self, assessment: Assessment) -> None:
        if self.stage == SETTLING:
            raise Died


class DyingCarrier:
    """Dies once the server has taken a letter, before anybody has written that down."""

    def __init__(self, carrier: Carrier, left: set[str]) -> None:
        self.carrier, self.left = carrier, left

    def carry(self, mail: Mail) -> Delivery:
        delivery = self.carrier.carry(mail)
        if delivery.state is MailState.SENT:
            self.left.add(mail.id)
            raise Died
        return delivery


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
    """One database, one clock, and how a night is run. left: the letters that deaths left open."""

    def __init__(self, settings: Settings, store: Store, stand: Press) -> None:
        self.settings, self.store, self.stand, self.clock = settings, store, stand, Stepped()
        self.sources = load_sources(settings, "live")
        self.guide = make_guide(load_rules(settings), self.sources)
        self.expected = Expected(readers(FIRST.date()))
        for person in self.expected.people:
            store.keep_subscription(person.kept)
        self.dies = ""
        self.left: set[str] = set()
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
        plan = NightPlan(
            sources=self.sources,
            user_agent="recwatch/0.1 (test)",
            baseline=self.settings.baseline,
            loopback=self.settings.loopback,
            turn=self.due(job, day),
        )
        progress = Dying(self.dies) if self.dies else Progress()
        try:
            report = run_night(self.parts(), plan, progress)
        except Died:
            return Ran(-9, self.settings.home / "log")
        except TurnHad:
            return Ran(0, self.settings.home / "log")
        self.late += [report.late] if report.late else []
        return Ran(1, self.settings.home / "log")

    def parts(self) -> Parts:
        made = make_parts(self.settings, self.store, self.sources, lambda: False)
        return replace(made, clock=self.clock, make_letter=self.write)

    def desk(self) -> Desk:
        return replace(make_letter_desk(self.settings), clock=self.clock)

    def write(self, run: Run) -> DigestOutcome:
        """The letters of a night that has read all that the outlet lists."""
        self.expected.reads(self.stand.listed())
        self.expected.look(self.clock.moment)
        desk = self.desk()
        if self.dies == SENDING:
            desk = replace(desk, carrier=DyingCarrier(desk.carrier, self.left))
        return send_letters(self.store, self.guide, desk, run)

    def write_at_hour(self) -> None:
        """The letters between nights."""
        self.expected.look(self.clock.moment)
        send_at_hour(self.store, self.guide, self.desk())


@pytest.fixture
def world(
    tmp_path: Path, press: Press, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    more = press_settings(office.port)
    with open_home(tmp_path / "home", press, "Europe/Berlin", more) as home:
        write_register(home)
        monkeypatch.setenv("RECWATCH_HOME", str(home))
        settings = read_settings()
        with closing(open_store(settings)) as store:
            yield World(settings, store, press)


def live(world: World) -> None:
    """All nights: each day both schedulers look again and again, unless the machine is off."""
    keepers = [world.keeper(), world.keeper()]
    for night in range(NIGHTS):
        begins = FIRST + timedelta(days=night, hours=night > 4)
        world.stand.day = night + 1
        for hour in HOURS:
            world.dies = DIES.get(night, "") if hour == HOURS[0] else ""
            world.ticks += 3600
            world.clock.moment = begins + timedelta(hours=hour)
            if night not in OFF:
                look(world, keepers)
    for _ in range(3):  # what the server put off at the last hour
        world.clock.moment += timedelta(hours=1)
        world.write_at_hour()


def look(world: World, keepers: list[Keeper]) -> None:
    """Both schedulers, and between nights the letters of the hour."""
    for keeper in keepers:
        keeper.look()
        keeper.look()
    if not world.dies:
        world.write_at_hour()


def test_forty_nights_have_one_run_each_and_every_letter_comes_once(
    world: World, office: PostOffice
) -> None:
    """Rows 71 to 75, 81, 84, 86 and 87."""
    live(world)
    assert_one_run_a_date(world)
    assert_letters_as_expected(world, office)


def assert_one_run_a_date(world: World) -> None:
    first = FIRST.date()
    wanted = [first + timedelta(days=n) for n in range(NIGHTS) if n not in OFF]
    turns = sorted(world.store.turns("night", 100), key=lambda turn: turn.local_date)
    runs = [run for run in world.store.runs(200) if run.state is RunState.FINISHED]
    assert [turn.local_date for turn in turns if turn.ended_at] == wanted
    assert len({turn.run_id for turn in turns}) == len(runs) == len(wanted)
    gaps = sum(n - 1 in OFF and n not in OFF for n in range(NIGHTS))
    assert sum("made up for" in sentence for sentence in world.late) == gaps
    assert len(addresses(world)) == sum(len(numbers_of(day)) for day in range(1, NIGHTS + 1))


def assert_letters_as_expected(world: World, office: PostOffice) -> None:
    people = world.expected.people
    assert as_expected(office.arrived, people) == world.expected.letters
    assert len({one.message_id for one in office.arrived}) == len(office.arrived)
    states = Counter(mail.state for mail in world.store.mails(limit=10_000))
    unanswered = sum(not one.answered for one in office.arrived)
    assert states[MailState.UNSURE] == unanswered + len(world.left)
    assert set(states) == {MailState.SENT, MailState.UNSURE}


def addresses(world: World) -> set[str]:
    """Of the articles that were read, the dead sources being accounted for each night."""
    found: set[str] = set()
    for run in world.store.runs(200):
        found |= {kept.url for kept in world.store.documents_of_run(run.id)}
        if run.state is RunState.FINISHED:
            nights = world.store.source_nights(run.id)
            bad = {n.outcome.source_id for n in nights if not n.outcome.state.is_good}
            assert bad == DEAD
    return found
