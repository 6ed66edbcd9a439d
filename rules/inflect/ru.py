"""Russian paradigms of words and phrases.

The head of a phrase is its first infinitive; without one, its first noun in the nominative, with
which adjectives and participles before it agree; without one, its first adjective or participle.
All other words stay as they are written.

A lemma is one lexeme: the aspect partner (освободить, освобождать) and the reflexive or passive
verb (освободиться) are lemmas of their own, and so is the noun (освобождение).

A word that the dictionary does not know is refused, for it may be misspelt. Where the author says
what it is (`биткоин (noun)`), it is inflected like known words with its ending.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product

from rules.inflect.lemma import NoParadigmError, Part
from rules.inflect.ru_dictionary import (
    Reading,
    WordForm,
    adjectives,
    bare_adjectives,
    is_word,
    nouns,
    standing_for_nouns,
    verbs,
)
from rules.inflect.ru_surnames import name_forms

_Read = Callable[[str], list[Reading]]

# How the head of each part of speech may be read, the better way first.
_HEADS: tuple[tuple[Part, _Read], ...] = (
    (Part.VERB, verbs),
    (Part.NOUN, nouns),
    (Part.ADJECTIVE, bare_adjectives),
)
# What an author who names the part of speech may mean besides.
_SAID: tuple[tuple[Part, _Read], ...] = (
    (Part.NOUN, standing_for_nouns),
    (Part.VERB, lambda word: verbs(word, guess=True)),
    (Part.NOUN, lambda word: nouns(word, guess=True)),
    (Part.NOUN, lambda word: standing_for_nouns(word, guess=True)),
    (Part.ADJECTIVE, lambda word: bare_adjectives(word, guess=True)),
)


def forms(lemma: str, part: Part | None) -> frozenset[str]:
    """Every form of a word or phrase. Raises NoParadigmError."""
    if part is Part.SURNAME:
        return name_forms(lemma)
    words = lemma.split()
    ways = (*_HEADS, *_SAID) if part else _HEADS
    for one, read in ways:
        if part in (None, one) and (head := _head(words, read)):
            return frozenset(_inflected(words, *head))
    wanted = part.value if part else "infinitive, nominative noun or adjective"
    raise NoParadigmError(f"has no word that the dictionary knows as {wanted}")


def _head(words: Sequence[str], read: _Read) -> tuple[int, list[Reading]] | None:
    """The first word read so that does not lean on the next, as the first of "рабочий день"; with
    its readings."""
    for at, (word, following) in enumerate(pairwise((*words, ""))):
        readings = read(word)
        if readings and not _leans(word, following):
            return at, readings
    return None


def _leans(word: str, following: str) -> bool:
    heads = nouns(following) + adjectives(following) if following else []
    return any(one.form.agrees(head.form) for one in _beside(word) for head in heads)


def _beside(word: str) -> list[Reading]:
    """The readings of a word that may agree with the next; its ending alone is enough."""
    return adjectives(word, guess=True)


def _inflected(words: Sequence[str], at: int, heads: Sequence[Reading]) -> Iterator[str]:
    """The phrase in every form of its head, the adjectives before it as they then stand."""
    beside = [_beside(word) for word in words[:at]]
    for head in [one for one in heads if _all_agree(beside, one)] or heads:
        agreeing = [[one for one in readings if one.form.agrees(head.form)] for readings in beside]
        for form in head.forms:
            before = [_forms_beside(*pair, form) for pair in zip(words, agreeing, strict=False)]
            for chosen in product(*before):
                yield " ".join((*chosen, form.text, *words[at + 1 :]))


def _all_agree(beside: Sequence[Sequence[Reading]], head: Reading) -> bool:
    return all(any(one.form.agrees(head.form) for one in word) for word in beside if word)


def _forms_beside(word: str, readings: Sequence[Reading], head: WordForm) -> list[str]:
    if not readings:
        return [_unchanged(word)]
    return [form.text for one in readings for form in one.forms if form.agrees(head)]


def _unchanged(word: str) -> str:
    if not is_word(word):
        raise NoParadigmError(f"has a word before its head that no dictionary knows: {word}")
    return word
