"""Holds every signal against its own examples: what it must give, and what it must not."""

from collections.abc import Collection, Iterator

from rules.complaints import Complaint
from rules.matcher import Matcher
from rules.records import Document, Example, Factuality, Match, Recommendation, Signal, Tells


def check_examples(matcher: Matcher, only: Collection[str] | None = None) -> tuple[Complaint, ...]:
    """A complaint for each example that is not answered as it says, in the register's order.

    only: the examples of these recommendations; None: of all. Signals are held against a sentence
    each, so nothing is weighed: that takes a page.
    """
    alone = matcher.unweighed
    return tuple(
        complaint
        for recommendation in matcher.register.recommendations
        if only is None or recommendation.id in only
        for signal in recommendation.signals
        for example in signal.examples
        for complaint in _check(alone, recommendation, signal, example)
    )


def as_document(example: Example) -> Document:
    """An example as it is judged; most are a text of one paragraph, without a title."""
    return Document(
        id="example",
        title=example.title,
        text=example.text,
        language=example.language,
        published=example.published,
        country=example.country,
    )


def _check(
    matcher: Matcher, recommendation: Recommendation, signal: Signal, example: Example
) -> Iterator[Complaint]:
    """A match that must be there must be actual, or the state that its signal tells of; a near miss
    may still give a statement."""
    found = [
        match
        for match in matcher.match(as_document(example))
        if (match.recommendation, match.signal) == (recommendation.id, signal.id)
    ]
    given = Factuality.STATE if signal.tells is Tells.STATE else Factuality.ACTUAL
    actual = [match for match in found if match.factuality is given]
    if bool(actual) is example.gives:
        return
    name = f"{recommendation.id}/{signal.id}"
    if example.gives:
        message = f"{name} does not give this example: {_instead(found)}"
        remedy = "mend the signal, its concepts, or the example; `recwatch explain` says why"
    else:
        quotes = ", ".join(repr(piece.quote) for piece in actual[0].evidence)
        message = f"{name} gives this near miss, by {quotes}"
        remedy = "narrow the signal, or say gives: true"
    yield Complaint(place=example.place, message=message, remedy=remedy)


def _instead(found: list[Match]) -> str:
    if not found:
        return "no match"
    return "it is read as " + ", ".join(match.factuality.value for match in found)
