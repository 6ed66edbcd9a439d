"""Spells Kazakh in Latin letters as it is spelled in Cyrillic, unit by unit."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.kazakh.alphabet import Alphabet, alphabet_of, readings
from rules.kazakh.lines import kazakh_words
from rules.kazakh.signs import lower
from rules.kazakh.wordlist import Wordlist

_TRIES_AT_MOST = 200


class Unit(NamedTuple):
    """Letters of the source at [start:end], and what they are in Cyrillic."""

    start: int
    end: int
    cyrillic: str


def respell(text: str, known: Wordlist) -> Iterator[Unit]:
    """What to replace, in order. Where a spelling is open, the known words decide."""
    lines = kazakh_words(text)
    if not lines:
        return
    low = lower(text)
    alphabet = alphabet_of([low[slice(*span)] for line in lines for span in line])
    for line in lines:
        for start, end in line:
            place = start
            for length, cyrillic in _spell(low[start:end], alphabet, known):
                yield Unit(place, place + length, _cased(cyrillic, text[place]))
                place += length


def _cased(cyrillic: str, sample: str) -> str:
    return cyrillic[0].upper() + cyrillic[1:] if sample.isupper() else cyrillic


@lru_cache(maxsize=20_000)  # a few thousand words make up most of all texts
def _spell(word: str, alphabet: Alphabet, known: Wordlist) -> tuple[tuple[int, str], ...]:
    units = list(readings(word, alphabet))
    options = [options for _, options in units]
    chosen = _Search(options, known).best() if any(len(o) > 1 for o in options) else ()
    # No ending has и: where a stem is known, what follows it reads і.
    rest = ("і" if chosen and "і" in option else option[0] for option in options[len(chosen) :])
    letters = (*chosen, *rest)
    return tuple((length, letter) for (length, _), letter in zip(units, letters, strict=True))


class _Search:
    """Looks for the readings that make the longest known word or stem; the likeliest first."""

    def __init__(self, options: Sequence[Sequence[str]], known: Wordlist) -> None:
        self._options = options
        self._known = known
        self._tries = _TRIES_AT_MOST
        self._best: tuple[str, ...] = ()

    def best(self) -> tuple[str, ...]:
        """The readings of the first units; none if nothing known can be read."""
        self._try((), "")
        return self._best

    def _try(self, chosen: tuple[str, ...], text: str) -> None:
        self._tries -= 1
        if len(chosen) > len(self._best) and self._is_known(text, len(chosen)):
            self._best = chosen
        if len(chosen) == len(self._options) or self._tries < 0:
            return
        for option in self._options[len(chosen)]:
            if self._known.begins(text + option):
                self._try((*chosen, option), text + option)

    def _is_known(self, text: str, units: int) -> bool:
        whole = units == len(self._options) and self._known.has_word(text)
        return whole or self._known.has_stem(text)
