"""`recwatch rules learn`: how far signals can be trusted, learnt from labelled documents."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.backtest.figures import Figures, Share
    from monitor.backtest.learning import Learnt, Page
    from rules.matcher import Matcher

Documents = Annotated[
    list[Path] | None, typer.Option(help="Documents that rules were written by. May be repeated.")
]
Labels = Annotated[list[Path] | None, typer.Option(help="Their labels, in the same order.")]
FreshDocuments = Annotated[
    list[Path] | None,
    typer.Option(help="Documents that nobody read who wrote rules. May be repeated."),
]
FreshLabels = Annotated[list[Path] | None, typer.Option(help="Their labels, in the same order.")]
Out = Annotated[
    Path | None, typer.Option(help="The file to write; else one in RECWATCH_HOME, over what ships.")
]
Name = Annotated[str | None, typer.Option(help="The register to learn for.")]


def learn(
    *,
    documents: Documents = None,
    labels: Labels = None,
    fresh_documents: FreshDocuments = None,
    fresh_labels: FreshLabels = None,
    out: Out = None,
    register: Name = None,
) -> None:
    """Learn from labelled documents how far the signals of a register can be trusted.

    Documents and labels as for `backtest`. What else a page speaks of is learnt from all of them;
    how surely a signal means what it says only from the fresh ones, or from all where none are
    given. Prints how fresh documents are answered, each by what the others taught, before and
    after. Needs scikit-learn, the extra `learn`.
    """
    from monitor.wiring import load_matcher, load_settings, make_home
    from rules.weighing.scale import SCALE

    try:
        from monitor.backtest.learning import TooFewError
        from monitor.backtest.learning import learn as learn_from
    except ModuleNotFoundError as error:
        message = f"learning needs {error.name}: install scikit-learn (the extra `learn`)"
        raise typer.BadParameter(message) from error
    settings = load_settings(register=register)
    matcher = load_matcher(settings)
    pages = [
        *_pages(matcher, _paired(documents, labels, "--documents"), is_fresh=False),
        *_pages(
            matcher, _paired(fresh_documents, fresh_labels, "--fresh-documents"), is_fresh=True
        ),
    ]
    if not pages:
        raise typer.BadParameter("give --documents with --labels, fresh ones, or both")
    try:
        learnt = learn_from(pages)
    except TooFewError as error:
        raise typer.BadParameter(f"{error}; label more documents") from error
    _write(learnt, out or make_home(settings) / "registers" / matcher.register.id / SCALE)
    _print(learnt)


def _paired(
    documents: Sequence[Path] | None, labels: Sequence[Path] | None, option: str
) -> Iterator[tuple[Path, Path]]:
    first, second = documents or (), labels or ()
    if len(first) != len(second):
        message = f"{option}: {len(first)} files of documents, and {len(second)} of labels"
        raise typer.BadParameter(message)
    return zip(first, second, strict=True)


def _pages(
    matcher: "Matcher", files: Iterator[tuple[Path, Path]], *, is_fresh: bool
) -> "Iterator[Page]":
    from monitor.backtest.learning import page_of
    from monitor.cli.backtest import cases_of

    known = [one.id for one in matcher.register.recommendations]
    for documents, labels in files:
        for case in cases_of(documents, labels, known):
            yield page_of(matcher, case, is_fresh=is_fresh)


def _write(learnt: "Learnt", path: Path) -> None:
    """All of it or nothing: an earlier file is not lost to a full disk."""
    from monitor.cli.output import say
    from monitor.wholefile import write_whole
    from rules.weighing.scale import write_scale

    learnt_from = f"{learnt.pages} documents, {learnt.fresh} of them fresh"
    content = write_scale(learnt.scale, f"made by `recwatch rules learn` of {learnt_from}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.encode())
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}") from error
    say(f"{path} is written.")


def _print(learnt: "Learnt") -> None:
    from monitor.cli.output import print_rows, say

    told = f"{learnt.fresh} were answered without being learnt from:"
    say(f"Learnt from {learnt.pages} documents. {told}")
    headers = ("", "by the signals alone", "weighed")
    before, after = _shares(learnt.before), _shares(learnt.after)
    print_rows(headers, [(name, _said(before[name]), _said(after[name])) for name in before])


def _shares(figures: "Figures") -> "dict[str, Share]":
    return {
        "recall": figures.pairs.recall,
        "precision": figures.pairs.precision,
        "direction": figures.direction,
        "statements taken for events": figures.statements,
    }


def _said(share: "Share") -> str:
    of = f"{share.count} of {share.of}"
    return of if share.value is None else f"{share.value:.3f} ({of})"
