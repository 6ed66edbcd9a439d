"""What loads and is still worth a second look. Every finding is a warning; none keeps from work."""

from collections.abc import Iterator
from itertools import chain

from rules.complaints import Complaint, Level, Place
from rules.concepts import Concept, Kind, included
from rules.forms import Form
from rules.language.checks import concepts_of
from rules.register import Rulebook

# A stem so short begins too many other words: сот* also finds сотовый.
STEM_AT_LEAST = 3


def lint(rulebook: Rulebook) -> tuple[Complaint, ...]:
    """Warnings about a rulebook, by place."""
    found = chain(_without_act(rulebook), _short_stems(rulebook), _doubles(rulebook))
    return tuple(sorted(found, key=lambda complaint: complaint.place))


def _without_act(rulebook: Rulebook) -> Iterator[Complaint]:
    """A signal that names no act fires on the topic alone, and its factuality hangs in the air."""
    for recommendation in rulebook.register.recommendations:
        for signal in recommendation.signals:
            named = concepts_of(signal.when)
            below = {other for name in named for other in included(name, rulebook.concepts)}
            if not any(rulebook.concepts[name].kind is Kind.ACT for name in below):
                message = f"signal {signal.id} of {recommendation.id} names no act"
                yield _warning(signal.place, message, "add a concept of kind act to `when`")


def _short_stems(rulebook: Rulebook) -> Iterator[Complaint]:
    for concept in rulebook.concepts.values():
        for form in _forms(concept):
            piece = form.pieces[0]
            if len(form.pieces) == 1 and piece.stem and len(piece.text) < STEM_AT_LEAST:
                message = f"the form {piece.text}* of {concept.id} begins many other words"
                yield _warning(concept.place, message, "list the words that are meant")


def _doubles(rulebook: Rulebook) -> Iterator[Complaint]:
    """Two concepts of one topic with the same form: each is found wherever the other is."""
    owners: dict[tuple[str, str, Form], Concept] = {}
    shared: dict[tuple[str, str], list[Form]] = {}
    for concept in rulebook.concepts.values():
        for language, forms in concept.forms:
            for form in dict.fromkeys(forms):
                other = owners.setdefault((concept.place.file, language, form), concept)
                if other is not concept:
                    shared.setdefault((concept.id, other.id), []).append(form)
    for (one, another), doubles in shared.items():
        first = " ".join(piece.text for piece in doubles[0].pieces)
        message = f"{one} and {another} share {len(doubles)} forms, {first!r} first"
        remedy = "keep them in one of the two, and use `includes`"
        yield _warning(rulebook.concepts[one].place, message, remedy)


def _forms(concept: Concept) -> Iterator[Form]:
    return chain.from_iterable(forms for _, forms in concept.forms)


def _warning(place: Place, message: str, remedy: str) -> Complaint:
    return Complaint(place=place, message=message, remedy=remedy, level=Level.WARNING)
