"""`recwatch schedule`: nights that run themselves, in the foreground or once from cron."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from monitor.schedule.child import Child
    from monitor.schedule.jobs import Job
    from monitor.schedule.keeper import Keeper, Say
    from monitor.settings import Settings

    Starter = Callable[[Job, date | None], Child]


def schedule(
    once: bool = typer.Option(False, "--once", help="Run what is due now, and end."),
    sources: str = typer.Option("live", "--sources", help="live, or demo to try it."),
) -> None:
    """Run every night when it is due; a missed one is made up for, and said to be late."""
    from monitor.schedule.loop import keep_all, keep_once
    from monitor.telemetry import open_log
    from monitor.wiring import load_settings, make_home

    settings = load_settings()
    _check(settings, sources)
    make_home(settings)
    with open_log(settings) as log:
        say = _teller(settings, log.info)
        keepers = _keepers(settings, sources, say)
        if once:
            code = keep_once(keepers, say)
            if keepers[0].last_code is None and not code:
                say(f"no night is due; {_next(keepers[0].job)}")
            raise typer.Exit(code)
        for keeper in keepers:
            say(f"keeping the {keeper.job.name}; {_next(keeper.job)}")
        keep_all(keepers, say)
        say("stopped; the next start goes on from here")


def _check(settings: "Settings", sources: str) -> None:
    """Bad configuration ends the scheduler at its start, not its first night. Raises BadFiles."""
    from monitor.wiring import load_rules, some_sources, user_agent

    if sources not in ("demo", "live"):
        raise typer.BadParameter(f"expected demo or live, found {sources!r}")
    load_rules(settings)
    if sources == "live":
        some_sources(settings)
        user_agent(settings)


def _keepers(settings: "Settings", sources: str, say: "Say") -> "list[Keeper]":
    import time

    from monitor.clock import SystemClock
    from monitor.schedule.keeper import Keeper
    from monitor.schedule.memory import Remembering
    from monitor.wiring import open_store

    remembering = Remembering(lambda: open_store(settings))
    starter = _starter(settings)
    return [
        Keeper(
            job,
            clock=SystemClock(),
            tick=time.monotonic,
            had=remembering.had,
            start=starter,
            say=say,
        )
        for job in _jobs(settings, sources)
    ]


def _jobs(settings: "Settings", sources: str) -> "tuple[Job, ...]":
    """All jobs there are."""
    from datetime import timedelta

    from monitor.schedule.jobs import hourly_job, night_job
    from monitor.schedule.times import zone_of

    limit = timedelta(hours=settings.night_hours)
    letters = hourly_job("letters", 7, ("mail", "send"), timedelta(minutes=30))
    return (night_job(settings.night_at, zone_of(settings.zone), sources, limit), letters)


def _starter(settings: "Settings") -> "Starter":
    from monitor.schedule.child import Child, bound, log_file

    folder = settings.home / "log"

    def start(job: "Job", day: "date | None") -> Child:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{job.name}-{day}" if day else job.name
        return Child(bound(job.command(day)), log_file(folder, name))

    return start


def _teller(settings: "Settings", log: "Say") -> "Say":
    """One sentence, for who watches and for the log; once where they are the same stream."""
    from monitor.cli.output import say

    def tell(sentence: str) -> None:
        log(sentence)
        if settings.log == "file":
            say(sentence)

    return tell


def _next(job: "Job") -> str:
    from monitor.clock import SystemClock
    from monitor.schedule.times import Daily

    if not isinstance(job.times, Daily):
        return f"{job.times.minute} minutes past each hour"
    now: datetime = SystemClock().now()
    due = job.times.next_after(now).astimezone(job.times.zone)
    return f"next due {due:%Y-%m-%d %H:%M} ({job.times.zone.key})"
