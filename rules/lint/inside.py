"""Which forms lie inside longer ones: what the rule of the longest hit can decide between."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rules.concepts import NAMES, Concept
from rules.forms import Form, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A form of `shorter` that can stand within a form of `longer`."""

    longer: str
    shorter: str


def containments(concepts: Mapping[str, Concept], languages: Iterable[str]) -> frozenset[Inside]:
    """Every pair of concepts of which one can stand within the other, by words; also itself.

    A stem that merely ends elsewhere in the same words is not longer: both run to the word's end.
    """
    found: set[Inside] = set()
    for language in languages:
        forms = [
            (concept.id, form)
            for concept in concepts.values()
            for made in concept.forms_for(language)
            for form in made.spelled()
        ]
        index = _Index(forms)
        for longer, form in forms:
            if len(form.pieces) > 1:
                found.update(Inside(longer=longer, shorter=s) for s in index.inside(form))
    return frozenset(found)


class _Index:
    """Forms by their first word."""

    def __init__(self, forms: list[tuple[str, Form]]) -> None:
        self._words: dict[str, list[tuple[str, Form]]] = {}
        self._stems: dict[str, list[tuple[str, Form]]] = {}
        for concept, form in forms:
            first = form.pieces[0]
            kind = self._stems if first.stem else self._words
            kind.setdefault(first.text, []).append((concept, form))
        self._sorted = sorted({*self._words, *self._stems})

    def inside(self, form: Form) -> Iterator[str]:
        """The concepts with a form that can stand within this one and is shorter."""
        for start in range(len(form.pieces)):
            rest = form.pieces[start:]
            for concept, other in self._beginning_like(rest[0]):
                fits = len(other.pieces) <= len(rest) and len(other.pieces) < len(form.pieces)
                if fits and all(map(_can_be_one, other.pieces, rest)):
                    yield concept

    def _beginning_like(self, piece: Piece) -> Iterator[tuple[str, Form]]:
        text = piece.text
        if not piece.stem:
            yield from self._words.get(text, ())
        for length in range(2, len(text) + (not piece.stem)):
            yield from self._stems.get(text[:length], ())
        if piece.stem:
            for index in range(bisect_left(self._sorted, text), len(self._sorted)):
                longer = self._sorted[index]
                if not longer.startswith(text):
                    return
                yield from self._words.get(longer, ())
                yield from self._stems.get(longer, ())


def _can_be_one(one: Piece, other: Piece) -> bool:
    """Whether one word of a text can satisfy both."""
    if one.stem and other.text.startswith(one.text):
        return True
    if other.stem and one.text.startswith(other.text):
        return True
    return one.text == other.text


def forms_in(concept: Concept, language: str) -> frozenset[Form]:
    """The forms as a text of this language is searched for them, each word by itself."""
    found = concept.forms_for(language)
    if concept.kind in NAMES:
        found = tuple(form for _, forms in concept.forms for form in forms)
    return frozenset(form for made in found for form in made.spelled())
