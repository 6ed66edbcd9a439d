"""Whose surname it is: surnames that the automaton struck become persons, or nothing.

A surname names a person where the given name or its initial stands beside it, in either order, also
with a patronymic between. A surname alone counts if it is not short and the same document names
the person in full somewhere, or if it is rare enough to count by itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules.forms import Form, Piece
from rules.inflect.names import DIGRAPHS, Endings, NameForms, fits
from rules.inflect.romanise import skeleton
from rules.lexicon import Hit
from rules.text import Folded

# A shorter surname is too often a word: Аян, Өнер.
_ALONE_AT_LEAST = 5
# So long news is of a death; later a name is that of a square, a prize or a day of memory.
_MOURNED = timedelta(days=60)
# So many characters beside a surname are looked at; no two names are longer.
_NEAR = 60
_LETTER = r"[^\W\d_]"
_AFTER = re.compile(rf" {{1,2}}(?:({_LETTER}{{1,3}}\.)|({_LETTER}[\w'-]*))")
# On the reversed text, so that it is anchored: one or two initials, or one or two words.
_BEFORE = re.compile(
    rf" {{0,2}}(\.{_LETTER}{{1,3}})(?!\w)(?: ?(\.{_LETTER}{{1,3}})(?!\w))?"
    rf"| {{1,2}}([\w'-]*{_LETTER})(?![\w'-])(?: {{1,2}}([\w'-]*{_LETTER})(?![\w'-]))?"
)
_PATRONYMIC = re.compile(
    r"(?:ич|[ое]вн|ичн|[ұу]лы|[қк]ызы|vi(?:ch|č)|[oe]vn|uly|[qk]y?zy)\w{0,3}\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person and the number of the concept that naming them is a hit of."""

    concept: int
    forms: NameForms


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a surname, each with the offset to which a full name would reach.

    initials: without their full stop.
    """

    initials: tuple[tuple[str, int], ...]
    names: tuple[tuple[str, int], ...]


class People:
    """The persons of a rulebook, numbered from `first` on. Immutable, safe between threads."""

    def __init__(self, persons: Iterable[Person], first: int) -> None:
        self._persons = tuple(persons)
        self._first = first
        given: dict[str, frozenset[str]] = {}
        for person in self._persons:
            for stem, endings in person.forms.given.items():
                given[stem] = given.get(stem, frozenset()) | endings
        self._given = given

    def forms(self) -> list[tuple[int, Form]]:
        """What the lexicon has to look for: the surnames, each under its person's number."""
        return [
            (self._first + number, Form(pieces=(Piece(text=literal, stem=True),)))
            for number, person in enumerate(self._persons)
            for literal in person.forms.surnames
        ]

    @property
    def concepts(self) -> Mapping[int, int]:
        """The concept of each person, by the person's number."""
        return {self._first + n: person.concept for n, person in enumerate(self._persons)}

    def resolve(self, hits: list[Hit], text: Folded, published: date | None = None) -> list[Hit]:
        """The hits with those of surnames turned into hits of persons' concepts, or dropped.

        published: the text's day. Who had long been dead by then is nobody to whom news happens.
        """
        surnames = [hit for hit in hits if hit.concept >= self._first]
        if not surnames:
            return hits
        if published is not None:
            surnames = [hit for hit in surnames if self._may_be_news(hit, published)]
        kept = [hit for hit in hits if hit.concept < self._first]
        kept += self._named(surnames, text)
        return sorted(kept, key=lambda hit: (hit.start, -hit.end, hit.concept))

    def _may_be_news(self, hit: Hit, published: date) -> bool:
        died = self._persons[hit.concept - self._first].forms.died
        return died is None or published <= died + _MOURNED

    def _named(self, surnames: Iterable[Hit], text: Folded) -> list[Hit]:
        """Full names, and the surnames that stand for one of them."""
        around = _Surroundings(text.cased, self._given)
        found: list[Hit] = []
        lone: list[tuple[Hit, Person]] = []
        told: set[int] = set()
        for hit in surnames:
            person = self._persons[hit.concept - self._first]
            literal, ending = text.plain[hit.start : hit.open], text.plain[hit.open : hit.end]
            if ending not in person.forms.surnames[literal]:
                continue
            reach = around.full_name(hit, person.forms)
            if reach is not None:
                told.add(hit.concept)
                start, end = min(hit.start, reach), max(hit.end, reach)
                found.append(Hit(start, end, person.concept, end))
            elif around.may_be_alone(hit):
                lone.append((hit, person))
        found += [
            Hit(hit.start, hit.end, person.concept, hit.end)
            for hit, person in lone
            if person.forms.alone
            or (hit.concept in told and hit.open - hit.start >= _ALONE_AT_LEAST)
        ]
        return list(dict.fromkeys(found))


class _Surroundings:
    """What stands beside the surnames of one text; each place is read once."""

    def __init__(self, cased: str, given: Endings) -> None:
        self._cased = cased
        self._given = given
        self._beside: dict[tuple[int, int], _Beside] = {}
        self._sounds: dict[str, str] = {}
        self._others: dict[str, bool] = {}

    def full_name(self, hit: Hit, forms: NameForms) -> int | None:
        """How far the full name reaches from the surname, if that person's is there."""
        beside = self._at(hit)
        for initial, reach in beside.initials:
            if initial.lower() in forms.initials:
                return reach
        for name, reach in beside.names:
            if fits(self._sound(name), forms.given):
                return reach
        return None

    def may_be_alone(self, hit: Hit) -> bool:
        """A capitalised surname, beside which no given name or initial of another stands."""
        beside = self._at(hit)
        if beside.initials or not self._cased[hit.start].isupper():
            return False
        return not any(self._is_given(name) for name, _ in beside.names)

    def _is_given(self, name: str) -> bool:
        """Whether a capitalised word is the given name of any person in the rulebook."""
        known = self._others.get(name)
        if known is None:
            sound = self._sound(name)
            splits = ((sound[:n], sound[n:]) for n in range(2, len(sound) + 1))
            known = name[0].isupper() and any(end in self._given.get(s, ()) for s, end in splits)
            self._others[name] = known
        return known

    def _sound(self, word: str) -> str:
        sound = self._sounds.get(word)
        if sound is None:
            sound = self._sounds[word] = skeleton(word)
        return sound

    def _at(self, hit: Hit) -> _Beside:
        place = hit.start, hit.end
        beside = self._beside.get(place)
        if beside is None:
            beside = self._beside[place] = _beside(self._cased, *place)
        return beside


def _beside(cased: str, start: int, end: int) -> _Beside:
    before = _BEFORE.match(cased[max(0, start - _NEAR) : start][::-1])
    after = _AFTER.match(cased, end, end + _NEAR)
    words: list[tuple[str, int]] = []
    if before:
        # Of two initials or names the outer is the given one, unless it is a word like any other.
        inner, outer = (1, 2) if before[1] else (3, 4)
        words.append((before[inner][::-1], start - before.end(inner)))
        if before[outer] and (before[1] or _PATRONYMIC.search(words[0][0])):
            words.insert(0, (before[outer][::-1], start - before.end(outer)))
    if after:
        words.append((after[1] or after[2], after.end()))
    return _Beside(
        initials=tuple((word[:-1], reach) for word, reach in words if _is_initial(word)),
        names=tuple((word, reach) for word, reach in words if not word.endswith(".")),
    )


def _is_initial(word: str) -> bool:
    """Б. and Zh., but not Mr. or the г. of a year."""
    letters = word[:-1]
    known = len(letters) == 1 or letters.lower() in DIGRAPHS
    return word.endswith(".") and letters[0].isupper() and known
