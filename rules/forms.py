"""The forms in which a concept is written: words, each literal or a stem with any letters after it.

"acced* to"      two words, with blanks, hyphens, quotes, commas, an ampersand or a slash between

Forms are written down one by one, or made from a lemma (rules/inflect/).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from os.path import commonprefix

from rules.complaints import Level
from rules.fields import Fields
from rules.inflect.lemma import NoParadigmError, Part, parse_lemma
from rules.inflect.paradigms import surface_forms
from rules.text import fold_kazakh, fold_word, mixed_word

# What may stand between two words of one form. A full stop only inside an abbreviation (U.S.).
BETWEEN = r"(?:(?:(?<=\b\w)\.)?[ \-\"'&/,]{1,4}|!\" ?|\.(?=\w))"
WORDS_AT_MOST = 20
_TOKEN = re.compile(r"\w+\*?|\*")
_STEM_AT_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One folded word. `stem`: any letters may follow.

    endings: what follows instead, one of these and nothing else; only in a form's last word. So the
    hundreds of forms of one lemma are one form, and one literal of the automaton.
    ending: how many letters at its end inflection made, of a word that stands for itself. They are
    read as what a stem leaves open is, for cues that stand there (the Kazakh negation).
    """

    text: str
    stem: bool
    endings: frozenset[str] | None = None
    ending: int = field(default=0, compare=False)

    @property
    def is_open(self) -> bool:
        """Whether letters may follow."""
        return self.stem or self.endings is not None

    @property
    def before_ending(self) -> str:
        """The letters that inflection did not make."""
        return self.text[: len(self.text) - self.ending]

    @property
    def pattern(self) -> str:
        """A regular expression for the word without its boundaries; which letters may follow is
        left to those who ask."""
        return re.escape(self.text) + (r"\w*" if self.is_open else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One or more words in this order."""

    pieces: tuple[Piece, ...]

    @property
    def head(self) -> int:
        """The index of the piece to look for first: the longest, as the rarest."""
        if len(self.pieces) == 1:
            return 0
        lengths = [len(piece.text) for piece in self.pieces]
        return lengths.index(max(lengths))

    def in_russian_letters(self) -> "Form":
        """The form as Russian texts spell Kazakh letters; for names only."""
        return Form(pieces=tuple(map(_in_russian_letters, self.pieces)))

    def spelled(self) -> "Iterator[Form]":
        """The forms that this one stands for, each with its own last word."""
        *before, last = self.pieces
        if last.endings is None:
            yield self
        for ending in sorted(last.endings or ()):
            word = Piece(text=last.text + ending, stem=False, ending=len(ending))
            yield Form(pieces=(*before, word))


def _in_russian_letters(piece: Piece) -> Piece:
    endings = piece.endings and frozenset(map(fold_kazakh, piece.endings))
    return replace(piece, text=fold_kazakh(piece.text), endings=endings)


class WrongFormError(ValueError):
    """A form that cannot be used; the message says why, for a reader."""


def parse_form(text: str) -> Form:
    """The form as written, folded. Raises WrongFormError."""
    tokens = _TOKEN.findall(fold_word(text))
    _check(tokens)
    return Form(pieces=tuple(map(_piece, tokens)))


def _check(tokens: list[str]) -> None:
    if not tokens:
        raise WrongFormError("holds no word")
    if len(tokens) > WORDS_AT_MOST:
        raise WrongFormError(f"has more than {WORDS_AT_MOST} words")
    if len(tokens) == 1 and len(tokens[0].rstrip("*")) < _STEM_AT_LEAST:
        raise WrongFormError("is a single letter, which would match nearly everything")


def _piece(token: str) -> Piece:
    stem = token.endswith("*")
    text = token.rstrip("*")
    if stem and len(text) < _STEM_AT_LEAST:
        raise WrongFormError(f"has the stem {token!r}, which would match nearly everything")
    return Piece(text=text, stem=stem)


def read_forms(fields: Fields, key: str) -> tuple[Form, ...]:
    """The forms of a list; those that cannot be used become complaints.

    A word that mixes scripts is folded to one, so it is only warned of: it looks like another.
    """
    forms = []
    for text in fields.scalars(key):
        if word := mixed_word(text.value):
            message = f"the word {word!r} mixes Latin and Cyrillic letters"
            fields.complain(text.place, message, "type it again in one script", Level.WARNING)
        try:
            forms.append(parse_form(text.value))
        except WrongFormError as wrong:
            remedy = "write words, or stems of two letters or more"
            fields.complain(text.place, f"the form {text.value!r} {wrong}", remedy)
    return tuple(forms)


def read_lemmas(fields: Fields, language: str, part: Part | None) -> tuple[Form, ...]:
    """The forms made of a list of lemmas; a lemma without a paradigm becomes a complaint.

    part: what a lemma is that does not say it itself.
    """
    forms: list[Form] = []
    for text in fields.scalars(language):
        try:
            lemma = parse_lemma(text.value)
            made = surface_forms(language, lemma.text, lemma.part or part)
            forms += made_forms(made)
        except (NoParadigmError, WrongFormError) as wrong:
            remedy = "check its spelling and that it is the dictionary form, or list it in `forms:`"
            fields.complain(text.place, f"the lemma {text.value!r} {wrong}", remedy)
    return tuple(forms)


def made_forms(paradigm: Iterable[str]) -> tuple[Form, ...]:
    """The forms of one lemma. Their last words end where the letters end that all share."""
    folded = fold_word("\n".join(sorted(paradigm))).split("\n")
    rows = [_TOKEN.findall(text) for text in dict.fromkeys(folded)]
    for row in rows:
        _check(row)
    stem = commonprefix([row[-1] for row in rows])  # noqa: RUF071 - words, not paths
    if len(stem) < _STEM_AT_LEAST:
        return tuple(_whole(row, len(stem)) for row in rows)
    endings: dict[tuple[str, ...], list[str]] = {}
    for *before, last in rows:
        endings.setdefault(tuple(before), []).append(last[len(stem) :])
    return tuple(
        Form(pieces=(*map(_word, before), Piece(text=stem, stem=False, endings=frozenset(found))))
        for before, found in endings.items()
    )


def _whole(row: list[str], stem: int) -> Form:
    """A form whose last word has too little in common with the lemma's others."""
    *before, last = row
    word = Piece(text=last, stem=False, ending=len(last) - stem)
    return Form(pieces=(*map(_word, before), word))


def _word(text: str) -> Piece:
    return Piece(text=text, stem=False)
