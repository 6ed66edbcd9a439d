"""What `backtest` prints: figures, then each mistake with its reason, then what changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.backtest.figures import Counts, Figures, Share
from monitor.backtest.records import Outcome, Pair
from monitor.backtest.run import Backtest, Mistake
from monitor.backtest.saved import Difference, Key
from monitor.cli.output import data, print_rows, shown
from monitor.printable import shortened

_HEADERS = ("", "found", "missed", "false", "recall", "precision")
_KINDS = {
    Outcome.MISSED: "Missed",
    Outcome.FALSE: "False alarms",
    Outcome.FOUND: "Found, but another direction",
    Outcome.TAKEN: "Statements taken for events",
}
_TITLE_AT_MOST = 90
_WHY_AT_MOST = 600
_SIGNALS_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is said of a run. difference: None where it is held against no earlier one."""

    run: Backtest
    figures: Figures
    difference: Difference | None


def print_report(report: Report) -> None:
    """Print it for a person."""
    out, figures = data(), report.figures
    out.print(shown(f"{len(report.run.documents)} documents, rules {report.run.rules[:12]}"))
    whole = (("pairs", figures.pairs), ("documents", figures.documents))
    for counts in (figures.recommendations, figures.languages, whole):
        out.print()
        _print_counts(counts)
    out.print()
    for line in _summary(figures):
        out.print(shown(line))
    for outcome, heading in _KINDS.items():
        _print_mistakes(heading, report.run.of(outcome))
    if report.difference is not None:
        _print_difference(report.difference)


def _print_counts(counts: Iterable[tuple[str, Counts]]) -> None:
    rows = [_row(*one) for one in counts]
    if not data().is_terminal:  # there are several tables, so a pipe is told the columns, too
        rows.insert(0, _HEADERS)
    print_rows(_HEADERS, rows)


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    numbers = (counts.found, counts.missed, counts.false)
    return (name, *map(str, numbers), _share(counts.recall), _share(counts.precision))


def _share(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.3f} ({low:.2f}-{high:.2f})"


def _summary(figures: Figures) -> Iterator[str]:
    macro = "-" if figures.macro is None else f"{figures.macro:.3f}"
    yield f"direction right: {_of(figures.direction)} pairs found"
    yield f"progress and mixed: recall {_of(figures.other)}"
    yield f"progress and mixed: direction right {_of(figures.other_direction)} found"
    yield f"mean recall over {figures.macro_of} recommendations with three pairs or more: {macro}"
    yield f"statements taken for events: {figures.statements.count} of {figures.statements.of}"


def _of(share: Share) -> str:
    return f"{_share(share)}, {share.count} of {share.of}"


def _print_mistakes(heading: str, mistakes: Sequence[Mistake]) -> None:
    out = data()
    if not mistakes:
        return
    out.print()
    out.print(shown(f"{heading}: {len(mistakes)}", style="bold"))
    for mistake in mistakes:
        for line in _mistake(mistake):
            out.print(shown(line))


def _mistake(mistake: Mistake) -> Iterator[str]:
    pair, title = mistake.pair, shortened(mistake.title, _TITLE_AT_MOST)
    yield f"  {pair.recommendation} {pair.document} ({pair.language}) {title}"
    yield f"    expected {_expected(pair)}, found {_answered(pair)}"
    for words in mistake.words[:_SIGNALS_AT_MOST]:
        yield f"    at {shortened(words, _WHY_AT_MOST)}"
    yield f"    {shortened(mistake.why, _WHY_AT_MOST)}"


def _expected(pair: Pair) -> str:
    return pair.expected.value if pair.expected else "nothing"


def _answered(pair: Pair) -> str:
    return " and ".join(sorted(toward.value for toward in pair.answered)) or "nothing"


def _print_difference(difference: Difference) -> None:
    out = data()
    out.print()
    out.print(shown("Against the earlier run", style="bold"))
    for name, keys in _changes(difference):
        out.print(shown(f"  {name}: {len(keys)}"))
        for document, recommendation in keys:
            out.print(shown(f"    {recommendation} {document}"))
    if difference.relabelled or difference.unshared:
        out.print(
            shown(
                f"  not compared: {difference.relabelled} pairs with another label, "
                f"{difference.unshared} documents that only one run has"
            )
        )


def _changes(difference: Difference) -> Iterable[tuple[str, tuple[Key, ...]]]:
    return (
        ("gained", difference.gained),
        ("lost", difference.lost),
        ("new false", difference.newly_false),
        ("mended false", difference.mended),
        ("statements newly taken", difference.newly_taken),
        ("statements let go", difference.let_go),
    )


def report_as_json(report: Report) -> dict[str, Any]:
    """The report for programs. Shares are rounded to three digits, as tables show them."""
    figures = report.figures
    return {
        "register": report.run.register,
        "rules": report.run.rules,
        "documents": len(report.run.documents),
        "pairs": _counts(figures.pairs),
        "by_document": _counts(figures.documents),
        "direction": _share_as_json(figures.direction),
        "other": _share_as_json(figures.other),
        "other_direction": _share_as_json(figures.other_direction),
        "statements_taken": _share_as_json(figures.statements),
        "macro_recall": None if figures.macro is None else round(figures.macro, 3),
        "recommendations": {name: _counts(c) for name, c in figures.recommendations},
        "languages": {name: _counts(c) for name, c in figures.languages},
        "mistakes": [_mistake_as_json(one) for one in report.run.mistakes],
        "difference": None if report.difference is None else _difference(report.difference),
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "found": counts.found,
        "missed": counts.missed,
        "false": counts.false,
        "recall": _share_as_json(counts.recall),
        "precision": _share_as_json(counts.precision),
    }


def _share_as_json(share: Share) -> dict[str, Any]:
    return {
        "count": share.count,
        "of": share.of,
        "value": None if share.value is None else round(share.value, 3),
        "interval": None if share.interval is None else [round(end, 3) for end in share.interval],
    }


def _mistake_as_json(mistake: Mistake) -> dict[str, Any]:
    return {
        "kind": "direction" if mistake.pair.outcome is Outcome.FOUND else mistake.pair.outcome,
        "id": mistake.pair.document,
        "language": mistake.pair.language,
        "recommendation": mistake.pair.recommendation,
        "expected": mistake.pair.expected,
        "answered": sorted(mistake.pair.answered),
        "title": mistake.title,
        "words": mistake.words,
        "why": mistake.why,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    named = {name.replace(" ", "_"): keys for name, keys in _changes(difference)}
    return named | {"relabelled": difference.relabelled, "unshared": difference.unshared}
