"""The Latin alphabets of Kazakh: which one a document is written in, and what its letters may be.

    2018     á ǵ ń ó ú  ý is у, u is ұ, ı is и or й; sh ch
    2021     ä ğ ñ ö ü  u is у, ū is ұ, i is и or й, ı is і; ş. Many write i for і as well
    press    ä ğ ñ ö ü  w is у, u is ұ, y is й, ı is ы, ï is и; ş ç
    plain    gh ng zh sh ch kh, and no marks: a is а or ә, o is о or ө, …

What a document's own letters tell apart is certain; what they leave open has several readings,
the likeliest first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.kazakh.signs import CONSONANTS, VOWELS, is_press

_C = f"[{CONSONANTS}]"
_MERGING = (
    f"(?P<ia>(?<={_C})[iıï][iıy]?a)|(?P<iu>(?<={_C})[iıï][iıy]?[uýw])"  # партия, қию
    f"|(?P<ya>(?<!{_C})[iı]a|ya)|(?P<yu>(?<!{_C})[iı][uýw]|y[uw])"  # саяси, қою
)
_UNIT = re.compile(f"{_MERGING}|shch|sh|ch|ts(?!h)|.")
_PLAIN_UNIT = re.compile(f"{_MERGING}|shch|sh|ch|zh|gh|kh|ng(?!h)|ts(?!h)|.")
_MERGED: Mapping[str, tuple[str, ...]] = {
    "ia": ("ия", "ья", "я", "иа"),
    "iu": ("ию", "ю"),
    "ya": ("я",),
    "yu": ("ю",),
}
_LETTERS: Mapping[str, Sequence[str]] = {
    **dict(zip("abvgdjzklmnoprstfqxeéі", "абвгджзклмнопрстфқхеэі", strict=True)),
    **dict(zip("äáəğǵñńŋöóüúūşçýwï", "әәәғғңңңөөүүұшчууи", strict=True)),
    **dict(zip(("shch", "sh", "ch", "zh", "gh", "kh", "c"), "щшчжғхц", strict=True)),
    "ng": ("ң", "нғ", "нг"),
    "h": "хһ",
    "ts": ("тс", "ц"),
    "s": ("с", "съ"),
    "b": ("б", "бъ"),
}
# A unit with another likeliest reading in some places, and what it may be there.
_TWO_WAYS: Mapping[str, tuple[re.Pattern[str], Sequence[str]]] = {
    "ts": (re.compile("ts(?=[iı])"), ("ц", "тс")),
    "s": (re.compile("s(?=[iı]{1,2}[ay])"), ("с", "ц")),  # полиция is written polisia, too
    "e": (re.compile("(?<!.)e"), ("е", "э")),
}
# No alphabet writes the signs of borrowed words: фильм, объект.
_BEFORE_A_SIGN = re.compile(f"e|[{CONSONANTS}]|$")
_OPEN = {"a": "аә", "o": "оө", "n": "нң"}  # where no marks are used
_HARD = {"g": "ғг", "k": "қк"}  # the same, by harmony
_ACUTE, _UMLAUT = "áǵńóúý", "äğñöüşūə"
_FRONT, _BACK = frozenset("eéäáəöóüú"), frozenset("aoyūqğǵ")
_TRUE_VOWELS = "aäáəeéoöóüúūy"
_GLIDE = re.compile(f"(?<=[{_TRUE_VOWELS}])ı")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What the letters stand for. "й" means и or й, as the place in the word says.

    i, dotless: what i and ı may be. u: what u may be. y: ы, or й everywhere. marks: whether
    letters with marks are used; if not, the bare ones stand for both.
    """

    i: str
    dotless: str
    u: str
    y: str
    marks: bool


_PRESS = Alphabet(i="і", dotless="ы", u="ұ", y="й", marks=True)
_OF_2018 = Alphabet(i="і", dotless="й", u="ұ", y="ы", marks=True)


