"""An explanation on a terminal. What is told, and in which words, `monitor.explaining` says."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from monitor.cli.output import data, shown
from monitor.explaining import ToldFinding, ToldNear, Tree, TreeFinding, in_short, step_said, trees
from rules.explain import Explanation, Step


def print_explanation(explanation: Explanation, *, alone: bool) -> None:
    """Print it in short. alone: one recommendation was asked for."""
    out = data()
    for line in _short(explanation, alone):
        out.print(line)


def print_trees(explanation: Explanation) -> None:
    """Print every signal with its tree of ticks and crosses."""
    out = data()
    for note in explanation.notes:
        out.print(shown(f"({note})"))
    for tree in trees(explanation):
        for line in _signal(tree):
            out.print(line)


def _short(explanation: Explanation, alone: bool) -> Iterator[Text]:
    told = in_short(explanation, alone=alone)
    for note in told.notes:
        yield shown(f"({note})")
    if not told.matched:
        yield shown("Nothing matched.")
    yield from _section("Matched", [line for one in told.matched for line in _matched(one)])
    yield from _section("Held back", [line for one in told.held for line in _held(one)])
    yield from _section("Nearly matched", [line for one in told.near for line in _near(one)])


def _section(heading: str, lines: list[Text]) -> Iterator[Text]:
    if lines:
        yield Text()
        yield shown(heading, style="bold")
        yield from lines


def _matched(one: ToldFinding) -> Iterator[Text]:
    yield shown(f"  {one.signal} ({one.toward.value}): {one.words}")
    yield _sentence(one.sentence)
    if one.why:  # something spoke against it and was overruled
        yield shown(f"    {one.why}")


def _held(one: ToldFinding) -> Iterator[Text]:
    yield shown(f"  {one.signal} ({one.toward.value}): {one.words}")
    yield shown(f"    {one.why}")
    yield _sentence(one.sentence)


def _near(one: ToldNear) -> Iterator[Text]:
    yield shown(f"  {one.signal} ({one.toward.value})")
    yield shown(f"    there: {one.there}")
    for gap in one.lacks:
        yield shown(f"    but: {gap}")


def _sentence(text: str) -> Text:
    return shown(f"    in: {text}", style="dim")


def _signal(tree: Tree) -> Iterator[Text]:
    yield Text()
    yield shown(f"{tree.signal} ({tree.toward.value}): {tree.when}", style="bold")
    yield from _steps((tree.step,), "  ")
    for finding in tree.findings:
        yield from _finding(finding)


def _steps(steps: Iterable[Step], indent: str) -> Iterator[Text]:
    for step in steps:
        mark, style = ("✓", "green") if step.met else ("✗", "red")
        yield Text(indent).append(mark, style=style).append(f" {step_said(step)}")
        yield from _steps(step.parts, indent + "  ")


def _finding(finding: TreeFinding) -> Iterator[Text]:
    yield shown(f"  → {'a match' if finding.is_match else 'no match'}: {finding.sentence}")
    yield shown(f"    {finding.factuality}")
    yield shown(f"    {finding.place}")


def explanation_as_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation for programs, under its records' own names."""
    return asdict(explanation)
