"""A dictionary form as a person writes it: `освободить`, `to go on trial`, `вести (noun)`."""

from dataclasses import dataclass
from enum import StrEnum

# Each word before a head may stand beside it in several forms, whose number is their product.
WORDS_AT_MOST = 8


class Part(StrEnum):
    """What the word that inflects is."""

    NOUN = "noun"
    VERB = "verb"
    ADJECTIVE = "adjective"
    SURNAME = "surname"


class NoParadigmError(ValueError):
    """A lemma of which no forms can be made; the message says why, for a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lemma:
    """A word or a phrase in its dictionary form. part None: the paradigm finds out."""

    text: str
    part: Part | None = None


def parse_lemma(written: str) -> Lemma:
    """The lemma with the part of speech that may stand behind it. Raises NoParadigmError."""
    text, bracket, behind = written.strip().partition("(")
    words, said = text.split(), behind.removesuffix(")")
    if not words or ")" in text or bool(bracket) is not behind.endswith(")"):
        raise NoParadigmError("is no word with a part of speech in brackets behind it")
    if len(words) > WORDS_AT_MOST:
        raise NoParadigmError(f"has more than {WORDS_AT_MOST} words")
    parts = [one.value for one in Part]
    if bracket and said not in parts:
        raise NoParadigmError(f"has an unknown part of speech (known: {', '.join(parts)})")
    return Lemma(text=" ".join(words), part=Part(said) if bracket else None)
