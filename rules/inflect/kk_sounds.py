"""Kazakh sounds: vowel harmony, and how an ending's letters answer to the stem before them.

Endings are written once, in templates. A Cyrillic letter stands for itself; these take the shape
that the letters before them ask for:

    A  а or е          I  ы or і          Q  қ or к           G  ғ г after voice, қ к without
    D  д or т (locative, past)            L  л, д or т (plural)
    N  н, д or т (genitive)               Y  н, д or т (accusative)     X  д, т or н (ablative)
    B  м, б or п (instrumental)           M  м, б or п (negation)
    V  I after a consonant, else nothing  E  A after a consonant, else nothing
    J  A after a consonant, else й        S  с after a vowel, else nothing
"""

import re
from dataclasses import dataclass
from enum import IntEnum

_BACK, _FRONT = "аоұыя", "әөүіеэё"
_VOWELS = frozenset(_BACK + _FRONT)
_GLIDES = frozenset("йуию")  # и, у, ю end in a glide: оқу-ы, оқу-дың, би-лер
# Written б, в, г, д close only borrowed words, and are spoken without voice there: клуб-қа.
_VOICELESS = frozenset("пфкқтсшщчцхһбвгд")
_VOICED_STOPS = str.maketrans("пкқ", "бгғ")

_OPENS = _VOWELS | {"у"}
_VOWEL = re.compile("[аоұыяәөүіеэёию]|(?<![аоұыяәөүіеэёию])у")
_FOREIGN = re.compile(
    "[фвцщчёэьъ]"
    "|^[бгджзкқлмнпрстхш]{2}"
    "|[кг][аоұы]|[аоұы][кг]"  # a native word has қ and ғ beside these
    "|.[аоұыяәөүіеэёиу].*о"  # о belongs to the first syllable
    "|[ст]т$|[нрлс][кг]$"
)
_BACK_WITH_I = frozenset({"ми", "жи", "қи", "сый"})  # и alone counts as front elsewhere


class Sound(IntEnum):
    """What the first letter of an ending answers to."""

    VOWEL = 0
    GLIDE = 1
    LATERAL = 2
    NASAL = 3
    BUZZ = 4
    VOICELESS = 5


_SOUNDS = (
    (_VOWELS, Sound.VOWEL),
    (_VOICELESS, Sound.VOICELESS),
    (frozenset("мнң"), Sound.NASAL),
    (frozenset("зж"), Sound.BUZZ),
    (frozenset("л"), Sound.LATERAL),
)
_ONSETS = {  # by Sound
    "D": "дддддт",
    "L": "ллдддт",
    "N": "нддндт",
    "Y": "нддддт",
    "X": "дддндт",
    "B": "ммммбп",
    "M": "мммббп",
}


@dataclass(frozen=True, slots=True)
class Stem:
    """What an ending is added to.

    soft: the stem before a vowel (кітап, кітаб-). front: the harmony, fixed by the first stem.
    """

    plain: str
    soft: str
    front: bool

    def add(self, template: str) -> "Stem":
        """The stem with an ending."""
        shapes = (_shape(sign, self.plain, self.front) for sign in template[:2])
        first = next((shape for shape in shapes if shape), "")
        text = self.soft if first in _OPENS else self.plain
        for sign in template:
            text = _join(text, _shape(sign, text, self.front))
        return Stem(text, soften(text), self.front)

    def all(self, templates: tuple[str, ...]) -> "tuple[Stem, ...]":
        """The stem with each of the endings."""
        return tuple(self.add(template) for template in templates)


def stem(text: str, front: bool) -> Stem:
    """A stem that follows the rule before vowels."""
    return Stem(text, soften(text), front)


def soften(text: str) -> str:
    """The stem before a vowel: п, к, қ between vowels are voiced, a soft sign goes."""
    if text.endswith("ь"):
        return text[:-1]
    if len(text) > 1 and text[-2] in _VOWELS | _GLIDES:
        return text[:-1] + text[-1].translate(_VOICED_STOPS)
    return text


def ends_in_vowel(text: str) -> bool:
    """Whether endings see a vowel; и, у and ю are glides to them."""
    return text[-1:] in _VOWELS


def is_foreign(word: str) -> bool:
    """Whether the letters show a borrowed word. Old borrowings look native, and behave so."""
    return _FOREIGN.search(word) is not None


def harmonies(word: str) -> tuple[bool, ...]:
    """Whether front endings follow the word; both answers where the spelling leaves it open."""
    if word.endswith("ь"):
        return (True,)
    if word.endswith(("аев", "аевич")):
        return (False,)
    if re.search("[бвгджзклмнпрстф][кг]$", word):  # банк, митинг
        return (True,)
    if re.search("[аоұыу][гк]$|[аоу]кт$", word):  # педагог, факт: written both ways
        return False, True
    return _by_vowels(word)


def _by_vowels(word: str) -> tuple[bool, ...]:
    vowels = _VOWEL.findall(word)
    last = vowels[-1] if vowels else ""
    if not last:
        return False, True
    if last in "иую":
        clear = [vowel for vowel in vowels if vowel not in "иую"]
        before = clear[-1] in _FRONT if clear else None
        return _by_i(word, before) if last == "и" else _by_u(word, last, before)
    return (last in _FRONT,)


def _by_i(word: str, front_before: bool | None) -> tuple[bool, ...]:
    """и as the last vowel: front by itself (би, активист), else as the vowel before it."""
    back = front_before is False or word in _BACK_WITH_I or "қ" in word or "ғ" in word
    if not back or (not word.endswith("и") and is_foreign(word)):
        return (True,)
    return (False, True) if front_before is False else (False,)


def _by_u(word: str, last: str, front_before: bool | None) -> tuple[bool, ...]:
    """у and ю as the last vowel: an ending that follows the others, else back (клуб)."""
    if not word.endswith(last):
        return (False,) if last == "у" else (False, True)
    if front_before is None:
        return ("и" in word and "қ" not in word and word != "жию",)
    return (front_before,)


def _shape(sign: str, before: str, front: bool) -> str:
    """The letter that a template's sign becomes after these letters."""
    if sign in "AIQ":
        return {"A": "ае", "I": "ыі", "Q": "қк"}[sign][front]
    if sign in "VEJS":
        vowel = ends_in_vowel(before)
        if sign == "S":
            return "с" if vowel else ""
        return ("й" if sign == "J" else "") if vowel else ("ыі" if sign == "V" else "ае")[front]
    if sign == "G":
        return ("қк" if _sound(before) is Sound.VOICELESS else "ғг")[front]
    return _ONSETS[sign][_sound(before)] if sign in _ONSETS else sign


def _sound(text: str) -> Sound:
    last = text.rstrip("ьъ")[-1:]
    for letters, sound in _SOUNDS:
        if last in letters:
            return sound
    return Sound.GLIDE  # р behaves as й and у do


def _join(text: str, ending: str) -> str:
    """Written together: й and у are one letter, as are й and а, ы and й; ы and і go before у."""
    if text.endswith("й") and ending[:1] in ("а", "у"):
        return text[:-1] + ("я" if ending[0] == "а" else "ю") + ending[1:]
    if text.endswith("и") and ending[:1] in ("а", "у"):
        return text + ("я" if ending[0] == "а" else "ю") + ending[1:]
    if text.endswith(("ы", "і")) and ending in ("у", "й"):
        return text[:-1] + ("и" if ending == "й" else ending)
    return text + ending
