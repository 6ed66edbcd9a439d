"""The words that the rules know, to tell what an open spelling stands for."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

_STEM_AT_LEAST = 3


class Wordlist:
    """Words, and stems that may go on. Immutable, and safe between threads."""

    def __init__(self, words: Iterable[str], stems: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._stems = frozenset(stem for stem in stems if len(stem) >= _STEM_AT_LEAST)
        self._sorted: Sequence[str] = ()

    def has_word(self, text: str) -> bool:
        """Whether this very word is known."""
        return text in self._words

    def has_stem(self, text: str) -> bool:
        """Whether this very stem is known."""
        return text in self._stems

    def begins(self, text: str) -> bool:
        """Whether a known word or stem begins so."""
        if not self._sorted:  # only a document in Latin letters asks
            self._sorted = sorted(self._words | self._stems)
        place = bisect_left(self._sorted, text)
        return place < len(self._sorted) and self._sorted[place].startswith(text)


NO_WORDS = Wordlist((), ())
