"""Concepts: words of one meaning in every language, read from rules/concepts/<topic>.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rules.complaints import Complaint, Place
from rules.fields import Fields
from rules.forms import Form, read_forms, read_lemmas
from rules.inflect.lemma import Part
from rules.inflect.names import NameForms, PersonName, WrongNameError, forms_of
from rules.yamlfile import Node, Text


class Kind(StrEnum):
    """What a concept is about. Factuality is read around acts; names count in every language."""

    ACT = "act"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    THING = "thing"


NAMES = (Kind.PERSON, Kind.ORGANISATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """Words of one meaning. forms: (language, its forms); language "any" stands for all.

    They are those made of its lemmas and those written down; a language may stand there twice.
    country: naming the concept says whose affairs these are. includes: concepts whose hits count
    as hits of this one too. overlaps: its hits silence nothing, and no longer one silences them.
    people: persons whose naming is a hit of it, in every language. weight: how often its own forms
    are likely to be seen; only speed depends on it.
    """

    id: str
    gloss: str
    kind: Kind
    country: str | None
    includes: tuple[str, ...]
    overlaps: bool
    forms: tuple[tuple[str, tuple[Form, ...]], ...]
    people: tuple[NameForms, ...]
    place: Place
    weight: float = 0.0

    def forms_for(self, language: str | None) -> tuple[Form, ...]:
        """The forms that apply to a text of this language; None: all of them."""
        everywhere = language is None or self.kind in NAMES
        found = (f for lang, f in self.forms if everywhere or lang in (language, "any"))
        forms = [form for group in found for form in group]
        if self.kind in NAMES:
            forms += [form.in_russian_letters() for form in forms]
        return tuple(dict.fromkeys(forms))


def read_concepts(node: Node, complaints: list[Complaint]) -> tuple[Concept, ...]:
    """The concepts of one file."""
    fields = Fields(node, "a concept file", complaints)
    entries = fields.entries("concepts")
    fields.finish()
    return tuple(_concept(key, value, complaints) for key, value in entries)


def _concept(key: Text, node: Node, complaints: list[Complaint]) -> Concept:
    fields = Fields(node, f"concept {key.value}", complaints)
    kind = fields.choice("kind", Kind, Kind.THING)
    concept = Concept(
        id=key.value,
        gloss=fields.text("gloss"),
        kind=kind,
        country=fields.optional_text("country") or None,
        includes=fields.texts("includes"),
        overlaps=fields.boolean("overlaps", False),
        forms=(*_made(fields, kind), *_forms(fields), *_forms_for_all(fields)),
        people=_people(fields, complaints),
        place=key.place,
    )
    concept = replace(concept, weight=_weight(concept))
    fields.finish()
    if not (any(fs for _, fs in concept.forms) or concept.includes or concept.people):
        remedy = "add `lemmas:`, `forms:`, `any:` or `people:`"
        fields.complain(key.place, f"concept {key.value} has no forms", remedy)
    return concept


def _weight(concept: Concept) -> float:
    """Many and short forms are frequent; a signal is looked at when its rarest concept is there."""
    # The many forms of one lemma are no more frequent than the stem that would stand for them.
    stems = {tuple(p.before_ending for p in form.pieces) for form in concept.forms_for(None)}
    lengths = [max(1, sum(map(len, stem))) for stem in stems]
    # A surname hardly ever counts without its given name, which makes it twice as long.
    lengths += [2 * len(name) for one in concept.people for name in one.surnames]
    return sum(1.0 / length**2 for length in lengths)


def _made(fields: Fields, kind: Kind) -> tuple[tuple[str, tuple[Form, ...]], ...]:
    """The forms of the lemmas. What a person is called is a surname unless it says otherwise."""
    languages = fields.below("lemmas", "lemmas")
    part = Part.SURNAME if kind is Kind.PERSON else None
    return tuple((lang, read_lemmas(languages, lang, part)) for lang in languages.names())


def _forms(fields: Fields) -> tuple[tuple[str, tuple[Form, ...]], ...]:
    languages = fields.below("forms", "forms")
    return tuple((language, read_forms(languages, language)) for language in languages.names())


def _forms_for_all(fields: Fields) -> tuple[tuple[str, tuple[Form, ...]], ...]:
    forms = read_forms(fields, "any")
    return (("any", forms),) if forms else ()


def _people(fields: Fields, complaints: list[Complaint]) -> tuple[NameForms, ...]:
    """The persons of a list; a name that cannot be used becomes a complaint."""
    people = (_person(item, complaints) for item in fields.items("people"))
    return tuple(person for person in people if person is not None)


def _person(node: Node, complaints: list[Complaint]) -> NameForms | None:
    fields = Fields(node, "a person", complaints)
    written = (fields.optional_text("ru"), fields.optional_text("kk"))
    name = PersonName(
        written=tuple(text for text in written if text),
        also=fields.texts("also"),
        alone=fields.boolean("surname_alone", False),
        died=fields.optional_date("died"),
    )
    fields.finish()
    try:
        return forms_of(name)
    except WrongNameError as wrong:
        remedy = "write given name and surname, as `{ru: ..., kk: ...}`"
        fields.complain(fields.place, f"the name {' / '.join(written)!r} {wrong}", remedy)
    return None


def check_includes(concepts: Mapping[str, Concept], complaints: list[Complaint]) -> None:
    """Complains about unknown and circular includes."""
    for concept in concepts.values():
        for other in concept.includes:
            if other not in concepts:
                message = f"{concept.id} includes {other}, which no file defines"
                remedy = "define it, or remove it from includes"
                complaints.append(Complaint(place=concept.place, message=message, remedy=remedy))
    _check_circles(concepts, complaints)


def check_languages(
    used: set[str],
    concepts: Mapping[str, Concept],
    languages: tuple[str, ...],
    complaints: list[Complaint],
) -> None:
    """Complains about concepts that a register uses and that lack one of its languages."""
    below = {other for name in used for other in included(name, concepts)}
    for concept in concepts.values():
        there = {language for language, forms in concept.forms if forms}
        missing = [language for language in languages if language not in there]
        pure_union = not there and concept.includes
        if concept.id not in below or concept.kind in NAMES or "any" in there or pure_union:
            continue
        if missing:
            message = f"concept {concept.id} has no forms in {', '.join(missing)}"
            remedy = "add them, or `any:` if it is written the same in all languages"
            complaints.append(Complaint(place=concept.place, message=message, remedy=remedy))


def _check_circles(concepts: Mapping[str, Concept], complaints: list[Complaint]) -> None:
    for concept in concepts.values():
        below = {c for other in concept.includes for c in included(other, concepts)}
        if concept.id in below:
            message = f"concept {concept.id} includes itself, through {', '.join(sorted(below))}"
            remedy = "remove one of the includes"
            complaints.append(Complaint(place=concept.place, message=message, remedy=remedy))


def included(concept: str, concepts: Mapping[str, Concept]) -> frozenset[str]:
    """The concept and all that it includes, through any number of steps."""
    done: set[str] = set()
    waiting = [concept]
    while waiting:
        current = waiting.pop()
        if current not in done and current in concepts:
            done.add(current)
            waiting.extend(concepts[current].includes)
    return frozenset(done)
