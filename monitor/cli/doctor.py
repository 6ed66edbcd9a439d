"""`recwatch doctor`: a line for each probe of this machine, with the cure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.doctor.verdict import Verdict


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Examine this machine and what recwatch keeps on it."""
    from monitor.cli.output import print_json, print_rows
    from monitor.doctor.verdict import Level

    verdicts = tuple(_verdicts())
    if as_json:
        keys = ("probe", "level", "finding", "cure")
        print_json([{key: getattr(verdict, key) for key in keys} for verdict in verdicts])
    else:
        rows = [(v.level.value, v.probe, v.finding, v.cure) for v in verdicts]
        print_rows(("", "probe", "finding", "cure"), rows)
    if any(verdict.level is Level.FAIL for verdict in verdicts):
        raise typer.Exit(1)


def _verdicts() -> Iterator["Verdict"]:
    from monitor.doctor.guard import fetch_canary, probe_guard
    from monitor.doctor.home import probe_home, probe_space
    from monitor.doctor.machine import probe_python, probe_sqlite
    from monitor.doctor.parts import probe_catalogue, probe_database, probe_rules
    from monitor.wiring import load_rules, load_settings, load_sources, make_crawler, open_store
    from spiders.safety.guard import self_test

    settings = load_settings()
    yield probe_python()
    yield probe_sqlite(settings.database_url)
    yield probe_home(settings.home)
    yield probe_space(settings.home)
    yield probe_database(settings.database_url, lambda: open_store(settings))
    yield probe_rules(lambda: load_rules(settings))
    yield probe_catalogue(lambda: load_sources(settings, "live"))
    yield probe_guard(self_test, lambda: fetch_canary(make_crawler(settings)))
