"""Words as people search for them: the matcher's folding, made a little wider.

    title, text      ─► searched_words ─► the words that every store keeps
    court "free*" x* ─► read_terms     ─► terms, all of which must occur

Kazakh letters count as the Russian ones that they look like, for not everybody can type them, and
a Latin word is looked for as Kazakh spells it in Cyrillic as well.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rules.kazakh.alphabet import alphabet_of, readings
from rules.kazakh.wordlist import NO_WORDS
from rules.text import Folded, fold, fold_kazakh

# What PostgreSQL's index can hold of a document; every store keeps no more, so that all answer
# alike: places beyond 16,383, and more than 255 of one word, are lost there.
WORDS_AT_MOST = 16_000
LETTERS_AT_MOST = 200_000
_SAME_AT_MOST = 255
WORD_AT_MOST = 40  # letters; what is longer is no word, and is cut

QUERY_AT_MOST = 200  # characters that a person types
TERMS_AT_MOST = 12
_PREFIX_AT_LEAST = 3  # letters; fewer begin half of all words, and cost seconds

GAP = "·"  # stands in the place of a word, and no word that is looked for can be it
_BETWEEN = f"\n{GAP}\n"
_WORD = re.compile(rf"[^\W_]+|{GAP}")
_ASKED = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_LATIN_WORD = re.compile("[a-zà-öø-ÿā-ɏ]+")
_LATIN_SCRIPT = "kk"  # of the languages that rules respell, the one that is written in both


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that follow each other, in one of several spellings. is_prefix: the last may go on."""

    options: tuple[tuple[str, ...], ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a word stands in the field that it was read from: [start:end]."""

    word: str
    in_title: bool
    start: int
    end: int


def searched_words(title: str, text: str, language: str) -> tuple[str, ...]:
    """What of a document can be found: its words in order, GAP where no phrase may run on."""
    folded = _folded(title, text, language)
    found = _WORD.findall(fold_kazakh(folded.plain))[:WORDS_AT_MOST]
    return tuple(_countable([word[:WORD_AT_MOST] for word in found]))


def word_places(title: str, text: str, language: str) -> tuple[Place, ...]:
    """The words of `searched_words`, each with its place; gaps have some place near."""
    folded, begins = _folded(title, text, language), len(title) + len(_BETWEEN)
    found = list(islice(_WORD.finditer(fold_kazakh(folded.plain)), WORDS_AT_MOST))
    words = _countable([one.group()[:WORD_AT_MOST] for one in found])
    spans = (folded.origin(*one.span()) for one in found)
    return tuple(
        Place(word=word, in_title=True, start=start, end=end)
        if start < begins
        else Place(word=word, in_title=False, start=start - begins, end=end - begins)
        for word, (start, end) in zip(words, spans, strict=True)
    )


def _countable(words: list[str]) -> list[str]:
    """The words, with a gap for each that came too often already."""
    if len(words) <= _SAME_AT_MOST:
        return words
    often = {word for word, count in Counter(words).items() if count > _SAME_AT_MOST}
    seen: Counter[str] = Counter()
    for place, word in enumerate(words):
        if word in often:
            seen[word] += 1
            words[place] = word if seen[word] <= _SAME_AT_MOST else GAP
    return words


def read_terms(query: str) -> tuple[Term, ...]:
    """The terms of what a person typed: words, "phrases", prefixes with *; () if there are none.

    Never raises. Words that something else joins (1,5 or по-новому) are a phrase.
    """
    plain = fold_kazakh(fold(query[:QUERY_AT_MOST]).plain)
    terms = dict.fromkeys(_terms(plain))
    return tuple(terms)[:TERMS_AT_MOST]


def found_in(term: Term, words: tuple[str, ...]) -> bool:
    """Whether a term occurs among a document's words."""
    return any(True for _ in runs_of(term, words))


def runs_of(term: Term, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a term occurs among words: [start:end] of each run."""
    for option in term.options:
        size, first, is_open = len(option), option[0], term.is_prefix and len(option) == 1
        for start, word in enumerate(words):
            # Most words are not the first of the run: looking at it alone is what costs nothing.
            if word == first or (is_open and word.startswith(first)):
                run = words[start : start + size]
                if len(run) == size and _fits(option, run, term.is_prefix):
                    yield start, start + size


def _fits(option: tuple[str, ...], words: tuple[str, ...], is_prefix: bool) -> bool:
    if option == words:
        return True
    return is_prefix and option[:-1] == words[:-1] and words[-1].startswith(option[-1])


def _folded(title: str, text: str, language: str) -> Folded:
    # Read as one: what tells Kazakh in Latin letters is seldom in the title alone.
    both = f"{title}{_BETWEEN}{text}"[:LETTERS_AT_MOST]
    return fold(both, NO_WORDS if language == _LATIN_SCRIPT else None)


def _terms(plain: str) -> Iterator[Term]:
    for phrase, starred, piece in _TERM.findall(plain):
        typed = phrase or piece
        words = tuple(word[:WORD_AT_MOST] for word in _ASKED.findall(typed))
        if words:
            goes_on = bool(starred) or typed.endswith("*")
            yield _term(words, goes_on and len(words[-1]) >= _PREFIX_AT_LEAST)


def _term(words: tuple[str, ...], is_prefix: bool) -> Term:
    spelled = tuple(_in_cyrillic(word) for word in words)
    return Term(options=tuple(dict.fromkeys((words, spelled))), is_prefix=is_prefix)


@lru_cache(maxsize=1000)
def _in_cyrillic(word: str) -> str:
    """A word in Latin letters as Kazakh spells it; any other as it is."""
    if not _LATIN_WORD.fullmatch(word):
        return word
    letters = (options[0] for _, options in readings(word, alphabet_of([word])))
    return fold_kazakh("".join(letters))[:WORD_AT_MOST]
