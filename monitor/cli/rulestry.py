"""`recwatch rules try`: changed rules held against what the last nights brought."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.settings import Settings
    from monitor.trying import RulesToTry, See, Trial

_Given = Annotated[
    Path, typer.Argument(metavar="FILE", help="A changed rule file, or a folder of rules.")
]
_Nights = Annotated[int, typer.Option(min=1, max=366, help="How many nights to look back.")]
_SEEN_EVERY = 200


def try_rules(
    file: _Given,
    *,
    nights: _Nights = 30,
    register: Annotated[str | None, typer.Option(help="The register to try it for.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what changed rules would have flagged in the last nights' documents; writes nothing.

    The files are read as if they lay in RECWATCH_HOME. Only recommendations that the change may
    judge otherwise are looked at. A night is a day on which a run brought documents.
    """
    from monitor.cli.output import print_json, say
    from monitor.cli.tryview import print_trial, trial_as_json
    from monitor.wiring import load_settings

    settings = load_settings(register=register)
    rules = _rules(settings, file)
    if rules is None:
        say(
            "The change alters no verdict of any recommendation: nothing was held against "
            "documents. What lies in the folder of rules already is no change; try a copy."
        )
        return
    trial = _trial(settings, rules, nights)
    if as_json:
        print_json(trial_as_json(trial))
    else:
        print_trial(trial)


def _rules(settings: "Settings", file: Path) -> "RulesToTry | None":
    """Raises BadFiles."""
    from monitor.trying import rules_to_try
    from monitor.wiring import load_changed_rules, load_rules
    from rules.complaints import BadFiles
    from rules.placing import changed_files

    before = load_rules(settings)
    changed = changed_files(file, before.register.id)
    if changed.item is None:
        raise BadFiles(changed.complaints)
    after = load_changed_rules(settings, changed.item)
    return rules_to_try(before, after, changed.item, settings.home)


def _trial(settings: "Settings", rules: "RulesToTry", nights: int) -> "Trial":
    from monitor.trying import try_rules as hold
    from monitor.wiring import look_at_runs, open_store

    if not look_at_runs(settings):
        raise typer.BadParameter(
            f"no night has run in {settings.home}: there is nothing to hold the rules against"
        )
    with closing(open_store(settings)) as store, _Progress() as see:
        return hold(store, rules, nights, see=see)


class _Progress:
    """Says on a terminal how far it came."""

    def __enter__(self) -> "See":
        import sys

        self._shown = sys.stderr.isatty()
        return self._see

    def __exit__(self, *_: object) -> None:
        import sys

        if self._shown:
            sys.stderr.write("\r\033[K")

    def _see(self, documents: int) -> None:
        import sys

        if self._shown and documents % _SEEN_EVERY == 0:
            sys.stderr.write(f"\r{documents:,} documents read")
            sys.stderr.flush()
