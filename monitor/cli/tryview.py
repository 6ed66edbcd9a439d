"""What changed rules would have flagged, on a terminal and for programs."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from monitor.cli.output import data, print_rows, shown
from monitor.printable import shortened
from monitor.trialwords import HEADINGS, listed_said, trial_said
from monitor.trying import Difference, Trial, TriedRow

_TITLE_AT_MOST = 160
_QUOTE_AT_MOST = 300


def print_trial(trial: Trial) -> None:
    """Print the sentence, a row for each recommendation, and what is new, gone or otherwise."""
    out = data()
    for sentence in trial_said(trial):
        out.print(shown(sentence))
    if len(trial.names) > 1:
        _print_counts(trial)
    for what in Difference:
        if rows := trial.of(what):
            out.print()
            out.print(shown(HEADINGS[what], style="bold"))
            for row in rows:
                for line in _row(row):
                    out.print(line)
            if left := listed_said(trial, what):
                out.print(shown(f"  {left}"))


def _print_counts(trial: Trial) -> None:
    headers = ("recommendation", "flagged", *(what.value for what in Difference))
    print_rows(
        headers,
        [
            (name, str(one.flagged), *(str(one.changed[what]) for what in Difference))
            for name, one in trial.counts.items()
        ],
    )


def _row(row: TriedRow) -> Iterator[Text]:
    day = row.published.isoformat() if row.published else "date unknown"
    title = shortened(row.title or "(no title)", _TITLE_AT_MOST)
    yield shown(f"  {row.recommendation}: {title} ({row.language}, {day})")
    if row.before:
        yield shown(f"    was: {'; '.join(row.before)}")
    if row.after:
        yield shown(f"    now: {'; '.join(row.after)}")
    for passage in row.passages:
        marked = "".join(f"[{p.text}]" if p.part else p.text for p in passage.pieces)
        yield shown(f"    {shortened(marked, _QUOTE_AT_MOST)}", style="dim")
    yield shown(f"    {row.url}")


def trial_as_json(trial: Trial) -> dict[str, Any]:
    """The trial for programs, under its records' own names; dates as texts."""
    found = asdict(trial)
    found["nights"] = [night.isoformat() for night in trial.nights]
    for row, given in zip(trial.rows, found["rows"], strict=True):
        given["published"] = row.published.isoformat() if row.published else None
        given["passages"] = [passage.text for passage in row.passages]
    return found