def alphabet_of(words: Sequence[str]) -> Alphabet:
    """The alphabet of a text, from its Kazakh words in lower case."""
    text = " ".join(words)
    acute, umlaut = sum(map(text.count, _ACUTE)), sum(map(text.count, _UMLAUT))
    if is_press(text):
        return _PRESS
    if acute > umlaut:
        return _OF_2018
    u = "у" if "ū" in text else "уұ" if umlaut else "уұү"
    dotless = text.count("ı")
    if dotless and len(_GLIDE.findall(text)) * 6 < dotless:
        return Alphabet(i="й", dotless="і", u=u, y="ы", marks=umlaut > 0)
    return Alphabet(i="і" if dotless else "ій", dotless="й", u=u, y="ы", marks=umlaut > 0)


def readings(word: str, alphabet: Alphabet) -> Iterator[tuple[int, Sequence[str]]]:
    """The word's units in turn: how many letters, and what they may be, the likeliest first."""
    for found in (_UNIT if alphabet.marks else _PLAIN_UNIT).finditer(word):
        unit, place = found.group(), found.start()
        if found.lastgroup:
            yield len(unit), _MERGED[found.lastgroup]
        else:
            yield len(unit), _single(word, place, unit, alphabet)


def _single(word: str, place: int, unit: str, alphabet: Alphabet) -> Sequence[str]:
    after = word[place + len(unit) : place + len(unit) + 1]
    if unit in ("i", "ı", "y"):
        return _i(word, place, after, alphabet)
    if unit == "u":
        return _u(alphabet.u, word[place - 1 : place], after, place)
    if unit in _TWO_WAYS:
        pattern, options = _TWO_WAYS[unit]
        if pattern.match(word, place):
            return options
    return _by_marks(word, place, unit, alphabet)


def _by_marks(word: str, place: int, unit: str, alphabet: Alphabet) -> Sequence[str]:
    if alphabet.marks or unit not in (*_OPEN, *_HARD):
        letters = _LETTERS.get(unit, unit)
    elif unit in _OPEN:
        letters = _OPEN[unit]
    elif unit == "k" and "q" in word:
        letters = "к"
    else:
        front = _is_front((*word[place + 1 : place + 2], *reversed(word[:place]), *word[place:]))
        letters = _HARD[unit][:: -1 if front else 1]
    if unit in "lmnrtv" and _BEFORE_A_SIGN.match(word, place + 1):
        return (*letters, f"{letters[0]}ь")
    return letters


def _i(word: str, place: int, after: str, alphabet: Alphabet) -> Sequence[str]:
    """і or ы; й after a vowel; и elsewhere, and where a vowel follows."""
    before = word[place - 1 : place]
    meant = {"i": alphabet.i, "ı": alphabet.dotless, "y": alphabet.y}[word[place]]
    if before == "u" and "ұ" in alphabet.u:  # ұйым; but келуі, where u is у
        return "й" if alphabet.u == "ұ" else f"{meant[0]}й"
    if alphabet.y == "й":
        return meant
    if _follows_vowel(word, place):
        return "й" if "й" in meant or meant == "ы" else meant
    if meant == "й":
        return "й" if before in ("i", "ı") else "и"
    if meant != "ій":
        return meant
    front = _is_front((*reversed(word[:place]), *word[place:])) and not (after and after in VOWELS)
    return "іи" if front else "иі"


def _follows_vowel(word: str, place: int) -> bool:
    """Whether the letter before is a vowel; y is none behind one (дейін, deyin)."""
    before, earlier = word[place - 1 : place], word[place - 2 : place - 1] if place > 1 else ""
    if before == "y" and earlier and earlier in _TRUE_VOWELS:
        return False
    return bool(before) and before in _TRUE_VOWELS


def _u(meant: str, before: str, after: str, place: int) -> Sequence[str]:
    """у beside a vowel and at the end; else, in the first syllable, rather ұ or ү."""
    if len(meant) == 1 or not after or before in VOWELS or after in VOWELS:
        return meant
    return meant[1:] + meant[0] if place < 3 else meant


def _is_front(letters: Iterable[str]) -> bool:
    """Whether the first of the letters that tells belongs to words with front vowels."""
    return next((letter in _FRONT for letter in letters if letter in _FRONT | _BACK), True)
