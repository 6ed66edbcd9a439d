"""What the examples show when they are read by all signals: branches never tried, and signals that
fire on nearly everything."""

from collections import Counter
from collections.abc import Iterator

from rules.candidates import CompiledSignal, Reading
from rules.complaints import Complaint
from rules.examples import as_document
from rules.expression import All, Any, Node, Within, find
from rules.language.syntax import And, ConceptRef, Expression, Not, Or, Scope, Word
from rules.lint.signals import brief, name_of
from rules.lint.warning import warning
from rules.matcher import Matcher

# A signal that fires on more of the other recommendations' examples than this says nothing.
FIRES_AT_MOST = 0.2
# Fewer examples of others than this prove nothing.
OTHERS_AT_LEAST = 40
SHOWN_AT_MOST = 3


def tried_on_examples(matcher: Matcher) -> Iterator[Complaint]:
    """Warnings that need the compiled rules and their examples."""
    readings = {
        (recommendation.id, signal.id): [
            matcher.read(as_document(example)) for example in signal.examples if example.gives
        ]
        for recommendation in matcher.register.recommendations
        for signal in recommendation.signals
    }
    for signal in matcher.signals:
        own = readings[signal.recommendation.id, signal.signal.id]
        yield from _untried(signal, [reading for reading in own if reading is not None])
    yield from _everywhere(matcher.unweighed)


def _untried(signal: CompiledSignal, readings: list[Reading]) -> Iterator[Complaint]:
    """Branches of the signal's outermost OR that no example of a match goes through."""
    branches = list(_branches(signal.signal.when, signal.node))
    untried = [tree for tree, node in branches if not any(_holds(node, r) for r in readings)]
    if untried:
        name = name_of(signal.recommendation, signal.signal)
        first = "; ".join(brief(tree) for tree in untried[:SHOWN_AT_MOST])
        message = f"{name}: {len(untried)} of {len(branches)} branches are in no example: {first}"
        remedy = "add examples with gives: true (they may have a `title:`), or take branches out"
        yield warning(untried[0].place, message, remedy)


def _holds(node: Node, reading: Reading) -> bool:
    return bool(find(node, reading.hits, (0, len(reading.segments.whole.plain))))


def _branches(tree: Expression, node: Node) -> Iterator[tuple[Expression, Node]]:
    """The branches that are whole conditions, not mere alternatives for a word."""
    if isinstance(node, Within):
        inner = tree.term if isinstance(tree, Scope) else tree  # without a scope it is wrapped
        for branch, below in _branches(inner, node.term):
            yield branch, node._replace(term=below)
    elif isinstance(tree, Or) and isinstance(node, Any):
        pairs = zip(tree.terms, node.terms, strict=True)
        yield from (pair for pair in pairs if not isinstance(pair[0], ConceptRef | Word))
    elif isinstance(tree, And) and isinstance(node, All):
        positive = [term for term in tree.terms if not isinstance(term, Not)]
        if len(positive) == 1:
            yield from _branches(positive[0], node.terms[0])


def _everywhere(matcher: Matcher) -> Iterator[Complaint]:
    """Signals that fire on the examples of many other recommendations."""
    fired: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for recommendation in matcher.register.recommendations:
        examples = [example for signal in recommendation.signals for example in signal.examples]
        totals[recommendation.id] = len(examples)
        for example in examples:
            found = {(m.recommendation, m.signal) for m in matcher.match(as_document(example))}
            fired.update(one for one in found if one[0] != recommendation.id)
    for one in matcher.signals:
        key = one.recommendation.id, one.signal.id
        others = totals.total() - totals[one.recommendation.id]
        if others >= OTHERS_AT_LEAST and fired[key] > FIRES_AT_MOST * others:
            name = name_of(one.recommendation, one.signal)
            message = f"{name} fires on {fired[key]} of {others} examples of others"
            yield warning(one.signal.place, message, "ask for more than one common word")
