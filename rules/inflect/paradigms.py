"""The one door to inflection: all surface forms of a dictionary form, by language.

Forms are made when rules are compiled, so that nothing is inflected at night.
"""

from collections.abc import Callable
from functools import lru_cache

from rules.inflect import en, kk, ru
from rules.inflect.lemma import NoParadigmError, Part

_Maker = Callable[[str, Part | None], frozenset[str]]

_MAKERS: dict[str, _Maker] = {
    "en": en.forms,
    "ru": ru.forms,
    "kk": lambda lemma, part: kk.forms(lemma, verb=part in (None, Part.VERB)),
}


@lru_cache(maxsize=4_096)  # the same verbs stand in many concepts
def surface_forms(language: str, lemma: str, part: Part | None = None) -> frozenset[str]:
    """Every form of a word or phrase; at least one. Raises NoParadigmError.

    part None: verb before noun before adjective, whichever the lemma can be.
    """
    maker = _MAKERS.get(language)
    if maker is None:
        raise NoParadigmError(f"cannot be inflected: there is no paradigm for {language}")
    forms = maker(lemma, part)
    if not forms:
        raise NoParadigmError("has an empty paradigm")
    return forms
