"""An explanation on a terminal: pieces ticked or crossed, and what became of every finding."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from monitor.cli.output import data, shown
from monitor.printable import printable, shortened
from rules.explain import Explanation, Finding, SignalExplanation, Step

_SENTENCE_AT_MOST = 400
_NEARLY_AT_MOST = 12
_BEHIND = "it stands behind the lead, and nothing there says that it is new"
_REPEATS = "; but title or lead report the same"


def print_explanation(explanation: Explanation, *, whole: bool) -> None:
    """Print it. whole: every signal with its tree; else what matched and what nearly did."""
    out = data()
    for note in explanation.notes:
        out.print(shown(f"({note})"))
    found = [s for s in explanation.signals if whole or s.findings]
    for signal in found:
        for line in _signal(signal):
            out.print(line)
    if not whole:
        for line in _nearly(explanation, found):
            out.print(line)


def _signal(signal: SignalExplanation) -> Iterator[Text]:
    yield Text()
    name = f"{signal.recommendation}/{signal.signal}"
    yield shown(f"{name} ({signal.toward.value}): {signal.when}", style="bold")
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
    cues = ", ".join(f"“{cue}”" for cue in finding.cues)
    seen = f" at {cues}" if cues else ""
    yield shown(f"    read as {finding.factuality.value}{seen}: {finding.factuality_why}")
    where = "inside" if finding.inside else "another country"
    yield shown(f"    place, {where}: {finding.place_why}")
    if finding.background:
        yield shown(f"    background: {_BEHIND}{_REPEATS if finding.reported else ''}")


def _nearly(explanation: Explanation, found: list[SignalExplanation]) -> Iterator[Text]:
    """Signals that one piece kept from being satisfied."""
    near = [s for s in explanation.signals if s not in found and _is_near(s.step)]
    if not found:
        yield shown("No signal is satisfied.")
    if near:
        yield Text()
        yield shown("One piece short:", style="bold")
    for signal in near[:_NEARLY_AT_MOST]:
        short = ", ".join(dict.fromkeys(_missing(signal.step)))
        yield shown(f"  {signal.recommendation}/{signal.signal}: {short}")
    if len(near) > _NEARLY_AT_MOST:
        yield shown(f"  and {len(near) - _NEARLY_AT_MOST} more")


def _is_near(step: Step) -> bool:
    return _shortfall(step) == 1 and _has_words(step)


def _has_words(step: Step) -> bool:
    return bool(step.words) or any(_has_words(part) for part in step.parts)


def _shortfall(step: Step) -> int:
    """How many pieces are missing; words that are there but too far apart count as one."""
    if step.met:
        return 0
    inside = [_shortfall(part) for part in step.parts if step.what != "NOT"]
    if step.what == "OR":
        return min(inside, default=1)
    return sum(inside) or 1


def _missing(step: Step) -> Iterator[str]:
    """The pieces that are missing, in words."""
    if step.met:
        return
    lacking = [part for part in step.parts if not part.met]
    if step.what == "NOT":
        yield "holds what must not be there"
        return
    if not lacking:  # a concept or word; or pieces that are there, but not as near as asked
        yield f"the words are not {step.what}" if step.parts else f"lacks {step.what}"
        return
    for part in lacking:
        yield from _missing(part)


def explanation_as_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation for programs, under its records' own names."""
    return asdict(explanation)
