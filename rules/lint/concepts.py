"""Concepts whose words catch too much, or stand in two places."""

from collections.abc import Iterator, Mapping

from rules.complaints import Complaint
from rules.concepts import Concept, included
from rules.forms import Form
from rules.lint.inside import forms_in
from rules.lint.warning import warning
from rules.register import Rulebook

# A stem so short begins too many other words: сот* also finds сотовый.
STEM_AT_LEAST = 3
# Two concepts may name the same few words; one whose words are nearly all in another is a copy.
COPIED_SHARE = 0.8
COPIED_AT_LEAST = 3


def concepts_worth_a_look(rulebook: Rulebook) -> Iterator[Complaint]:
    """Warnings about concepts by themselves and side by side."""
    for concept in rulebook.concepts.values():
        yield from _short_stems(concept)
    yield from _copies(rulebook)


def _short_stems(concept: Concept) -> Iterator[Complaint]:
    for _, forms in concept.forms:
        for form in forms:
            piece = form.pieces[0]
            if len(form.pieces) == 1 and piece.stem and len(piece.text) < STEM_AT_LEAST:
                message = f"the form {piece.text}* of {concept.id} begins many other words"
                yield warning(concept.place, message, "list the words that are meant")


def _copies(rulebook: Rulebook) -> Iterator[Complaint]:
    """A concept that repeats nearly all of another: a word added to one is missing in the other."""
    languages = rulebook.register.languages
    concepts = list(rulebook.concepts.values())
    forms = {c.id: {(lang, f) for lang in languages for f in forms_in(c, lang)} for c in concepts}
    for concept in concepts:
        for other in concepts:
            if concept.place.file == other.place.file and _is_copied(concept, other, forms):
                yield _copy(concept, other, rulebook)


def _is_copied(
    concept: Concept, other: Concept, forms: Mapping[str, set[tuple[str, Form]]]
) -> bool:
    own = forms[concept.id]
    if concept.id == other.id or concept.id in other.includes or len(own) < COPIED_AT_LEAST:
        return False
    return len(own & forms[other.id]) >= COPIED_SHARE * len(own)


def _copy(concept: Concept, other: Concept, rulebook: Rulebook) -> Complaint:
    remedy = f"let {other.id} include {concept.id}, and keep the words there"
    if other.id in included(concept.id, rulebook.concepts):
        remedy = f"keep in {concept.id} only what {other.id} lacks; it is included already"
    return warning(concept.place, f"{other.id} repeats nearly all words of {concept.id}", remedy)
