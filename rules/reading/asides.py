"""Finds where a page speaks of other stories: "Read also: …", a list of headlines.

Such words tell no news of the page's own, whatever date stands beside them.
"""

import re
from collections.abc import Iterable
from itertools import chain

from rules.cues import AsideWords
from rules.forms import Form
from rules.lexicon import Lexicon

_ALONE = re.compile(r"[ \"')\]]{0,4}(?::|$|\n)")
_ORNAMENT = " \t-*|>•●■\"'(["
_OPENS, _HEADING = 0, 1


class AsideReader:
    """The words of all languages: a sidebar's need not be its page's. Immutable, thread-safe."""

    def __init__(self, words: AsideWords) -> None:
        opens, headings = _forms(words.opens), _forms(words.headings)
        self._lexicon = Lexicon(
            chain(((_OPENS, form) for form in opens), ((_HEADING, form) for form in headings))
        )
        self._roundups = Lexicon((0, form) for form in _forms(words.roundups))
        self._continues = Lexicon((0, form) for form in _forms(words.continues))

    def openings(self, plain: str, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Where words that open an aside stand in a line: (start, end), whatever is before them.

        The words alone do not make an aside: they must begin a sentence.
        """
        line = plain[start:end]
        for hit in self._lexicon.find(line):
            if hit.concept == _OPENS or _ALONE.match(line, hit.end):
                yield start + hit.start, start + hit.end

    def names_roundup(self, title: str) -> bool:
        """Whether a title says that the text tells several stories."""
        return bool(self._roundups.find(title))

    def continues(self, sentence: str) -> bool:
        """Whether a sentence goes on with the story of the one before it: "They …"."""
        begins = len(sentence) - len(sentence.lstrip(_ORNAMENT))
        return any(hit.start == begins for hit in self._continues.find(sentence))


def is_ornament(text: str) -> bool:
    """Whether nothing but bullets, quotes and blanks stand in a stretch."""
    return not text.strip(_ORNAMENT)


def _forms(by_language: Iterable[tuple[str, tuple[Form, ...]]]) -> list[Form]:
    return [form for _, forms in by_language for form in forms]
