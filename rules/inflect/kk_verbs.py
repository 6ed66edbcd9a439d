"""Kazakh verbs: from the verbal noun in -у to stems, voices, polarity, tenses, participles."""

import re
from collections.abc import Iterator

from rules.inflect.kk_nouns import declined_action
from rules.inflect.kk_sounds import Stem, ends_in_vowel, harmonies

_I_DID = ("", "м", "ң", "ңIз", "Q", "ңдAр", "ңIздAр")
_I_AM = ("мIн", "сIң", "сIз", "мIз", "сIңдAр", "сIздAр")


def _persons(tense: str, persons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tense + person for person in persons)


_CONVERB = _persons("Vп", ("", "тI", "пIн", "сIң", "сIз", "пIз"))
_FINITE = (
    *_persons("DI", _I_DID),
    *_persons("сA", _I_DID),
    *_persons("J", ("", "дI", "м", *_I_AM)),
    *_persons("GAн", ("мIн", "сIң", "сIз", "бIз", "сIңдAр", "дAй", "шA", "дIQтAн")),
    *_CONVERB,
    *_persons("JтIн", ("", "дAр", "дAрдIң", "дAрғA", "дAрдI", "дIQтAн", "дAй", "мIн", "мIз")),
    *_persons("JтIнI", ("", "н", "нA", "нIң", "нAн")),
    *("сIн", "GAлI", "GAншA"),
)
_AFFIRMED = (
    *_persons("Eр", ("", "дA", "GA", *_I_AM)),
    *_persons("MAQ", ("", "шI", "пIн", "пIз", "шIмIн", "шIмIз")),
    *("VңIз", "VңдAр", "VңIздAр", "EйIн", "EйIQ", "VсIмен"),
)
_DENIED = (*_persons("с", ("", "пIн", "сIң", "сIз", "пIз", "тAн", "тIң", "тI", "GA")), "ңIз")

_VOWEL = re.compile("[аоұыяәөүіеиу]")
_CONSONANTS = frozenset("бгғджзйкқлмнңпрстфхчшщц")
_HARDENED = str.maketrans("бгғ", "пкқ")
_CLOSES_A_STEM = ("рт", "йт", "лт", "нт")
# Short stems in ы or і, which -у swallows: оқы-, оқу. Other short verbs end in the consonant.
_LOSES_VOWEL = frozenset(
    {
        *("оқ", "тоқ", "шош", "шір", "жіб", "үс", "кең", "сүр", "қаж", "жыл", "дам", "кем"),
        *("ұл", "ысқ", "мұж"),
    }
)
_MAY_LOSE_VOWEL = ("тан", "ер", "жас", "қар")  # тан- deny, таны- know; ер- follow, ері- melt


def verb_forms(lemma: str) -> Iterator[str]:
    """All forms of a verb, and of its passive, given as a verbal noun in -у."""
    for base in stems(lemma):
        for voice in (base, _passive(base)):
            yield from _conjugated(voice)
        yield from _weak(base)


def stems(lemma: str) -> tuple[Stem, ...]:
    """The stems that are written so with -у; several where the spelling leaves it open.

    None if the word cannot be a verb's noun: тау, су, интервью, партия.
    """
    body = lemma[:-1]
    if lemma.endswith("ю"):
        found = _before_yu(body)
    elif lemma.endswith("у") and body:
        found = _before_u(body)
    else:
        found = ()
    return tuple(
        Stem(text, soft, front)
        for text, soft in found
        for front in harmonies(text if ends_in_vowel(text) else lemma)
    )


_Found = tuple[tuple[str, str], ...]  # a stem, and the same before a vowel


def _before_yu(body: str) -> _Found:
    """қи-ю, қо(й)-ю, ба(йы)-ю."""
    if body.endswith("и"):
        return ((body, body),)
    if not ends_in_vowel(body):
        return ()
    return _same(body + "й", body + "йы") if body in ("ба", "ұ") else _same(body + "й")


def _before_u(body: str) -> _Found:
    """тірке-у, жу-у, босат-у."""
    if ends_in_vowel(body):
        noun = len(body) == 2 and body[0] in _CONSONANTS and body not in ("де", "же")
        return () if noun else _same(body)
    if len(body) == 1 or not _VOWEL.search(body):
        return ()
    return _same(body) if body.endswith("у") else _after_consonant(body)


def _after_consonant(body: str) -> _Found:
    """босат-у, шы(қ)-у, оқ(ы)-у, қор(ы)қ-у."""
    hard = body[:-1] + body[-1].translate(_HARDENED)
    vowel = "і" if harmonies(body)[0] else "ы"
    if body in _LOSES_VOWEL:
        return _same(body + vowel)
    if body in _MAY_LOSE_VOWEL:
        return _same(body, body + vowel)
    if body[-2] in _CONSONANTS and not body.endswith(_CLOSES_A_STEM):
        return (*_same(body + vowel), (hard[:-1] + vowel + hard[-1], body))
    return ((hard, body),)


def _same(*texts: str) -> _Found:
    return tuple((text, text) for text in texts)


def _passive(base: Stem) -> Stem:
    """босат-ыл, тірке-л; сайла-н, қабылда-н, where another л would be too many."""
    near = base.plain[-4:] if ends_in_vowel(base.plain) else base.plain[-1:]
    return base.add("Vн" if "л" in near else "Vл")


def _conjugated(base: Stem) -> Iterator[str]:
    denied = base.add("MA")
    for each in (*base.all(_FINITE + _AFFIRMED), *denied.all(_FINITE + _DENIED)):
        yield each.plain
    for action in (*base.all(("GAн", "у")), *denied.all(("GAн", "у"))):
        yield from declined_action(action)


def _weak(base: Stem) -> Iterator[str]:
    """тап-, тауып: п between vowels fades in the converb of short stems."""
    if base.plain.endswith("п") and len(base.plain) <= 4:
        faded = Stem(base.plain, base.plain[:-1] + "у", base.front)
        for each in faded.all(_CONVERB):
            yield each.plain
