"""`recwatch backtest`: the rules held against labelled documents."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.backtest.records import Case
    from monitor.backtest.run import Backtest
    from monitor.backtest.saved import SavedRun
    from monitor.cli.backtestview import Report
    from monitor.settings import Settings


Documents = Annotated[
    Path | None, typer.Option(help="Documents, a JSON line each, as for `match`.")
]
Labels = Annotated[Path | None, typer.Option(help="id TAB NONE, or id TAB REC:direction;…")]
ByHand = Annotated[
    bool,
    typer.Option("--found-by-hand", help="Take what people said should have been flagged."),
]
One = Annotated[str | None, typer.Option("--rec", metavar="REC", help="Only this recommendation.")]
Against = Annotated[Path | None, typer.Option(help="An earlier result: what was gained and lost?")]
Save = Annotated[Path | None, typer.Option(help="Keep the result here: ids and answers, no texts.")]
Name = Annotated[str | None, typer.Option(help="The register to match against.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def backtest(
    *,
    documents: Documents = None,
    labels: Labels = None,
    found_by_hand: ByHand = False,
    recommendation: One = None,
    against: Against = None,
    save: Save = None,
    register: Name = None,
    as_json: AsJson = False,
) -> None:
    """Measure the rules on documents that a person has labelled.

    A label's direction is progress, regression, mixed, or statement (bears on it, nothing changed
    yet; counted neither way). Recall and precision with 95 % intervals for each recommendation and
    language, then every mistake with its reason. Bad input is told with its place, exit 2.
    With --found-by-hand the stored documents of which people said so on the review pages are
    cases, alone or beside labelled ones; only what they named counts there.
    """
    from monitor.backtest.run import backtest as run_backtest
    from monitor.cli.backtestview import print_report, report_as_json
    from monitor.cli.output import print_json
    from monitor.wiring import load_matcher, load_settings

    if (documents is None) != (labels is None) or not (documents or found_by_hand):
        raise typer.BadParameter("give --documents with --labels, or --found-by-hand, or all three")
    settings = load_settings(register=register)
    matcher = load_matcher(settings)
    known = [one.id for one in matcher.register.recommendations]
    if recommendation not in (None, *known):
        raise typer.BadParameter(f"the register has no recommendation {recommendation!r}")
    earlier = _earlier(against, matcher.register.id) if against else None
    cases = cases_of(documents, labels, known) if documents and labels else ()
    if found_by_hand:
        cases += _found_by_hand(settings, known)
    run = run_backtest(matcher, cases, recommendation)
    if save is not None:
        _save(run, save)
    report = _measured(run, earlier)
    if as_json:
        print_json(report_as_json(report))
    else:
        print_report(report)


def _measured(run: "Backtest", earlier: "SavedRun | None") -> "Report":
    from monitor.backtest.figures import measure
    from monitor.backtest.saved import as_saved, compare
    from monitor.cli.backtestview import Report

    difference = compare(earlier, as_saved(run)) if earlier else None
    return Report(run=run, figures=measure(run.pairs), difference=difference)


def _save(run: "Backtest", path: Path) -> None:
    """All of it or nothing: an earlier result is not lost to a full disk."""
    from monitor.backtest.saved import as_saved, saved_as_json
    from monitor.cli.output import say

    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(json.dumps(saved_as_json(as_saved(run)), indent=0) + "\n")
        beside.replace(path)
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}") from error
    say(f"The result lies in {path}.")


def cases_of(documents: Path, labels: Path, known: "Collection[str]") -> tuple["Case", ...]:
    """The labelled documents of two files. Raises BadFiles with all that is wrong in them."""
    from monitor.backtest.labels import load_cases
    from monitor.extract.language import guess_language
    from rules.complaints import BadFiles

    with ExitStack() as stack:
        first, second = (stack.enter_context(_opened(path)) for path in (documents, labels))
        loaded = load_cases(first, second, (str(documents), str(labels)), known, guess_language)
    if loaded.item is None:
        raise BadFiles(loaded.errors)
    return loaded.item


def _found_by_hand(settings: "Settings", known: "Collection[str]") -> tuple["Case", ...]:
    from contextlib import closing

    from monitor.backtest.found import cases_found
    from monitor.cli.output import say, warn
    from monitor.wiring import open_store

    with closing(open_store(settings)) as store:
        cases, strangers = cases_found(store, known)
    say(f"{len(cases)} documents that people said should have been flagged.")
    if strangers:
        warn(f"{strangers} more are of recommendations that this register does not have.")
    return cases


def _earlier(path: Path, register: str) -> "SavedRun":
    from monitor.backtest.saved import read_saved

    with _opened(path) as stream:
        return read_saved(stream.read(), str(path), register)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}") from error
