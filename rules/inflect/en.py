"""English paradigms: nouns, verbs, and phrases of which the head inflects.

A verb is written with `to`: `to release`, `to go on trial`. Everything else is a noun, whose head
is the last word before the first preposition: `prison term`, `head of state`. There is no
dictionary: what is in no table of exceptions is inflected by rule, right or wrong.
"""

import re
from collections.abc import Iterable, Sequence

from rules.inflect.en_exceptions import (
    DOUBLED_OR_NOT,
    DOUBLING,
    INVARIANT,
    IRREGULAR_NOUNS,
    IRREGULAR_VERBS,
    MAN_IS_NO_SUFFIX,
    O_WITH_ES,
    PREPOSITIONS,
    SINGULAR_IN_S,
    WHOLE_VERBS,
    WITH_CK,
)
from rules.inflect.lemma import NoParadigmError, Part

_LATIN = re.compile(r"[A-Za-z]")
_OTHER = re.compile(r"[^\W\d_A-Za-zÀ-ɏ]")
_HISSING = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
# One vowel and one consonant at the end: stop, stopped.
_CLOSED = re.compile(r"(?:^|[^aeiouy]|qu)[aeiouy][bdfglmnprtvz]$")
_VOWELS = re.compile("[aeiouy]+")


def forms(lemma: str, part: Part | None) -> frozenset[str]:
    """Every form of a word or phrase. Raises NoParadigmError."""
    if not _LATIN.search(lemma) or _OTHER.search(lemma):
        raise NoParadigmError("is not written in Latin letters")
    words = lemma.split()
    if words[0] == "to" and len(words) > 1:
        words, part = words[1:], part or Part.VERB
    if part is Part.ADJECTIVE:
        return frozenset({" ".join(words)})
    if part is Part.VERB:
        return _with_head(words, 0, verb_forms(words[0]))
    at = _head_noun(words)
    return _with_head(words, at, noun_forms(words[at]))


def _with_head(words: Sequence[str], at: int, heads: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join((*words[:at], head, *words[at + 1 :])) for head in heads)


def _head_noun(words: Sequence[str]) -> int:
    if words[0] in PREPOSITIONS:
        raise NoParadigmError("begins with a preposition, so that no word of it is the head")
    at = next((i for i, word in enumerate(words) if word in PREPOSITIONS), len(words))
    return at - 1


def noun_forms(noun: str) -> frozenset[str]:
    """Singular, plural and the possessives of both; of a plural, itself and its possessive."""
    found = (noun, *_plurals(noun))
    return frozenset((*found, *(_possessive(form) for form in found)))


def _plurals(noun: str) -> tuple[str, ...]:
    if noun in IRREGULAR_NOUNS:
        return IRREGULAR_NOUNS[noun]
    if noun in INVARIANT or _is_plural(noun):
        return ()
    if noun.endswith("man") and noun.islower() and noun not in MAN_IS_NO_SUFFIX:
        return (noun.removesuffix("man") + "men",)
    if noun.endswith("sis"):
        return (noun.removesuffix("is") + "es",)
    return (_with_s(noun),)


def _is_plural(noun: str) -> bool:
    """Elections, charges; not bus, crisis, witness."""
    singular = noun.endswith(("ss", "us", "is")) or noun in SINGULAR_IN_S
    return noun.endswith("s") and noun.islower() and not singular


def _possessive(noun: str) -> str:
    return noun + ("'" if noun.endswith("s") else "'s")


def _with_s(word: str) -> str:
    if _HISSING.search(word) or word in O_WITH_ES:
        return word + "es"
    if _CONSONANT_Y.search(word) and word.islower():
        return word.removesuffix("y") + "ies"
    return word + "s"


def verb_forms(verb: str) -> frozenset[str]:
    """Base form, third person, past tense and both participles."""
    if verb in WHOLE_VERBS:
        return frozenset((verb, *WHOLE_VERBS[verb]))
    stems = _stems(verb)
    past = IRREGULAR_VERBS.get(verb, tuple(stem + "ed" for stem in stems))
    return frozenset((verb, _with_s(verb), *past, *_ing(verb, stems)))


def _stems(verb: str) -> tuple[str, ...]:
    """What stands before -ed: the verb without its last e, with i for y, or with a letter twice."""
    if verb.endswith("e"):
        return (verb.removesuffix("e"),)
    if _CONSONANT_Y.search(verb):
        return (verb.removesuffix("y") + "i",)
    if verb in WITH_CK:
        return (verb + "k",)
    twice = verb + verb[-1]
    if verb in DOUBLED_OR_NOT:
        return verb, twice
    short = len(_VOWELS.findall(verb.removeprefix("qu"))) == 1
    return (twice,) if _CLOSED.search(verb) and (short or verb in DOUBLING) else (verb,)


def _ing(verb: str, stems: Iterable[str]) -> tuple[str, ...]:
    if verb.endswith("ie"):
        return (verb.removesuffix("ie") + "ying",)
    if verb.endswith(("ee", "oe", "ye", "y")):
        return (verb + "ing",)
    return tuple(stem + "ing" for stem in stems)
