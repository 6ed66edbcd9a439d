"""Holds labelled documents against the rules: pairs to count, and a finding for each mistake.

documents, labels ─► cases ─► pairs ─► figures
                                 └──► findings: misses, false alarms, wrong ways, statements
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.backtest.records import Case, Expected, Outcome, Pair
from rules.explain import Explanation, Finding, SignalExplanation, explain
from rules.matcher import Matcher
from rules.reasons import near_said, said_with_gloss, short_gloss
from rules.records import Direction, Match, Toward

# How many pieces the nearest signal of a miss may lack before it is called near no more.
GAPS_AT_MOST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A pair that was not answered as its label says. why: one sentence about the rules' reading.

    words: the evidence of what was found, with glosses; empty for a miss.
    """

    pair: Pair
    title: str
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """A run's pairs, and its mistakes in the documents' order.

    rules: their digest. documents: all ids. only: the one recommendation looked at; None: all.
    """

    register: str
    rules: str
    documents: tuple[str, ...]
    only: str | None
    pairs: tuple[Pair, ...]
    mistakes: tuple[Mistake, ...]

    def of(self, outcome: Outcome) -> tuple[Mistake, ...]:
        """The mistakes of one kind; FOUND: those that point the wrong way."""
        return tuple(one for one in self.mistakes if one.pair.outcome is outcome)


def backtest(
    matcher: Matcher, cases: Sequence[Case], recommendation: str | None = None
) -> Backtest:
    """Match every document and hold the answers against the labels.

    recommendation: look at this one only.
    """
    pairs: list[Pair] = []
    mistakes: list[Mistake] = []
    for case in cases:
        answered = _answered(matcher.match(case.document))
        for pair in pairs_of(case, answered, recommendation):
            pairs.append(pair)
            if not _as_expected(pair):
                mistakes.append(_mistake(matcher, case, pair))
    return Backtest(
        register=matcher.register.id,
        rules=matcher.digest,
        documents=tuple(case.document.id for case in cases),
        only=recommendation,
        pairs=tuple(pairs),
        mistakes=tuple(mistakes),
    )


def _answered(matches: Iterable[Match]) -> Mapping[str, Collection[Toward]]:
    """The directions of the actual matches, by recommendation."""
    answered: dict[str, set[Toward]] = {}
    for match in matches:
        if match.direction is not Direction.STATEMENT:
            answered.setdefault(match.recommendation, set()).add(match.toward)
    return answered


def pairs_of(
    case: Case, answered: Mapping[str, Collection[Toward]], only: str | None = None
) -> Iterator[Pair]:
    """The pairs to count of a document. answered: by recommendation the directions flagged."""
    expected = dict(case.pairs)
    for name in dict.fromkeys((*expected, *(answered if case.is_whole else ()))):
        if only in (None, name):
            yield Pair(
                document=case.document.id,
                language=case.document.language,
                recommendation=name,
                expected=expected.get(name),
                answered=frozenset(answered.get(name, ())),
            )


def _as_expected(pair: Pair) -> bool:
    if pair.outcome is Outcome.FOUND:
        return pair.is_right_way
    return pair.outcome is Outcome.STATED


def _mistake(matcher: Matcher, case: Case, pair: Pair) -> Mistake:
    found = explain(matcher, case.document, pair.recommendation, gaps=GAPS_AT_MOST)
    if pair.answered:
        raised = [(s, f) for s in found.signals for f in s.findings if f.counts and f.reported]
        words, why = tuple(_words(f) for _, f in raised), _raised(raised)
    else:
        words, why = (), _missed(found, pair.expected)
    return Mistake(pair=pair, title=case.document.title, words=words, why=why)


def _words(finding: Finding) -> str:
    pairs = zip(finding.evidence, finding.glosses, strict=True)
    said = (said_with_gloss(piece.quote, short_gloss(gloss)) for piece, gloss in pairs)
    return ", ".join(dict.fromkeys(said))


def _raised(raised: Sequence[tuple[SignalExplanation, Finding]]) -> str:
    """The signals that fired, and how the first one was read."""
    named = dict.fromkeys(f"{signal.signal} ({signal.toward.value})" for signal, _ in raised)
    first = raised[0][1]
    return f"{', '.join(named)}: {first.factuality_why}; {first.place_why}"


def _missed(found: Explanation, expected: Expected | None) -> str:
    """What came nearest to the expected direction: a verdict that fell, or a missing piece."""
    ways = [t for t in Toward if expected in (t.value, Expected.MIXED)]
    held = [(s, f) for s in found.signals if s.toward in ways for f in s.findings]
    if held:
        signal, finding = max(held, key=lambda one: one[1].inside)
        return f"{signal.signal} found {_words(finding)}, {finding.why_not}"
    near = sorted(found.nearly, key=lambda one: (len(one.gaps), one.toward not in ways))
    if near:
        return f"{near[0].signal} ({near[0].toward.value}) {near_said(near[0])}"
    return "no signal of it comes near: two pieces or more are missing of each"
