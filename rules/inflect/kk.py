"""Kazakh: all forms of a word or phrase, made when rules are compiled.

A word ending in -у that can be a verb's noun (босату) is both a noun and that verb with its
passive, affirmed and denied; any other word is a noun. In a phrase only the last word inflects.

Other words, and therefore not here: causatives; reflexives, which often mean another thing (ұстау
hold, ұстану adhere); who does it (сайлау election, сайлаушы voter); what -лық, -лы, -сыз make. The
bare stem neither: as a command it is rare in news, as a noun (бас, ат) it is everywhere.
"""

import re
from collections.abc import Iterator

from rules.inflect.kk_nouns import noun_forms, possessed_forms
from rules.inflect.kk_sounds import ends_in_vowel
from rules.inflect.kk_verbs import verb_forms

_LETTERS_AT_MOST = 60  # of a word; what is longer is none, and stays as it is
_CYRILLIC = re.compile("[\u0400-\u04ff]$")
_LETTER_NAMES = tuple(
    onset + rest
    for onsets, rests in (
        ("ндт", ("ың", "ің", "ы", "і", "ан", "ен")),
        ("ғқ", ("а",)),
        ("гк", ("е",)),
        ("дт", ("а", "е", "ағы", "егі")),
        ("мбп", ("ен",)),
    )
    for onset in onsets
    for rest in rests
)


def forms(lemma: str, *, verb: bool = True) -> frozenset[str]:
    """The surface forms of a word or phrase in its dictionary form, in lower case.

    verb: a last word that can be a verb's noun is that verb, too.
    Where spelling leaves harmony or a stem open, the forms of each reading are there. A form that
    denies the act (босатпады) is a form too: whoever finds it has to read its ending.
    """
    *before, last = lemma.split() or [""]
    head = "".join(f"{word} " for word in before).lower()
    if _is_abbreviation(last):
        made = _abbreviation(last)
    else:
        made = _word(last.lower(), in_phrase=bool(before), verb=verb)
    return frozenset(head + form for form in made)


def _word(word: str, *, in_phrase: bool, verb: bool) -> Iterator[str]:
    yield word
    if not _CYRILLIC.search(word) or len(word) > _LETTERS_AT_MOST:
        return
    possessed = in_phrase and word.endswith(("ы", "і")) and not word.endswith(("шы", "ші"))
    if possessed:
        yield from possessed_forms(word)
    if not (possessed and word.endswith(("сы", "сі")) and ends_in_vowel(word[:-2])):
        yield from noun_forms(word)
    if verb:
        yield from verb_forms(word)


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _abbreviation(word: str) -> Iterator[str]:
    """Endings of any harmony: they follow the last letter's name, or the last word meant."""
    yield word.lower()
    for ending in _LETTER_NAMES:
        yield f"{word.lower()}-{ending}"
