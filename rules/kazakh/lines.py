"""Finds the words of a text that are Kazakh in Latin letters, line by line."""

import re
from collections.abc import Iterator, Sequence

from rules.kazakh.signs import (
    VOWELS,
    WORD,
    is_english,
    is_only_kazakh,
    is_press,
    is_strange,
    is_telling,
    lower,
)

Span = tuple[int, int]

READ = 100_000  # no news is longer; what is costs no more
_WORD_AT_MOST = 60

_LINE = re.compile("[^\n\r\x85\u2028\u2029]+")
_DOMAIN = re.compile(r"\.(?:kz|com|org|net|info|ru|io|int|eu|gov|tv|me)\b")
_SHARE = 0.15  # of a text's words that only Kazakh writes so; the rest any language might
# Of all characters, so many at least are a or e (a fifth are, in Latin letters). A Cyrillic text
# with a few Latin names has fewer, and pays no more than counting them.
_A_AND_E = 1 / 200

_RATHER = 0.08  # words with a telling sign, and y between consonants, in a Kazakh text
# ы is written y beside consonants only here; Turkmen does too, but has no q.
_Y_FOR_A_VOWEL = re.compile(f"(?<=[^\\W\\d_{VOWELS}w])y(?![{VOWELS}w])")
_COUSIN = re.compile("[og][\u02bb\u2018\u2019'`]|ə|ň|ž|â|č|š|ß|ł")


def is_cyrillic(text: str) -> bool:
    """Whether a text has too few Latin letters to be Kazakh in them."""
    return sum(map(text.count, "aeAE")) <= _A_AND_E * len(text)


def kazakh_words(text: str) -> list[list[Span]]:
    """The Latin words of the text's Kazakh lines, a list a line; of its first READ characters."""
    if is_cyrillic(text):
        return []
    low = lower(text[:READ])
    press = is_press(low)
    lines = [list(_words(low, *found.span())) for found in _LINE.finditer(low)]
    mostly = _is_kazakh([low[slice(*span)] for line in lines for span in line])
    kazakh = (line for line in lines if _is_kazakh_line(low, line, mostly, press))
    return [list(_without_names(text, low, line, press)) for line in kazakh]


def is_kazakh_latin(text: str) -> bool:
    """Whether a text in Latin letters is Kazakh, and none of its cousins that write q as well."""
    low = lower(text[:READ])
    words = [found.group() for found in WORD.finditer(low)]
    if not _is_kazakh(words):
        return False
    y = len(_Y_FOR_A_VOWEL.findall(low)) + 3 * low.count("ï")
    needed = max(1, _RATHER * len(words))
    telling = sum(map(is_telling, words))
    return y >= needed and telling >= needed and len(_COUSIN.findall(low)) <= y / 4


def _words(low: str, start: int, end: int) -> Iterator[Span]:
    """The Latin words of a line, but for addresses and the names of accounts."""
    for found in WORD.finditer(low, start, end):
        first, last = found.span()
        before, after = low[max(0, first - 1) : first], low[last : last + 3]
        if last - first > _WORD_AT_MOST or before in ("@", "/", "#"):
            continue
        if after[:1] == "@" or after == "://":
            continue
        if _DOMAIN.match(low, last) or (before == "." and _DOMAIN.match(low, first - 1)):
            continue
        yield first, last


def _is_kazakh(words: Sequence[str]) -> bool:
    kazakh = sum(map(is_only_kazakh, words))
    return kazakh >= max(1, _SHARE * len(words)) and kazakh > sum(map(is_english, words))


def _is_kazakh_line(low: str, line: Sequence[Span], mostly: bool, press: bool) -> bool:
    """Whether a line is Kazakh: it says so itself, or does not deny it in a text that mostly is."""
    words = [low[slice(*span)] for span in line]
    if _is_kazakh(words):
        return True
    return mostly and bool(words) and 8 * sum(is_strange(w, press) for w in words) < len(words)


def _without_names(text: str, low: str, line: Sequence[Span], press: bool) -> Iterator[Span]:
    """Without words that cannot be Kazakh, and the capitalised ones that make a name with them."""
    for run in _runs(text, line):
        words = [low[slice(*span)] for span in run]
        foreign = any(is_strange(word, press) for word in words)
        for span, word in zip(run, words, strict=True):
            if not foreign or is_only_kazakh(word):
                yield span


def _runs(text: str, line: Sequence[Span]) -> Iterator[list[Span]]:
    """Capitalised words with a blank between them together, any other word by itself."""
    run: list[Span] = []
    for start, end in line:
        joins = run and text[run[-1][1] : start] == " " and text[start].isupper()
        if run and not (joins and text[run[-1][0]].isupper()):
            yield run
            run = []
        run.append((start, end))
    if run:
        yield run
