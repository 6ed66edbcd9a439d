"""`recwatch run`, `crawl` and `assess`: a night, or a part of one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from spiders.records import Tier

if TYPE_CHECKING:
    from monitor.night import NightPlan, Parts
    from monitor.settings import Settings
    from monitor.turns import Due

_SOURCES = typer.Option("demo", "--sources", help="demo (the newsroom that ships) or live.")
_JSON = typer.Option(False, "--json", help="Print the night as JSON.")


def run(
    sources: str = _SOURCES,
    as_json: bool = _JSON,
    again: bool = typer.Option(False, "--again", help="A night more, beside today's."),
    day: str = typer.Option("", "--date", help="Whose night it is, YYYY-MM-DD; live: today's."),
) -> None:
    """One night: crawl, assess, settle, digest. Live nights are one a local date."""
    from monitor.cli.finding import take_in_waiting
    from monitor.cli.nightview import NightProgress, print_report
    from monitor.cli.output import say
    from monitor.night import run_night
    from monitor.turns import TurnHad

    turn = None if again else _turn(sources, day)
    try:
        with _prepared(sources) as (parts, plan), NightProgress() as progress:
            take_in_waiting(parts, plan)
            report = run_night(parts, replace(plan, turn=turn), progress)
    except TurnHad as error:
        say(f"{error}; `recwatch run --sources {sources} --again` makes another")
        raise typer.Exit(0) from error
    if report.late:
        say(f"{report.late}.")
    raise typer.Exit(print_report(report, sources, as_json))


def _turn(sources: str, day: str) -> "Due | None":
    """Whose night this is; None for one that a person plays through with the demo."""
    from datetime import date

    from monitor.clock import SystemClock
    from monitor.schedule.times import Daily, zone_of
    from monitor.turns import NIGHT, Due
    from monitor.wiring import load_settings

    if sources == "demo" and not day:
        return None
    settings = load_settings()
    times = Daily(at=settings.night_at, zone=zone_of(settings.zone))
    try:
        local_date = date.fromisoformat(day) if day else times.today(SystemClock().now())
    except ValueError as error:
        raise typer.BadParameter(f"expected a date, YYYY-MM-DD, found {day!r}") from error
    return Due(job=NIGHT, local_date=local_date, due_at=times.due_at(local_date))


def crawl(sources: str = _SOURCES) -> None:
    """Fetch only; what was fetched waits to be assessed."""
    from monitor.cli.nightview import NightProgress, print_sources
    from monitor.night import crawl_only

    with _prepared(sources) as (parts, plan), NightProgress() as progress:
        nights = crawl_only(parts, plan, progress)
        now = parts.clock.now()
    raise typer.Exit(print_sources(nights, now))


def assess(sources: str = _SOURCES) -> None:
    """Assess and settle the pages that wait, without fetching or a digest."""
    from monitor.cli.nightview import NightProgress, print_counts
    from monitor.night import assess_only

    with _prepared(sources) as (parts, plan), NightProgress() as progress:
        counts, flags = assess_only(parts, plan, progress)
    raise typer.Exit(print_counts(counts, flags))


@contextmanager
def _prepared(which: str) -> Iterator[tuple["Parts", "NightPlan"]]:
    """The parts and plan of a night; the demo newsroom is up as long as it is needed."""
    from monitor.telemetry import open_log
    from monitor.wiring import (
        keep_to_one_kind,
        load_settings,
        make_parts,
        open_store,
        stop_signal,
    )

    settings = load_settings()
    with ExitStack() as stack:
        stack.enter_context(open_log(settings))
        plan = _demo_plan(settings, stack) if which == "demo" else _live_plan(settings, which)
        stopping = stack.enter_context(stop_signal())
        store = open_store(settings)
        stack.callback(store.close)
        keep_to_one_kind(store, which, settings)
        yield make_parts(settings, store, plan.sources, stopping), plan


def _demo_plan(settings: "Settings", stack: ExitStack) -> "NightPlan":
    from monitor.demo.state import start_newsroom
    from monitor.night import NightPlan
    from monitor.wiring import load_rules, load_sources, make_home

    register = load_rules(settings).register
    newsroom = stack.enter_context(start_newsroom(make_home(settings)))
    return NightPlan(
        sources=load_sources(settings, "demo", {"newsroom": newsroom.host_port}),
        user_agent="recwatch/0.1 (demo)",
        baseline=register.baseline,  # so that old events of the demo are news
        loopback=(newsroom.host_port,),
    )


def _live_plan(settings: "Settings", which: str) -> "NightPlan":
    from monitor.night import NightPlan
    from monitor.wiring import some_sources, user_agent

    if which != "live":
        raise typer.BadParameter(f"expected demo or live, found {which!r}")
    settings = with_contact(settings)
    return NightPlan(
        sources=some_sources(settings),
        user_agent=user_agent(settings),
        baseline=settings.baseline,
        loopback=settings.loopback,
        proxy=settings.proxy or None,
        keys=settings.api_keys,
    )


def with_contact(settings: "Settings") -> "Settings":
    """Asks for the contact on a terminal; elsewhere its absence is said by `user_agent`."""
    import sys

    if settings.contact or not sys.stdin.isatty():
        return settings
    contact = typer.prompt(
        "Sites see who reads them. Give a name and an address to write to, or a neutral word",
        err=True,
    )
    return settings.model_copy(update={"contact": contact})


def add(
    what: str = typer.Argument(help="An address (https://…) or a file: HTML, PDF or text."),
    country: str = typer.Option("", help="Country that it is about (ISO 3166), if it won't say."),
    tier: Annotated[Tier | None, typer.Option(help="Who speaks there, as you know.")] = None,
) -> None:
    """Take in a page that a person found: an address or a file."""
    from pathlib import Path

    from monitor.cli.nightview import print_added
    from monitor.found import FoundFile, added_plan, added_source, is_address
    from monitor.night import NightPlan, add_found
    from monitor.wiring import (
        load_settings,
        load_sources,
        make_parts,
        open_store,
        stop_signal,
        user_agent,
    )

    settings = load_settings()
    by_address = is_address(what)
    agent = user_agent(with_contact(settings)) if by_address else ""
    if not by_address and not Path(what).is_file():
        raise typer.BadParameter(f"neither an address nor a file: {what}")
    catalogue = load_sources(settings, "live") if by_address else ()
    source = added_source(what if by_address else "", country or None, catalogue, tier)
    wanted = added_plan(source, what) if by_address else FoundFile(path=Path(what))
    plan = NightPlan(
        sources=(source,),
        user_agent=agent,
        baseline=settings.baseline,
        loopback=settings.loopback,
        proxy=settings.proxy or None,
        keys=settings.api_keys,
    )
    store = open_store(settings)
    try:
        with stop_signal() as stopping:
            parts = make_parts(settings, store, plan.sources, stopping)
            report = add_found(parts, plan, wanted)
            matches = tuple((d, store.matches(d.document.id)) for d in report.documents)
            failures = store.failures(report.run.id)
    finally:
        store.close()
    raise typer.Exit(print_added(report, matches, failures))
