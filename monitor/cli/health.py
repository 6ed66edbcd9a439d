"""`recwatch health`: whether nights run, in one line; for a person, cron or a container."""

from typing import Annotated

import typer


def health(
    as_json: Annotated[bool, typer.Option("--json", help="As /healthz tells it.")] = False,
) -> None:
    """Say whether nights run; exit 1 where a person must look."""
    from monitor.cli.output import data, print_json, shown
    from monitor.wiring import load_settings, pulse_taker

    pulse = pulse_taker(load_settings())()
    if as_json:
        print_json(pulse.as_json())
    else:
        last = f"{pulse.last_night:%Y-%m-%d %H:%M} UTC" if pulse.last_night else "never"
        state = ", one is under way" if pulse.running else ""
        how = "; ".join(pulse.trouble) or "all is well"
        data().print(shown(f"{how}; last night ended: {last}{state}; {pulse.free >> 30} GiB free"))
    if not pulse.is_well:
        raise typer.Exit(1)
