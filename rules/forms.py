"""The forms in which a concept is written: words, each literal or a stem with any letters after it.

"acced* to"      two words, with blanks, hyphens, quotes, commas, an ampersand or a slash between
"""

import re
from dataclasses import dataclass

from rules.fields import Fields
from rules.text import fold_kazakh, fold_word

# What may stand between two words of one form. A full stop only inside an abbreviation (U.S.).
BETWEEN = r"(?:(?:(?<=\b\w)\.)?[ \-\"'&/,]{1,4}|!\" ?|\.(?=\w))"
WORDS_AT_MOST = 20
_TOKEN = re.compile(r"\w+\*?|\*")
_STEM_AT_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One folded word. `stem`: any letters may follow."""

    text: str
    stem: bool

    @property
    def pattern(self) -> str:
        """A regular expression for the word without its boundaries."""
        return re.escape(self.text) + (r"\w*" if self.stem else "")


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
        pieces = (Piece(text=fold_kazakh(p.text), stem=p.stem) for p in self.pieces)
        return Form(pieces=tuple(pieces))


class WrongFormError(ValueError):
    """A form that cannot be used; the message says why, for a reader."""


def parse_form(text: str) -> Form:
    """The form as written, folded. Raises WrongFormError."""
    tokens = _TOKEN.findall(fold_word(text))
    pieces = tuple(_piece(token) for token in tokens)
    if not pieces:
        raise WrongFormError("holds no word")
    if len(pieces) > WORDS_AT_MOST:
        raise WrongFormError(f"has more than {WORDS_AT_MOST} words")
    if len(pieces) == 1 and len(pieces[0].text) < _STEM_AT_LEAST:
        raise WrongFormError("is a single letter, which would match nearly everything")
    return Form(pieces=pieces)


def _piece(token: str) -> Piece:
    stem = token.endswith("*")
    text = token.rstrip("*")
    if stem and len(text) < _STEM_AT_LEAST:
        raise WrongFormError(f"has the stem {token!r}, which would match nearly everything")
    return Piece(text=text, stem=stem)


def read_forms(fields: Fields, key: str) -> tuple[Form, ...]:
    """The forms of a list; those that cannot be used become complaints."""
    forms = []
    for text in fields.scalars(key):
        try:
            forms.append(parse_form(text.value))
        except WrongFormError as wrong:
            remedy = "write words, or stems of two letters or more"
            fields.complain(text.place, f"the form {text.value!r} {wrong}", remedy)
    return tuple(forms)
