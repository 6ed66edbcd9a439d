"""The jobs, declared in code. A job is a command that a person could type as well."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.schedule.times import Daily, Hourly
from monitor.turns import NIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command and when it is due. limit: after so long it is killed.

    command: the words behind `recwatch`, for the moment and, for a daily job, the local date
    it is due. A daily job has one turn a local date, and its command keeps that row; an hourly
    one is merely started, and must not mind that it is started twice.
    """

    name: str
    times: Daily | Hourly
    command: Callable[[date | None], tuple[str, ...]]
    limit: timedelta


def night_job(at: time, zone: ZoneInfo, sources: str, limit: timedelta) -> Job:
    """The night, under the row of its local date."""

    def command(day: date | None) -> tuple[str, ...]:
        return ("run", "--sources", sources, "--date", str(day))

    return Job(name=NIGHT, times=Daily(at=at, zone=zone), command=command, limit=limit)


def hourly_job(name: str, minute: int, words: tuple[str, ...], limit: timedelta) -> Job:
    """A command every hour, for what goes by hours of persons and not by nights."""
    return Job(name=name, times=Hourly(minute=minute), command=lambda _: words, limit=limit)


def due_key(job: Job, now: datetime) -> tuple[datetime, date | None]:
    """Since when the job is due, and of which local date; None for an hourly one."""
    if isinstance(job.times, Daily):
        day, since = job.times.latest(now)
        return since, day
    return job.times.latest(now), None
