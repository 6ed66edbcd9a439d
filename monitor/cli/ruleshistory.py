"""`recwatch rules history`: which rules judged when, what changed, and what each set raised."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from monitor.rulehistory import Period
    from storage.contract import Store

_Rec = Annotated[str | None, typer.Argument(metavar="[REC]", help="One recommendation's rule.")]


def history(
    recommendation: _Rec = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say which rule sets judged from when to when, the newest first, and what changed.

    With a recommendation: the lines of its rule that changed, and how many of its flags each set
    raised. A rule set is named by the beginning of the hash of all its files.
    """
    from monitor.cli.output import data, print_json, say
    from monitor.rulehistory import periods
    from monitor.wiring import load_settings, look_at_runs, open_store

    settings = load_settings()
    if not look_at_runs(settings):
        say("No night has run yet, so no rules have judged anything.")
        return
    with closing(open_store(settings)) as store:
        found = periods(store, recommendation)
        if as_json:
            print_json([_as_json(store, one, recommendation) for one in found])
            return
        out = data()
        for period in found:
            for line in _lines(store, period, recommendation):
                out.print(line)


def _lines(store: "Store", period: "Period", recommendation: str | None) -> "Iterator[Text]":
    from monitor.cli.output import shown
    from monitor.rulewords import changed_said, period_said, raised_said

    yield shown(period_said(period), style="bold")
    if recommendation is not None:
        yield shown(f"  {raised_said(period)}")
    for sentence in changed_said(period, recommendation):
        yield shown(f"  {sentence}")
    for line in _difference(store, period, recommendation):
        style = {"+": "green", "-": "red", "@": "dim"}.get(line[:1], "")
        yield shown(f"    {line}", style=style)


def _difference(store: "Store", period: "Period", recommendation: str | None) -> tuple[str, ...]:
    """The lines of the recommendation's own file that changed, or why they can't be shown."""
    from monitor.rulehistory import NotKept, difference

    changed = period.changed_rule(recommendation) if recommendation else None
    if changed is None:
        return ()
    try:
        return difference(store, changed)
    except NotKept as error:
        return (f"({error})",)


def _as_json(store: "Store", period: "Period", recommendation: str | None) -> dict[str, object]:
    raised = period.raised
    return {
        "rules": period.digest,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "runs": period.runs,
        "kept": period.rule_set is not None,
        "changed": None
        if period.changed is None
        else [{"file": c.name, "own": c.own, "what": c.what.value} for c in period.changed],
        "flags": raised.flags if raised else 0,
        "difference": list(_difference(store, period, recommendation)),
    }
