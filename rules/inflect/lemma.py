"""A dictionary form as a person writes it: `освободить`, `to go on trial`, `вести (noun)`."""

import re
from dataclasses import dataclass
from enum import StrEnum

_WITH_PART = re.compile(r"(?P<text>[^()]+?)\s*(?:\((?P<part>[^()]*)\))?")


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
    found = _WITH_PART.fullmatch(written.strip())
    if not found:
        raise NoParadigmError("is no word with a part of speech in brackets behind it")
    part = found["part"]
    parts = [one.value for one in Part]
    if part is not None and part not in parts:
        raise NoParadigmError(f"has an unknown part of speech (known: {', '.join(parts)})")
    return Lemma(text=" ".join(found["text"].split()), part=Part(part) if part else None)
