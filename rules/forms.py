"""The forms in which a concept is written: words, each literal or a stem with any letters after it.

"acced* to"      two words, with blanks, hyphens, quotes, commas, an ampersand or a slash between

Forms are written down one by one, or made from a lemma (rules/inflect/).
"""

import re
from collections.abc import Iterable
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

    ending: how many letters at its end inflection made. They are read as what a stem leaves open
    is, for cues that stand there (the Kazakh negation), and make no other word of it.
    """

    text: str
    stem: bool
    ending: int = field(default=0, compare=False)

    @property
    def before_ending(self) -> str:
        """The letters that inflection did not make."""
        return self.text[: len(self.text) - self.ending]

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
        pieces = (replace(p, text=fold_kazakh(p.text)) for p in self.pieces)
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
    forms = [parse_form(text) for text in sorted(paradigm)]
    stem = len(commonprefix([form.pieces[-1].text for form in forms]))  # noqa: RUF071  no paths
    return tuple(_ending_after(form, stem) for form in forms)


def _ending_after(form: Form, stem: int) -> Form:
    *before, last = form.pieces
    return Form(pieces=(*before, replace(last, ending=len(last.text) - stem)))
