"""Which recommendations a change of rule files may judge otherwise: all that can, and few more.

A concept may win over others of its file, and one that no signal uses over all whose words stand in
its own; so what draws on a changed file is affected, and what draws on words that such a decoy may
win over, once it comes, goes, or is used no more. Cues, places, dates and the register's own facts
are read with every sentence. Left out: a new Kazakh word may change how another rule's Kazakh in
Latin letters is respelled; and what a page tells of one recommendation may decide how it is read on
another.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from rules.compiler import concepts_drawn_on, decoys_of
from rules.complaints import Place
from rules.concepts import Concept, included
from rules.forms import Form, Piece
from rules.language.checks import concepts_of
from rules.records import Recommendation
from rules.register import Rulebook
from rules.rulefolders import ChangedFile
from rules.weighing.scale import SCALE, read_scale
from rules.weighing.signs import concept_of


def affected(
    before: Rulebook,
    after: Rulebook,
    changed: Iterable[ChangedFile] = (),
    overlay: Path | None = None,
) -> tuple[str, ...]:
    """The recommendations of `after` that it may judge otherwise than `before`, in its order.

    changed: the files that `after` read as if they lay in the team's folder, `overlay`.
    """
    own = _asked(after)
    if _read_with(before) != _read_with(after):
        return tuple(own)
    moved = {file.shown: f"{overlay}/{file.folder}/{file.name}" for file in changed}
    words = _changed_words(_drawn_on(before, moved), _drawn_on(after, moved))
    decoys = _changed_decoys(words, before, after)
    if _bear_on_all({*words, *(one.id for one in decoys)}, before, after):
        return tuple(own)
    topics = _topics(words, before) | _topics(words, after) | _lost_to(decoys, before, after)
    earlier = _asked(before)
    found = {
        name
        for name, one in own.items()
        if name not in earlier
        or _judged_by(one) != _judged_by(earlier[name])
        or not topics.isdisjoint(_draws_on(one, before) | _draws_on(one, after))
    }
    found |= _weighed_by(topics, before) | _weighed_by(topics, after)
    found |= {name for name, one in own.items() if not found.isdisjoint(one.yields_to)}
    return tuple(name for name in own if name in found)


def _asked(rulebook: Rulebook) -> dict[str, Recommendation]:
    return {one.id: one for one in rulebook.register.recommendations}


def _read_with(book: Rulebook) -> tuple[object, ...]:
    """What every sentence is read with."""
    register = book.register
    about = (register.languages, register.country, dict(book.addressee_countries))
    return (book.cues, book.dates, book.asides, book.sentences, book.places, about, book.scale)


def _judged_by(one: Recommendation) -> tuple[object, ...]:
    """What of a recommendation decides on matches; where it stands in its file does not."""
    signals = tuple((s.id, s.clause, s.toward, s.rung, s.tells, s.when) for s in one.signals)
    return one.addressees, one.yields_to, one.grounds, signals


def _drawn_on(book: Rulebook, moved: Mapping[str, str]) -> dict[str, Concept]:
    return {one.id: _placed(one, moved) for one in concepts_drawn_on(book)}


def _placed(concept: Concept, moved: Mapping[str, str]) -> Concept:
    """With the file it would stand in for its place: which file that is decides on who wins."""
    file = concept.place.file
    return replace(concept, place=Place(file=moved.get(file, file)))


def _changed_words(before: Mapping[str, Concept], after: Mapping[str, Concept]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _bear_on_all(words: Iterable[str], *books: Rulebook) -> bool:
    """Whether one says whose affairs a text tells of, or names persons, whose names run on."""
    known = (book.concepts.get(name) for name in words for book in books)
    return any(one is not None and (one.country or one.people) for one in known)


def _changed_decoys(words: set[str], before: Rulebook, after: Rulebook) -> list[Concept]:
    """What is a decoy in one of them only, or another one than it was."""
    old, new = decoys_of(before), decoys_of(after)
    found = [before.concepts[name] for name in old if name not in new or name in words]
    found += [after.concepts[name] for name in new if name not in old or name in words]
    return [concept for concept in found if not concept.overlaps]


def _lost_to(decoys: Iterable[Concept], *books: Rulebook) -> set[str]:
    """The concepts of which a word may stand inside words of these, and so be lost to them."""
    pieces = {
        piece
        for decoy in decoys
        for form in _forms(decoy)
        if len(form.pieces) > 1  # within a single word stands no other
        for piece in form.pieces
    }
    return {
        concept.id
        for book in books
        for concept in concepts_drawn_on(book)
        if any(_meet(one, form.pieces[0]) for form in _forms(concept) for one in pieces)
    }


def _forms(concept: Concept) -> tuple[Form, ...]:
    surnames = (name for person in concept.people for name in person.surnames)
    named = (Form(pieces=(Piece(text=name, stem=True),)) for name in surnames)
    return (*concept.forms_for(None), *named)


def _meet(one: Piece, other: Piece) -> bool:
    """Whether a word may be both."""
    if one.text == other.text:
        return True
    longer = other.text.startswith(one.text) if one.is_open else False
    return longer or (other.is_open and one.text.startswith(other.text))


def _topics(words: Iterable[str], book: Rulebook) -> set[str]:
    """The files of these concepts, by what else is defined in them."""
    files = {book.concepts[name].place.file for name in words if name in book.concepts}
    return {c.id for c in book.concepts.values() if c.place.file in files}


def _weighed_by(topics: Collection[str], book: Rulebook) -> set[str]:
    """The recommendations on which these concepts, standing elsewhere on a page, weigh."""
    scale = read_scale(book.scale, SCALE).item if book.scale else None
    return {
        name
        for sign, weights in (scale.signs.items() if scale else ())
        if not included(concept_of(sign), book.concepts).isdisjoint(topics)
        for name, _ in weights
    }


def _draws_on(one: Recommendation, book: Rulebook) -> set[str]:
    used = {name for signal in one.signals for name in concepts_of(signal.when)}
    return {other for name in used for other in included(name, book.concepts)}
