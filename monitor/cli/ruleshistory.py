"""`recwatch rules history`: which rules judged when, what changed, and what each set raised."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from monitor.rulehistory import Phase
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
    from monitor.rulehistory import phases
    from monitor.wiring import load_settings, look_at_runs, open_store

    settings = load_settings()
    if not look_at_runs(settings):
        say("No night has run yet, so no rules have judged anything.")
        return
    with closing(open_store(settings)) as store:
        found = phases(store, recommendation)
        if as_json:
            print_json([_as_json(store, one, recommendation) for one in found])
            return
        out = data()
        for phase in found:
            for line in _lines(store, phase, recommendation):
                out.print(line)


def _lines(store: "Store", phase: "Phase", recommendation: str | None) -> "Iterator[Text]":
    from monitor.cli.output import shown
    from monitor.rulewords import changed_said, phase_said, raised_said

    yield shown(phase_said(phase), style="bold")
    if recommendation is not None:
        yield shown(f"  {raised_said(phase)}")
    for sentence in changed_said(phase, recommendation):
        yield shown(f"  {sentence}")
    for line in _difference(store, phase, recommendation):
        style = {"+": "green", "-": "red", "@": "dim"}.get(line[:1], "")
        yield shown(f"    {line}", style=style)


def _difference(store: "Store", phase: "Phase", recommendation: str | None) -> tuple[str, ...]:
    """The lines of the recommendation's own file that changed, or why they can't be shown."""
    from monitor.rulehistory import NotKept, difference

    changed = phase.changed_rule(recommendation) if recommendation else None
    if changed is None:
        return ()
    try:
        return difference(store, changed)
    except NotKept as error:
        return (f"({error})",)


def _as_json(store: "Store", phase: "Phase", recommendation: str | None) -> dict[str, object]:
    raised = phase.raised
    return {
        "rules": phase.digest,
        "since": phase.since.isoformat(),
        "until": phase.until.isoformat(),
        "runs": phase.runs,
        "kept": phase.rule_set is not None,
        "changed": None
        if phase.changed is None
        else [{"file": c.name, "own": c.own, "what": c.what.value} for c in phase.changed],
        "flags": raised.flags if raised else 0,
        "difference": list(_difference(store, phase, recommendation)),
    }
