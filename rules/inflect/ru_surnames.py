"""Names of persons in Russian, declined by a table of endings; no dictionary knows them all.

A surname is declined in the gender in which it is written, and in the plural where the plural is no
other surname (Мамаев is not the genitive of several people called Мамай). Where men and women
write it alike, only a man's is declined if it ends in a consonant (Мамай, Жармахан).

Not known: vowels that come and go (Заяц, Зайца), the instrumental of foreign names (Дарвином).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product

from rules.inflect.lemma import NoParadigmError

_NAME = re.compile(r"[а-яё]+(?:-[а-яё]+)?(?: [а-яё]+(?:-[а-яё]+)?)*", re.IGNORECASE)
_CASES = 6  # nominative, genitive, dative, accusative, instrumental, locative

_Paradigm = tuple[str, ...]


class _Of(Enum):
    MAN = "a man"
    WOMAN = "a woman"
    FAMILY = "several people"


@dataclass(frozen=True, slots=True)
class _Row:
    """What names of one ending become: `cut` letters are replaced by the ending of each case."""

    ending: re.Pattern[str]
    cut: int
    paradigms: tuple[tuple[_Of, _Paradigm], ...]

    def decline(self, name: str) -> Iterator[tuple[_Of, _Paradigm]]:
        """The paradigms of a name with this ending."""
        stem = name[: len(name) - self.cut]
        for whose, endings in self.paradigms:
            yield whose, tuple(stem + ending for ending in endings)


def _row(
    ending: str, cut: int, *, man: str = "", woman: str = "", family: str = "", hard: str = ""
) -> _Row:
    """`hard`: endings for a man; a woman's name stays as it is. "-" stands for no ending."""
    given = ((_Of.MAN, man or hard), (_Of.WOMAN, woman), (_Of.FAMILY, family))
    paradigms = [(whose, _endings(text)) for whose, text in given if text]
    if hard:
        still = _endings(hard)[:1] * _CASES
        paradigms.append((_Of.WOMAN, still))
    return _Row(re.compile(f"(?:{ending})$"), cut, tuple(paradigms))


def _endings(text: str) -> _Paradigm:
    return tuple(ending.strip("-") for ending in text.split())


_VOWEL = "[аеёиоуыэюя]"
_STILL = "- - - - - -"
_OVS, _YE, _IE = "ы ых ым ых ыми ых", "ые ых ым ых ыми ых", "ие их им их ими их"
_OVA, _AYA = "а ой ой у ой ой", "ая ой ой ую ой ой"
_A, _IA = "а ы е у ой е", "а и е у ой е"

# Endings of surnames alone; the first that fits counts. A lone syllable is no suffix (Лин, Цой).
_SURNAMES = (
    _row("[иы]х", 0, man=_STILL, woman=_STILL),
    _row(f"{_VOWEL}.*(?:[оеё]в|[иы]н)", 0, man="- а у а ым е", family=_OVS),
    _row(f"{_VOWEL}.*(?:[оеё]в|[иы]н)а", 1, woman=_OVA, family=_OVS),
    _row("[гкхжчшщ]ий", 2, man="ий ого ому ого им ом", family=_IE),
    _row(f"{_VOWEL}.*[гкхжчшщ]ой", 2, man="ой ого ому ого им ом", family=_IE),
    _row("[гкхжчшщ]ая", 2, woman=_AYA, family=_IE),
    _row("ый", 2, man="ый ого ому ого ым ом", family=_YE),
    _row(f"{_VOWEL}.*ой", 2, man="ой ого ому ого ым ом", family=_YE),
    _row("ая", 2, woman=_AYA, family=_YE),
)
# Endings of all names.
_NAMES = (
    _row(f"[оеёиуыэю]|{_VOWEL}а", 0, man=_STILL, woman=_STILL),
    _row("ий", 1, hard="й я ю я ем и"),
    _row("й", 1, hard="й я ю я ем е"),
    _row("ь", 1, hard="ь я ю я ем е"),
    _row("[жцчшщ]", 0, hard="- а у а ем е"),
    _row("[^аеёиоуыэюя]", 0, hard="- а у а ом е"),
    _row("ия", 1, man="я и и ю ей и", woman="я и и ю ей и"),
    _row("я", 1, man="я и е ю ей е", woman="я и е ю ей е"),
    _row("[гкхжчшщ]а", 1, man=_IA, woman=_IA),
    _row("а", 1, man=_A, woman=_A),
)
# A woman's first name may be declined where her surname is not: Айгуль, Айгули.
_SOFT = _row("ь", 1, woman="ь и и ь ью и")


def name_forms(name: str) -> frozenset[str]:
    """The forms of a surname with or without first names before it. Raises NoParadigmError."""
    if not _NAME.fullmatch(name):
        raise NoParadigmError("is no name in Russian letters")
    *first, surname = name.split()
    return frozenset(
        " ".join(case)
        for whose, paradigm in _surname(surname)
        if not (first and whose is _Of.FAMILY)
        for names in product(*(_first_name(one, whose) for one in first))
        for case in zip(*names, paradigm, strict=True)
    )


def bearer_forms(surname: str) -> frozenset[str]:
    """The forms of a man's surname and of his family's, or a woman's. Raises NoParadigmError."""
    if not _NAME.fullmatch(surname):
        raise NoParadigmError("is no name in Russian letters")
    found = list(_surname(surname))
    man = any(whose is _Of.MAN for whose, _ in found)
    paradigms = [paradigm for whose, paradigm in found if man or whose is _Of.WOMAN]
    return frozenset(form for paradigm in paradigms for form in paradigm)


def first_name_forms(name: str) -> frozenset[str]:
    """The forms of a first name, a man's or a woman's. Raises NoParadigmError."""
    if not _NAME.fullmatch(name):
        raise NoParadigmError("is no name in Russian letters")
    paradigms = _first_name(name, _Of.MAN) + _first_name(name, _Of.WOMAN)
    return frozenset(form for paradigm in paradigms for form in paradigm) | {name}


def _surname(name: str) -> Iterator[tuple[_Of, _Paradigm]]:
    """The paradigms of a surname; both halves of a double one decline."""
    halves = [list(_decline(half, _SURNAMES + _NAMES)) for half in name.split("-")]
    for chosen in product(*halves):
        if len({whose for whose, _ in chosen}) == 1:
            cases = zip(*(paradigm for _, paradigm in chosen), strict=True)
            yield chosen[0][0], tuple("-".join(case) for case in cases)


def _first_name(name: str, whose: _Of) -> list[_Paradigm]:
    found = [*_decline(name, _NAMES), *_decline(name, (_SOFT,))]
    return [paradigm for one, paradigm in found if one is whose]


def _decline(name: str, rows: tuple[_Row, ...]) -> Iterator[tuple[_Of, _Paradigm]]:
    folded = name.lower()
    row = next((row for row in rows if row.ending.search(folded)), None)
    return row.decline(name) if row else iter(())
