"""What never fired on a corpus: words that nobody writes, and signals that nothing satisfies."""

from collections.abc import Iterable, Iterator

from rules.complaints import Complaint
from rules.language.checks import concepts_of
from rules.lint.signals import name_of
from rules.lint.warning import warning
from rules.matcher import Matcher
from rules.records import Document, Factuality
from rules.register import Rulebook

# What a person is told: an act that was done, or the state that a signal tells of.
_COUNTED = (Factuality.ACTUAL, Factuality.STATE)


def never_fired(
    rulebook: Rulebook, matcher: Matcher, documents: Iterable[Document]
) -> tuple[Complaint, ...]:
    """Warnings about concepts and signals that a corpus knows nothing of, by place."""
    tally = _Tally(matcher)
    for document in documents:
        tally.add(document)
    found = (*tally.silent_concepts(rulebook), *tally.silent_signals())
    return tuple(sorted(found, key=lambda complaint: complaint.place))


class _Tally:
    """What was seen of concepts and signals, document by document."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._documents = 0
        self._concepts: set[int] = set()
        self._satisfied: set[int] = set()
        self._counted: set[int] = set()

    def add(self, document: Document) -> None:
        self._documents += 1
        reading = self._matcher.read(document)
        if reading is None:
            return
        self._concepts |= reading.hits.by_concept.keys()
        for one in self._matcher.candidates(reading):
            self._satisfied.add(one.signal.order)
            if one.place.inside and one.factuality.factuality in _COUNTED:
                self._counted.add(one.signal.order)

    def silent_concepts(self, rulebook: Rulebook) -> Iterator[Complaint]:
        seen = {self._matcher.vocabulary.ids[number] for number in self._concepts}
        used = {name for one in self._matcher.signals for name in concepts_of(one.signal.when)}
        for concept in rulebook.concepts.values():
            if concept.id in used and concept.id not in seen:
                message = f"no word of {concept.id} stands in {self._documents} documents"
                yield warning(concept.place, message, "write it as texts do, or remove it")

    def silent_signals(self) -> Iterator[Complaint]:
        for one in self._matcher.signals:
            if one.order in self._counted:
                continue
            name = name_of(one.recommendation, one.signal)
            message = f"{name} was satisfied nowhere in {self._documents} documents"
            if one.order in self._satisfied:
                message = f"{name} was only planned, denied, past or abroad where it was satisfied"
            yield warning(one.signal.place, message, "`recwatch explain` shows what it lacks")
