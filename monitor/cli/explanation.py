"""An explanation on a terminal: what matched, what was held back and why, what nearly matched."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from monitor.cli.output import data, shown
from monitor.printable import printable, shortened
from rules.explain import Explanation, Finding, SignalExplanation, Step
from rules.nearly import NearMatch, together
from rules.reasons import found_said, gap_said, said_with_gloss
from rules.records import Toward

_SENTENCE_AT_MOST = 300
_NEARLY_AT_MOST = 5
_NEARLY_OF_ONE = 2  # of one recommendation and direction, unless it was asked for alone
_HELD_AT_MOST = 8
_WITHOUT_ACT_AT_MOST = 2
Told = tuple[SignalExplanation, Finding]


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
    for signal in explanation.signals:
        for line in _signal(signal):
            out.print(line)


def _short(explanation: Explanation, alone: bool) -> Iterator[Text]:
    told = [(s, f) for s in explanation.signals for f in s.findings]
    matched = [one for one in told if one[1].counts and one[1].reported]
    done = {_about(one[0]) for one in matched}
    held = list(_held_back(told, done))
    open_ = (near for near in explanation.nearly if _about(near) not in done)
    near = list(_nearest(together(open_), alone))
    for note in explanation.notes:
        yield shown(f"({note})")
    if not matched:
        yield shown("Nothing matched.")
    yield from _section("Matched", [line for one in matched for line in _matched(*one)])
    yield from _section("Held back", [line for one in held for line in _held(*one)])
    yield from _section("Nearly matched", [line for one in near for line in _near(one)])


def _section(heading: str, lines: list[Text]) -> Iterator[Text]:
    if lines:
        yield Text()
        yield shown(heading, style="bold")
        yield from lines


def _matched(signal: SignalExplanation, finding: Finding) -> Iterator[Text]:
    yield shown(f"  {_name(signal)} ({signal.toward.value}): {_words(finding)}")
    yield _sentence(finding.sentence)
    if finding.cues:  # something spoke against it and was overruled
        yield shown(f"    {finding.factuality_why}")


def _held(signal: SignalExplanation, finding: Finding) -> Iterator[Text]:
    yield shown(f"  {_name(signal)} ({signal.toward.value}): {_words(finding)}")
    yield shown(f"    {finding.why_not}")
    yield _sentence(finding.sentence)


def _near(near: NearMatch) -> Iterator[Text]:
    yield shown(f"  {near.recommendation}/{near.signal} ({near.toward.value})")
    yield shown(f"    there: {found_said(near)}")
    for gap in near.gaps:
        yield shown(f"    but: {gap_said(gap)}")


def _name(signal: SignalExplanation) -> str:
    return f"{signal.recommendation}/{signal.signal}"


def _words(finding: Finding) -> str:
    pairs = zip(finding.evidence, finding.glosses, strict=True)
    said = (said_with_gloss(shortened(piece.quote, 80), gloss) for piece, gloss in pairs)
    return ", ".join(dict.fromkeys(said))


def _sentence(text: str) -> Text:
    return shown(f"    in: {shortened(text, _SENTENCE_AT_MOST)}", style="dim")


def _about(signal: SignalExplanation | NearMatch) -> tuple[str, Toward]:
    return signal.recommendation, signal.toward


def _held_back(told: Iterable[Told], matched: set[tuple[str, Toward]]) -> Iterator[Told]:
    """What is no match, once for each reason, where the recommendation has no match that way."""
    seen = set()
    for signal, finding in told:
        reason = (_about(signal), finding.why_not)
        if finding.counts or _about(signal) in matched or reason in seen:
            continue
        seen.add(reason)
        yield signal, finding
        if len(seen) == _HELD_AT_MOST:
            return


def _nearest(nearly: Iterable[NearMatch], alone: bool) -> Iterator[NearMatch]:
    """The most telling; who is named without an act is told only where little else is."""
    counts: dict[tuple[str, Toward], int] = {}
    for near in nearly:
        about = _about(near)
        counts[about] = counts.get(about, 0) + 1
        few = sum(counts.values()) <= _WITHOUT_ACT_AT_MOST
        if (alone or counts[about] <= _NEARLY_OF_ONE) and (near.has_act or few):
            yield near
        if sum(counts.values()) >= _NEARLY_AT_MOST:
            return


def _signal(signal: SignalExplanation) -> Iterator[Text]:
    yield Text()
    yield shown(f"{_name(signal)} ({signal.toward.value}): {signal.when}", style="bold")
    yield from _tree(signal.step, "  ")
    for finding in signal.findings:
        yield from _finding(finding)


def _tree(step: Step, indent: str) -> Iterator[Text]:
    gloss = f" ({step.gloss})" if step.gloss else ""
    words = ": " + ", ".join(f"“{printable(word)}”" for word in step.words) if step.words else ""
    mark, style = ("✓", "green") if step.met else ("✗", "red")
    yield Text(indent).append(mark, style=style).append(f" {step.what}{gloss}{words}")
    for part in step.parts:
        yield from _tree(part, indent + "  ")


def _finding(finding: Finding) -> Iterator[Text]:
    fate = "a match" if finding.reported else "no match"
    yield shown(f"  → {fate}: {shortened(finding.sentence, _SENTENCE_AT_MOST)}")
    yield shown(f"    {finding.factuality_why}")
    yield shown(f"    place: {finding.place_why}")


def explanation_as_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation for programs, under its records' own names."""
    return asdict(explanation)
