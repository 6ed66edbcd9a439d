"""Finds rules that would match nearly every text: those that common words alone satisfy."""

from collections.abc import Mapping, Sequence

from rules.complaints import Complaint
from rules.concepts import Concept, included
from rules.forms import Form, parse_form
from rules.language.checks import children
from rules.language.syntax import ConceptRef, Expression, Not, Or, Word
from rules.records import Recommendation


def check_commonplace(
    recommendations: Sequence[Recommendation],
    concepts: Mapping[str, Concept],
    common: frozenset[str],
    complaints: list[Complaint],
) -> None:
    """Complains about each signal that words of nearly every text satisfy."""
    reader = _Reader(concepts, common)
    for recommendation in recommendations:
        for signal in recommendation.signals:
            words = reader.words(signal.when)
            if words is not None:
                shown = ", ".join(repr(word) for word in dict.fromkeys(words))
                message = f"signal {signal.id} would match nearly every text, by {shown} alone"
                remedy = "add a concept that says what happened, or to whom"
                place = signal.when.place
                complaints.append(Complaint(place=place, message=message, remedy=remedy))


class _Reader:
    """Expressions held against common words."""

    def __init__(self, concepts: Mapping[str, Concept], common: frozenset[str]) -> None:
        self._concepts = concepts
        self._common = common

    def words(self, tree: Expression) -> tuple[str, ...] | None:
        """Common words that satisfy an expression; None where it takes another."""
        if isinstance(tree, Word):
            return self._of_forms((parse_form(tree.text),))
        if isinstance(tree, ConceptRef):
            return self._of_concept(tree.id)
        below = [self.words(term) for term in children(tree) if not isinstance(term, Not)]
        found = [words for words in below if words is not None]
        if isinstance(tree, Or):
            return found[0] if found else None
        return None if len(found) < len(below) else tuple(word for words in found for word in words)

    def _of_concept(self, identity: str) -> tuple[str, ...] | None:
        names = sorted(included(identity, self._concepts))
        forms = [f for name in names for _, fs in self._concepts[name].forms for f in fs]
        return self._of_forms(forms)

    def _of_forms(self, forms: Sequence[Form]) -> tuple[str, ...] | None:
        for form in forms:
            if all(not piece.stem and piece.text in self._common for piece in form.pieces):
                return (" ".join(piece.text for piece in form.pieces),)
        return None
