"""The Russian dictionary: how a word can be read as a lemma, and the forms of its lexeme.

It is pymorphy3's, and read when the first lemma needs it. Its guesses by the ending are taken only
where they are asked for: they read surnames on -янов as adjectives.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rules.text import fold_word

_WORD = re.compile(r"[а-яё]{1,60}(?:-[а-яё]{1,60}){0,3}", re.IGNORECASE)
_ADJECTIVE = frozenset({"ADJF", "ADJS", "COMP"})
_PARTICIPLE = frozenset({"PRTF", "PRTS"})
_VERB = frozenset({"INFN", "VERB", "GRND"}) | _PARTICIPLE
# Knowledge, also of the word behind a known prefix (экс-министр) or on both sides of a hyphen.
_KNOWING = frozenset({"DictionaryAnalyzer", "KnownPrefixAnalyzer", "HyphenatedWordsAnalyzer"})
# An order is no act, nobody is called upon in news, and mistakes are not passed on.
_UNWANTED = frozenset({"impr", "voct", "Erro"})
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init"})
# The second genitive, accusative and locative, which an adjective does not have.
_FIRST_CASES = {"gen2": "gent", "acc2": "accs", "loc2": "loct"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordForm:
    """One form of a word, folded. None: it has no such category, or any will do.

    gender None: also that of a noun for men and women (судья).
    highest: it is a superlative (новейший), which stands beside a noun with a meaning of its own.
    """

    text: str
    highest: bool
    case: str | None
    number: str | None
    gender: str | None
    animacy: str | None

    def agrees(self, noun: "WordForm") -> bool:
        """Whether this form of an adjective or participle can stand beside that of a noun."""
        genders = (None, noun.gender) if noun.gender else (None, "masc", "femn")
        return (
            self.case is not None
            and not self.highest
            and self.case == noun.case
            and self.number == noun.number
            and (noun.number == "plur" or self.gender in genders)
            and (self.animacy is None or noun.animacy in (None, self.animacy))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a word: as this form of a lexeme that has these forms."""

    form: WordForm
    forms: tuple[WordForm, ...]


def verbs(word: str, guess: bool = False) -> list[Reading]:
    """The readings as an infinitive, with all that a verb can become but its imperatives.

    guess, here and below: of a word that is not in the dictionary, the likeliest by its ending.
    """
    found = [p for p in _parses(word, guess) if p.tag.POS == "INFN"]
    return [_reading(p, lambda f: f.tag.POS in _VERB) for p in _chosen(found)]


def nouns(word: str, guess: bool = False) -> list[Reading]:
    """The readings as a noun in its dictionary form; else in the plural, which then is all."""
    found = [p for p in _parses(word, guess) if p.tag.POS == "NOUN" and "nomn" in p.tag]
    exact = [p for p in found if "sing" in p.tag or "Pltm" in p.tag]
    if exact:
        return [_reading(p, lambda _: True) for p in _chosen(exact)]
    return [_reading(p, lambda f: "plur" in f.tag) for p in _chosen(found)]


def adjectives(word: str, guess: bool = False) -> list[Reading]:
    """The readings as an adjective or participle in the nominative, of any gender and number."""
    found = [p for p in _parses(word, guess) if p.tag.POS in ("ADJF", "PRTF") and "nomn" in p.tag]
    return [_reading(p, _like(p)) for p in _chosen(found)]


def bare_adjectives(word: str, guess: bool = False) -> list[Reading]:
    """Those in the masculine, as dictionaries name them; else in the plural, which then is all.

    What has no full form is named by its short one (должен, рад).
    """
    found = adjectives(word, guess)
    plural = [_only_plural(one) for one in found if one.form.number == "plur"]
    short = [p for p in _parses(word, guess=False) if p.tag.POS == "ADJS" and "masc" in p.tag]
    return (
        [one for one in found if one.form.gender == "masc"]
        or plural
        or [_reading(p, lambda f: f.tag.POS == "ADJS") for p in short]
    )


def standing_for_nouns(word: str, guess: bool = False) -> list[Reading]:
    """Adjectives and participles in the one gender of a noun: верующий, возлюбленная."""
    return [_only_gender(one) for one in adjectives(word, guess)]


def is_word(word: str) -> bool:
    """Whether the dictionary knows the word, as whatever."""
    return bool(_parses(word, guess=False))


def _only_plural(adjective: Reading) -> Reading:
    return replace(
        adjective, forms=tuple(f for f in adjective.forms if f.case and f.number == "plur")
    )


def _only_gender(adjective: Reading) -> Reading:
    genders = (None, adjective.form.gender)
    return replace(
        adjective, forms=tuple(f for f in adjective.forms if f.case and f.gender in genders)
    )


def _like(parse: Any) -> Callable[[Any], bool]:
    """Which forms are of the same adjective, or of the same one of a verb's participles."""
    if parse.tag.POS == "ADJF":
        return lambda f: f.tag.POS in _ADJECTIVE
    kind = (parse.tag.tense, parse.tag.voice)
    return lambda f: f.tag.POS in _PARTICIPLE and (f.tag.tense, f.tag.voice) == kind


def _reading(parse: Any, wanted: Callable[[Any], bool]) -> Reading:
    forms = (f for f in parse.lexeme if wanted(f) and not _UNWANTED & f.tag.grammemes)
    return Reading(form=_form(parse), forms=tuple(_form(f) for f in forms))


def _form(parse: Any) -> WordForm:
    tag = parse.tag
    return WordForm(
        text=fold_word(parse.word),
        highest="Supr" in tag,
        case=_FIRST_CASES.get(tag.case, tag.case),
        number=tag.number,
        gender=None if "ms-f" in tag.grammemes else tag.gender,
        animacy=tag.animacy,
    )


def _parses(word: str, guess: bool) -> list[Any]:
    """The dictionary's readings; names and abbreviations only where the word is nothing else."""
    # Anything else is no Russian word, and some of it brings the dictionary down.
    parses = _analyzer().parse(word) if _WORD.fullmatch(word) else []
    known = [parse for parse in parses if _is_known(parse, word)]
    if guess and not known:
        return [parse for parse in parses if fold_word(parse.normal_form) == fold_word(word)]
    common = [parse for parse in known if not _NAMES & parse.tag.grammemes]
    return known if word[:1].isupper() else common or known


def _chosen(parses: list[Any]) -> list[Any]:
    """All that the dictionary knows, but only the likeliest of guesses."""
    return [p for p in parses if _is_known(p, p.word)] or parses[:1]


def _is_known(parse: Any, word: str) -> bool:
    steps = {type(step[0]).__name__ for step in parse.methods_stack}
    if "HyphenatedWordsAnalyzer" in steps:
        return all(_analyzer().word_is_known(half) for half in word.lower().split("-"))
    return steps <= _KNOWING


@cache
def _analyzer() -> Any:
    """Read once, and only where a rule has a Russian lemma: a tenth of a second, 20 MB."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
