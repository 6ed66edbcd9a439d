"""An explanation as people are shown it, by the terminal and by the page: what is told, and in
which words. Only how it looks is theirs.

    Explanation ─► in short: matched, held back and why, nearly matched   (a few of each)
                └► as trees: each signal's pieces, met or not, and what became of each sentence
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.printable import printable, shortened
from rules.explain import Explanation, Finding, SignalExplanation, Step
from rules.nearly import NearMatch, together
from rules.reasons import found_said, gap_said, said_with_gloss
from rules.records import Toward

SENTENCE_AT_MOST = 300
NEARLY_AT_MOST = 5
NEARLY_OF_ONE = 2  # of one recommendation and direction, unless it was asked for alone
HELD_AT_MOST = 8
WITHOUT_ACT_AT_MOST = 2
_QUOTE_AT_MOST = 80
_Pair = tuple[SignalExplanation, Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFinding:
    """A sentence that satisfies a signal. signal: "KZ-TRE-1/iccpr-ratified".

    words: with their meaning. why: of a match, what spoke against it and was overruled, or "";
    else what held it back.
    """

    signal: str
    toward: Toward
    words: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldNear:
    """Signals (joined by commas) that lack a piece. there: what they have; lacks: what they don't.

    sentence: the one that holds the first of the words.
    """

    signal: str
    toward: Toward
    there: str
    lacks: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InShort:
    """What a person reads first. notes: what held for the whole document."""

    notes: tuple[str, ...]
    matched: tuple[ToldFinding, ...]
    held: tuple[ToldFinding, ...]
    near: tuple[ToldNear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFinding:
    """What became of a sentence that satisfies the tree."""

    is_match: bool
    sentence: str
    factuality: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A signal with every piece of it. when: as the rule says it."""

    signal: str
    toward: Toward
    when: str
    step: Step
    findings: tuple[TreeFinding, ...]

    @property
    def is_match(self) -> bool:
        """Whether a sentence of the document matches it."""
        return any(finding.is_match for finding in self.findings)


def in_short(explanation: Explanation, *, alone: bool) -> InShort:
    """What matched, what was held back and why, what nearly matched.

    alone: one recommendation was asked for. Where a recommendation matches in a direction, nothing
    else is told of that direction.
    """
    told = [(s, f) for s in explanation.signals for f in s.findings]
    matched = [one for one in told if one[1].counts and one[1].reported]
    done = {_about(one[0]) for one in matched}
    open_ = (near for near in explanation.nearly if _about(near) not in done)
    return InShort(
        notes=explanation.notes,
        matched=tuple(_matched(*one) for one in matched),
        held=tuple(_held(*one) for one in _held_back(told, done)),
        near=tuple(_near(near) for near in _nearest(together(open_), alone)),
    )


def trees(explanation: Explanation) -> tuple[Tree, ...]:
    """Every signal, in the rules' order."""
    return tuple(
        Tree(
            signal=_name(signal),
            toward=signal.toward,
            when=signal.when,
            step=signal.step,
            findings=tuple(map(_finding, signal.findings)),
        )
        for signal in explanation.signals
    )


def step_said(step: Step) -> str:
    """A piece with its meaning, and the words that meet it."""
    gloss = f" ({step.gloss})" if step.gloss else ""
    words = ": " + ", ".join(f"“{printable(word)}”" for word in step.words) if step.words else ""
    return f"{step.what}{gloss}{words}"


def has_met(step: Step) -> bool:
    """Whether a piece inside of it is met: else all that is told of it is what is not there."""
    return any(part.met or has_met(part) for part in step.parts)


def _finding(finding: Finding) -> TreeFinding:
    return TreeFinding(
        is_match=finding.reported,
        sentence=shortened(finding.sentence, SENTENCE_AT_MOST),
        factuality=finding.set_aside or finding.factuality_why,
        place=f"place: {finding.place_why}",
    )


def _matched(signal: SignalExplanation, finding: Finding) -> ToldFinding:
    overruled = finding.factuality_why if finding.cues else ""
    return _told(signal, finding, overruled)


def _held(signal: SignalExplanation, finding: Finding) -> ToldFinding:
    return _told(signal, finding, finding.why_not)


def _told(signal: SignalExplanation, finding: Finding, why: str) -> ToldFinding:
    return ToldFinding(
        signal=_name(signal),
        toward=signal.toward,
        words=_words(finding),
        sentence=shortened(finding.sentence, SENTENCE_AT_MOST),
        why=why,
    )


def _near(near: NearMatch) -> ToldNear:
    return ToldNear(
        signal=f"{near.recommendation}/{near.signal}",
        toward=near.toward,
        there=found_said(near),
        lacks=tuple(gap_said(gap) for gap in near.gaps),
        sentence=shortened(near.sentence, SENTENCE_AT_MOST),
    )


def _name(signal: SignalExplanation) -> str:
    return f"{signal.recommendation}/{signal.signal}"


def _words(finding: Finding) -> str:
    pairs = zip(finding.evidence, finding.glosses, strict=True)
    said = (
        said_with_gloss(shortened(piece.quote, _QUOTE_AT_MOST), gloss) for piece, gloss in pairs
    )
    return ", ".join(dict.fromkeys(said))


def _about(signal: SignalExplanation | NearMatch) -> tuple[str, Toward]:
    return signal.recommendation, signal.toward


def _held_back(told: Iterable[_Pair], matched: set[tuple[str, Toward]]) -> Iterator[_Pair]:
    """What is no match, once for each reason, where the recommendation has no match that way."""
    seen = set()
    for signal, finding in told:
        reason = (_about(signal), finding.why_not)
        if finding.counts or _about(signal) in matched or reason in seen:
            continue
        seen.add(reason)
        yield signal, finding
        if len(seen) == HELD_AT_MOST:
            return


def _nearest(nearly: Iterable[NearMatch], alone: bool) -> Iterator[NearMatch]:
    """The most telling; who is named without an act is told only where little else is."""
    counts: dict[tuple[str, Toward], int] = {}
    for near in nearly:
        about = _about(near)
        counts[about] = counts.get(about, 0) + 1
        few = sum(counts.values()) <= WITHOUT_ACT_AT_MOST
        if (alone or counts[about] <= NEARLY_OF_ONE) and (near.has_act or few):
            yield near
        if sum(counts.values()) >= NEARLY_AT_MOST:
            return
