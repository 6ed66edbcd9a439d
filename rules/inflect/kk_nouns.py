"""Kazakh nouns: stem, plural, possessive, case."""

from collections.abc import Iterable, Iterator

from rules.inflect.kk_sounds import Stem, ends_in_vowel, harmonies, is_foreign, soften, stem

_CASES = ("", "NIң", "GA", "YI", "DA", "XAн", "Bен", "DAGI", "DAGILAр", "DAй", "Yікі")
_CASES_OF_MINE = tuple("A" if case == "GA" else case for case in _CASES)  # балам-а
_CASES_OF_THEIRS = ("", "нIң", "нA", "н", "ндA", "нAн", "мен", "ндAGI", "ндAGIлAр", "ндAй", "нікі")
_USUAL = 8  # the seven cases, and what is at a place
_THEIRS = "SI"
_MINE, _OTHERS = ("Vм", "Vң"), ("VңIз", "VмIз")

# Words that lose their last vowel before one: орын, орн-ы.
_LOSES_VOWEL = frozenset(
    {
        *("ауыз", "орын", "мойын", "мұрын", "қарын", "ерін", "қойын", "бойын", "халық", "құлық"),
        *("қырық", "көрік", "бөрік", "ерік", "әріп", "қауіп", "дауыс", "ғұрып", "қалып", "парық"),
        *("нарық", "ырық", "мүлік", "зауық", "кейіп", "құлып", "көңіл", "тәуіп", "желік", "іркіт"),
    }
)
_KEEPS = ("тарап",)
_KEPT_VOWEL = {word[:-2] + word[-1]: word for word in _LOSES_VOWEL}
_ADDS_I = ("кт", "нк", "рк", "ск", "лк", "нг")  # факт-іге, митинг-ілер
_HARDENED = str.maketrans("бгғ", "пкқ")


def noun_forms(word: str) -> Iterator[str]:
    """All forms of a noun in its dictionary form."""
    for base in _stems(word):
        yield from declined(base)
    for base in _shortened(word):
        yield from _cased((base,), ("NIң", "GA", "YI", "DA", "XAн", "DAGI"))
        yield from declined(base.add("LAр"))


def possessed_forms(word: str) -> Iterator[str]:
    """All forms of a noun that ends in the third person's possessive: (сайлау) комиссиясы."""
    for front in harmonies(word):
        yield from _cased((stem(word, front),), _CASES_OF_THEIRS)
        for owner in _unpossessed(word):
            theirs = stem(owner, front).add("LAр").add(_THEIRS)
            yield from _cased((theirs,), _CASES_OF_THEIRS)


def declined(base: Stem) -> Iterator[str]:
    """Number, possessive and case."""
    for number in (base, base.add("LAр")):
        yield from _cased((number,), _CASES)
        yield from _cased(number.all(_MINE), _CASES_OF_MINE)
        yield from _cased(number.all(_OTHERS), _CASES)
        yield from _cased((number.add(_THEIRS),), _CASES_OF_THEIRS)


def declined_action(base: Stem) -> Iterator[str]:
    """The same for participles and verbal nouns, without what is hardly ever said of an act."""
    yield from _cased((base.add("Vм"),), _CASES_OF_MINE[:_USUAL])
    yield from _cased(base.all(_OTHERS), _CASES[:_USUAL])
    for number in (base, base.add("LAр")):
        yield from _cased((number,), _CASES[:_USUAL])
        yield from _cased((number.add(_THEIRS),), _CASES_OF_THEIRS[:_USUAL])


def _cased(bases: Iterable[Stem], cases: tuple[str, ...]) -> Iterator[str]:
    for base in bases:
        for case in cases:
            yield base.add(case).plain


def _stems(word: str) -> Iterator[Stem]:
    """The stems of a word: its harmonies, and what becomes of its last letters before a vowel."""
    for front in harmonies(word):
        for soft in _softened(word):
            yield Stem(word, soft, front)
    if word.endswith(_ADDS_I):
        yield stem(word + "і", True)
    if word[-2:-1] == word[-1:] and not ends_in_vowel(word):
        for front in harmonies(word):
            yield stem(word[:-1], front)


def _softened(word: str) -> Iterator[str]:
    yield soften(word)
    if word in _LOSES_VOWEL:
        yield word[:-2] + word[-1]
    if word in _KEEPS or (is_foreign(word) and word[-1] in "пк"):
        yield word


def _shortened(word: str) -> Iterator[Stem]:
    """журналист-тер is written журналистер, and съезд-ге съезге."""
    if word.endswith(("ст", "зд")):
        for front in harmonies(word):
            yield stem(word[:-1], front)


def _unpossessed(word: str) -> Iterator[str]:
    """What a possessed word can be the possessive of: комиссиясы, кітабы, халқы."""
    if word.endswith(("сы", "сі")) and ends_in_vowel(word[:-2]):
        yield word[:-2]
        return
    short = word[:-1]
    yield _KEPT_VOWEL.get(short, short[:-1] + short[-1:].translate(_HARDENED))
    if is_foreign(short) or short[-1:] not in "бгғ":
        yield short
