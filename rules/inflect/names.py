"""From a person's name as people write it to all that may stand for it in a text.

A surname is a table of literals, each with the endings that may follow it, and no others: Мамай
has Мамая and Мамайға, but Мамаев is another name. A given name only has to stand beside its
surname, so it is a table of skeletons (see rules.inflect.romanise), which also takes spellings
that nobody listed. A Kazakh ending is taken in both harmonies and with every first consonant, as
foreign and compound names waver.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product, takewhile

from rules.inflect.lemma import NoParadigmError
from rules.inflect.romanise import is_latin, kazakh_latin, romanised, skeleton
from rules.inflect.ru_surnames import bearer_forms, first_name_forms
from rules.text import fold_kazakh, fold_word

# From a literal to the endings that may follow it.
Endings = Mapping[str, frozenset[str]]

_CASES = frozenset(
    [
        *(c + v + "ң" for c in "дтн" for v in "ыі"),
        *(c + v for c in "дтн" for v in "ыі"),
        *("ға", "қа", "ге", "ке", "да", "де", "та", "те"),
        *(c + v + "н" for c in "дтн" for v in "ае"),
        *("мен", "бен", "пен", "дікі", "тікі", "нікі"),
    ]
)
_PLURALS = frozenset(c + v + "р" for c in "лдт" for v in "ае")
_KAZAKH = _CASES | {""} | {p + c for p in _PLURALS for c in ("", *_CASES) if c[:1] != "н"}
_CYRILLIC_ENDINGS = _KAZAKH | {fold_kazakh(ending) for ending in _KAZAKH}
_LATIN_ENDINGS = frozenset({"s"} | {way for ending in _KAZAKH for way in kazakh_latin(ending)})
_CASE_SOUNDS = frozenset(skeleton(ending) for ending in ("", *_CASES))

# A literal cut so short would be looked up at too many words; its forms are searched whole.
_LITERAL_AT_LEAST = 5
# Letters that are abbreviated together.
DIGRAPHS = ("dzh", "zh", "kh", "sh", "ch", "gh", "ts", "yu", "ya", "ye", "iu", "ia", "дж")


class WrongNameError(ValueError):
    """A name that cannot be used; the message says why, for a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name as people write it: given name first, surname last, with or without a patronymic.

    also: further spellings, of the whole name or of the surname alone. alone: the surname is so
    rare that it needs no given name. died: the day of death, where it is known.
    """

    written: tuple[str, ...]
    also: tuple[str, ...] = ()
    alone: bool = False
    died: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForms:
    """What may stand for a person. surnames: folded. given: skeletons. initials: folded."""

    surnames: Endings
    given: Endings
    initials: frozenset[str]
    alone: bool
    died: date | None = None


def forms_of(name: PersonName) -> NameForms:
    """All forms of a name. Raises WrongNameError."""
    pairs = [_split(text, whole=True) for text in name.written]
    pairs += [_split(text, whole=False) for text in name.also]
    surnames: dict[str, frozenset[str]] = {}
    given: dict[str, frozenset[str]] = {}
    initials: set[str] = set()
    for first, last in pairs:
        _add(surnames, surname_forms(last))
        if first:
            _add(given, given_forms(first))
            initials |= _initials(first)
    return NameForms(
        surnames=surnames,
        given=given,
        initials=frozenset(initials),
        alone=name.alone,
        died=name.died,
    )


def fits(word: str, forms: Endings) -> bool:
    """Whether a word is one of the literals with one of its endings."""
    return any(
        word.startswith(literal) and word[len(literal) :] in endings
        for literal, endings in forms.items()
    )


def surname_forms(surname: str) -> dict[str, frozenset[str]]:
    """The literals and endings of a surname, in its script and, from Cyrillic, in Latin."""
    word = fold_word(surname)
    if is_latin(word):
        return {word: _LATIN_ENDINGS}
    forms: dict[str, frozenset[str]] = {}
    for spelling in dict.fromkeys((word, *_in_russian(word))):
        _add(forms, {spelling: _CYRILLIC_ENDINGS})
        _add(forms, _table(_russian(bearer_forms, spelling), _LITERAL_AT_LEAST))
    _add(forms, dict.fromkeys(romanised(word), _LATIN_ENDINGS))
    return forms


def given_forms(given: str) -> dict[str, frozenset[str]]:
    """The skeletons of a given name and of its endings."""
    word = fold_word(given)
    forms: dict[str, frozenset[str]] = {}
    latin = () if is_latin(word) else kazakh_latin(word)
    for spelling in dict.fromkeys((word, *_in_russian(word), *latin)):
        sound = skeleton(spelling)
        _add(forms, {sound: _melting(_CASE_SOUNDS, sound)})
        _add(forms, _table({skeleton(form) for form in _russian(first_name_forms, spelling)}))
    return forms


def _split(text: str, *, whole: bool) -> tuple[str, str]:
    """Given name and surname; an empty given name where only the surname stands there."""
    words = text.split()
    if not all(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", word) for word in words):
        raise WrongNameError("holds something other than words")
    if len(words) < (2 if whole else 1):
        raise WrongNameError("lacks a given name or a surname")
    if len(words[-1]) < 2:
        raise WrongNameError("has a surname of one letter")
    return (words[0] if len(words) > 1 else "", words[-1])


def _add(forms: dict[str, frozenset[str]], more: Mapping[str, frozenset[str]]) -> None:
    for literal, endings in more.items():
        known = forms.get(literal)
        forms[literal] = endings if known is None else known | endings


def _in_russian(word: str) -> tuple[str, str]:
    """A Kazakh name as Russian texts spell it: Өтепова is Утепова there, Өмірзақ is Омирзак."""
    return fold_kazakh(word), fold_kazakh(word.replace("ө", "у"))


def _russian(decline: Callable[[str], frozenset[str]], word: str) -> frozenset[str]:
    """The Russian cases of a name; of one that has letters or marks of another language, itself."""
    try:
        return frozenset(map(fold_word, decline(word)))
    except NoParadigmError:
        return frozenset({word})


def _table(forms: Collection[str], at_least: int = 1) -> dict[str, frozenset[str]]:
    """Forms as what they share and how they go on; as they are, if they share too little."""
    low, high = min(forms), max(forms)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(low, high, strict=False))
    shared = "".join(letter for letter, _ in alike)
    if len(shared) < at_least:
        return dict.fromkeys(forms, frozenset({""}))
    return {shared: frozenset(form[len(shared) :] for form in forms)}


def _melting(sounds: frozenset[str], stem: str) -> frozenset[str]:
    """Sounds of endings; one that begins as the stem ends melts into it."""
    return sounds | {sound[1:] for sound in sounds if sound[:1] == stem[-1:]}


def _initials(given: str) -> set[str]:
    """How a given name is abbreviated, without the full stop."""
    word = fold_word(given)
    spellings = {word, *_in_russian(word), *(() if is_latin(word) else romanised(word))}
    pairs = product(spellings, ("", *DIGRAPHS))
    return {digraph or text[0] for text, digraph in pairs if text.startswith(digraph)}
