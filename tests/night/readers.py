"""Who reads, and which letters they must get: worked out from what was published, apart from ours.

A reader gets, at each moment at which letters are seen to, what was published and read and he wants
and was not told, if his hour has come and his last letter was made long enough ago.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.post import Rhythm, Subscription
from storage.records import Heading, Lane
from tests.night.postoffice import Arrived
from tests.night.press import RALLIES, Told, told_on

Wants = Callable[[Told], bool]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person: what is kept of his wishes, and the same wishes in words of the test.

    apart: local dates between two letters. counted: his letters tell how many, not what.
    weekly_line: he is told once a week that nothing is new.
    """

    kept: Subscription
    wants: Wants
    apart: int
    hour: int = 0
    away: date = date.min
    counted: bool = False
    weekly_line: bool = False

    @property
    def address(self) -> str:
        return self.kept.address


def _reader(name: str, wants: Wants, apart: int, **more: object) -> Reader:
    own = {key: more.pop(key) for key in ("counted",) if key in more}
    kept = Subscription(address=f"{name}@example.org", **more)  # type: ignore[arg-type]
    return Reader(
        kept=kept,
        wants=wants,
        apart=apart,
        hour=kept.hour or 0,
        away=kept.paused_until or date.min,
        weekly_line=kept.heartbeat,
        **own,  # type: ignore[arg-type]
    )


def readers(first: date) -> tuple[Reader, ...]:
    """Eleven people. first: the date of the first night."""
    return (
        _reader("all", lambda told: True, 1),
        _reader(
            "rallies", lambda told: told.recommendation == RALLIES, 1, recommendations=(RALLIES,)
        ),
        _reader(
            "alarm",
            lambda told: told.heading is Heading.REGRESSION,
            0,
            rhythm=Rhythm.AT_ONCE,
            directions=(Heading.REGRESSION,),
        ),
        _reader("weekly", lambda told: True, 7, rhythm=Rhythm.WEEKLY),
        _reader("morning", lambda told: True, 1, hour=9, zone="Asia/Almaty"),
        _reader("evening", lambda told: True, 1, hour=20, zone="Europe/Berlin"),
        _reader("russian", lambda told: told.language == "ru", 1, languages=("ru",)),
        _reader("soon", lambda told: told.lane is Lane.COMING, 1, lanes=(Lane.COMING,)),
        _reader("discreet", lambda told: True, 1, counted=True, link_only=True, neutral=True),
        _reader("holiday", lambda told: True, 1, paused_until=first + timedelta(days=9)),
        _reader("quiet", lambda told: False, 1, languages=("kk",), heartbeat=True),
    )


@dataclass
class Expected:
    """The letters that each reader must get. read: the articles that nights have read so far."""

    people: tuple[Reader, ...]
    letters: Counter[tuple[str, object]] = field(default_factory=Counter)
    read: set[int] = field(default_factory=set)
    _told: dict[str, set[int]] = field(default_factory=dict)
    _last: dict[str, datetime] = field(default_factory=dict)

    def reads(self, numbers: Iterable[int]) -> None:
        """A night has read these articles."""
        self.read.update(numbers)

    def look(self, now: datetime) -> None:
        """Letters are seen to at this moment."""
        for person in self.people:
            self._look(person, now)

    def _look(self, person: Reader, now: datetime) -> None:
        if not self._may_come(person, now):
            return
        told = self._told.setdefault(person.address, set())
        new = {number for number in self.read - told if _is_wanted(person, number)}
        last = self._last.get(person.address)
        line_due = person.weekly_line and (last is None or now - last >= timedelta(days=7))
        if new or line_due:
            told |= new
            self._last[person.address] = now
            content = len(new) if person.counted else frozenset(new)
            self.letters[person.address, content] += 1

    def _may_come(self, person: Reader, now: datetime) -> bool:
        zone = ZoneInfo(person.kept.zone)
        here, last = now.astimezone(zone), self._last.get(person.address)
        if here.date() <= person.away or here.hour < person.hour:
            return False
        passed = None if last is None else (here.date() - last.astimezone(zone).date()).days
        return passed is None or passed >= person.apart


def _is_wanted(person: Reader, number: int) -> bool:
    told = told_on(number // 10).get(number)
    return told is not None and person.wants(told)


def as_expected(
    arrived: Iterable[Arrived], people: Iterable[Reader]
) -> Counter[tuple[str, object]]:
    """What came, as `Expected.letters` has it."""
    counted = {person.address for person in people if person.counted}
    return Counter(
        (one.address, _count(one) if one.address in counted else one.numbers) for one in arrived
    )


def _count(one: Arrived) -> int:
    return int(one.subject.partition("(")[2].partition(")")[0])
