"""When jobs are due. APScheduler's triggers decide; clock changes are theirs to know.

In spring an hour that is left out becomes the one after it; in autumn an hour that comes twice is
due at its first coming, and the row of that date keeps the second from counting.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import tzlocal
from apscheduler.triggers.cron import CronTrigger


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; "": the machine's."""
    return ZoneInfo(name or tzlocal.get_localzone_name())


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """Once every local date, at `at` in `zone`."""

    at: time
    zone: ZoneInfo

    def trigger(self) -> CronTrigger:
        """As APScheduler wants it."""
        return CronTrigger(hour=self.at.hour, minute=self.at.minute, timezone=self.zone)

    def due_at(self, day: date) -> datetime:
        """The moment in UTC at which that local date's turn is due."""
        midnight = datetime.combine(day, time(), tzinfo=self.zone)
        return _utc(self.trigger().get_next_fire_time(None, midnight))

    def today(self, now: datetime) -> date:
        """The local date."""
        return now.astimezone(self.zone).date()

    def latest(self, now: datetime) -> tuple[date, datetime]:
        """The newest local date whose turn is due by now, and since when."""
        day = self.today(now)
        while (due_at := self.due_at(day)) > now:
            day -= timedelta(days=1)
        return day, due_at

    def next_after(self, now: datetime) -> datetime:
        """When the next turn is due, in UTC."""
        day, _ = self.latest(now)
        return self.due_at(day + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hourly:
    """Every hour, `minute` past it; what the job finds to do is its own affair."""

    minute: int

    def trigger(self) -> CronTrigger:
        """As APScheduler wants it. In UTC, where every hour comes once."""
        return CronTrigger(minute=self.minute, timezone=UTC)

    def latest(self, now: datetime) -> datetime:
        """The newest moment at which it was due."""
        this = now.astimezone(UTC).replace(minute=self.minute, second=0, microsecond=0)
        return this if this <= now else this - timedelta(hours=1)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
