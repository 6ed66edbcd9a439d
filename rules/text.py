"""Folds text for matching: one spelling of letters, quotes and blanks, and the way back.

Folded text has two views of the same coordinates: `cased` (for cutting sentences) and `plain`
(lower case, for matching). Most characters are folded one to one; offset maps are made only for a
text in which a length changed. Kazakh in Latin letters is spelled in Cyrillic (rules/kazakh/), so
that rules are written once; whoever knows a document to be Kazakh asks for it.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from rules.kazakh.lines import is_cyrillic
from rules.kazakh.respell import Unit, respell
from rules.kazakh.wordlist import Wordlist

_SAME_LENGTH = {
    "'": "\u2018\u2019\u201a\u201b\u02bc\u02bb\u2032\u0060\u00b4\u02b9",
    '"': "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u2039\u203a",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    " ": "\t\x0b\x0c\x00\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u202f\u205f\u3000",
    "\n": "\r\x1c\x1d\x1e\x85\u2028\u2029",
    "I": "\u0130",  # the only letter whose lower case is longer
    "ә": "\u0259",  # the Latin schwas that older keyboards leave in Kazakh words
    "Ә": "\u018f",
}
_REPLACE = tuple((odd, good) for good, odds in _SAME_LENGTH.items() for odd in odds)
_ASCII = str.maketrans({odd: good for odd, good in _REPLACE if odd.isascii()})
_ODD = re.compile("[" + "".join(re.escape(odd) for odd, _ in _REPLACE) + "]")

# Of the above and of what stays as it is: the signs that news is full of. A text that holds nothing
# else beyond ASCII and Cyrillic letters is folded without a search for the rest.
_USUAL = tuple(
    (odd, good)
    for odd, good in _REPLACE
    if odd in "\u00ab\u00bb\u2014\u2013\u201c\u201d\u2019\u00a0"
)
_KEPT = "\u2026\u2116"
# In UTF-8: the bytes that begin U+0400 to U+04FF, and those that follow a first one.
_LEADING, _FOLLOWING = b"\xd0\xd1\xd2\xd3", bytes(range(0x80, 0xC0))
_ASCII_ODD = "".join(odd for odd, _ in _REPLACE if odd.isascii()).encode()
_KNOWN = bytes(set(range(0x80)) - set(_ASCII_ODD)) + _LEADING + _FOLLOWING
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
_BUT_LETTERS = bytes(set(range(0x100)) - set(_LETTERS))
_SCRIPTS = bytes(76 if c in _LETTERS else 67 if c in _LEADING else 46 for c in range(0x100))

_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
# A sign that a page names, left as it was by whoever took the text from it.
_NAMED_SIGNS = {
    **dict.fromkeys(("quot", "laquo", "raquo", "ldquo", "rdquo", "bdquo", "#34", "#034"), '"'),
    **dict.fromkeys(("apos", "lsquo", "rsquo", "#39", "#039"), "'"),
    **dict.fromkeys(("ndash", "mdash", "minus"), "-"),
    "nbsp": " ",
    "amp": "&",
    "hellip": "…",
    "shy": "",
}
_NAMED_SIGN = "&(?:" + "|".join(_NAMED_SIGNS) + ");"
_HAS_NAMED_SIGN = re.compile(_NAMED_SIGN)
# What changes lengths: soft hyphens, zero-width and direction marks; half a surrogate pair, which
# no UTF-8 holds; ligatures; a sign's name; a letter with combining marks. At most 8 of these:
# putting thousands in canonical order takes quadratic time.
_SINGLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff\ud800-\udfff\ufb00-\ufb04"
_MAY_CHANGE = re.compile(f"[{_SINGLE}\u0300-\u036f]|{_NAMED_SIGN}")
_CHANGED = re.compile(f"[{_SINGLE}]|{_NAMED_SIGN}|[^\\W\\d_][\u0300-\u036f]{{1,8}}")

_LATIN, _CYRILLIC = "aceopxykmhtbiABCEHKMOPTXYI", "асеорхукмнтвіАВСЕНКМОРТХУІ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_MIXED = re.compile("[A-Za-z](?:(?<=[\u0400-\u04ff].)|(?=[\u0400-\u04ff]))")
_WORD = re.compile(r"\w+")
_KAZAKH = str.maketrans("әғқңөұүһі", "агкноуухи")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text. starts, ends: where each character came from; None: from the same offset."""

    cased: str
    plain: str
    starts: "array[int] | None" = None
    ends: "array[int] | None" = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The source's offsets of the folded stretch [start:end], which is not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str, kazakh: Wordlist | None = None) -> Folded:
    """The folded views of a text, in time linear in its length.

    kazakh: the text is Kazakh, and these are the words that rules look for in it.
    """
    usual = _fold_usual(text) if kazakh is None or is_cyrillic(text) else None
    return _fold_any(text, kazakh) if usual is None else usual


def _fold_usual(text: str) -> Folded | None:
    """The folded views of a text that holds nothing unusual; None: it does."""
    if "&" in text and _HAS_NAMED_SIGN.search(text):
        return None
    ascii_only = text.isascii()
    if not ascii_only:
        for odd, good in _USUAL:
            text = text.replace(odd, good)
    plain = text.lower() if ascii_only else text.lower().replace("ё", "е")
    data = known_bytes(plain)
    if data is None or (not ascii_only and _mixes_scripts(data)):
        return None
    return Folded(cased=text, plain=plain)


def known_bytes(plain: str) -> bytes | None:
    """A text in UTF-8, without a few signs, if it holds nothing beyond ASCII and Cyrillic."""
    data = plain.encode("utf-8", "surrogatepass")
    if not data.translate(None, _KNOWN):
        return data
    for sign in _KEPT:
        plain = plain.replace(sign, " ")
    data = plain.encode("utf-8", "surrogatepass")
    return None if data.translate(None, _KNOWN) else data


def _mixes_scripts(data: bytes) -> bool:
    """Whether, in lower case, a Latin letter stands beside a Cyrillic one."""
    if not data.translate(None, _BUT_LETTERS):
        return False
    scripts = data.translate(_SCRIPTS, _FOLLOWING)
    return b"CL" in scripts or b"LC" in scripts


def _fold_any(text: str, kazakh: Wordlist | None) -> Folded:
    if kazakh is None and text.isascii() and "&" not in text:
        cased = text.translate(_ASCII) if _ODD.search(text) else text
        return Folded(cased=cased, plain=cased.lower())
    places = None
    if _MAY_CHANGE.search(text):
        text, places = _lengths(text)
    if kazakh is not None and (units := list(respell(text, kazakh))):
        text, places = _respelled(text, units, places)
    cased = _letters(text)
    starts, ends = (places.starts, places.ends) if places else (None, None)
    return Folded(cased=cased, plain=cased.lower().replace("ё", "е"), starts=starts, ends=ends)


def fold_word(text: str) -> str:
    """The plain view alone, for what people write into rules."""
    return fold(text).plain


def mixed_word(text: str) -> str:
    """The first word that mixes Latin and Cyrillic letters, as it stands; empty if none does."""
    for found in _WORD.finditer(text):
        word = found.group()
        if _CYRILLIC_LETTER.search(word) and _LATIN_LETTER.search(word):
            return word
    return ""


def fold_kazakh(text: str) -> str:
    """Kazakh letters as Russian spelling writes them, in names. `text` is folded."""
    return text.translate(_KAZAKH)


class _Rewriting:
    """A text being rewritten, with the source offsets of each character."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._done = 0
        self._pieces: list[str] = []
        self.starts, self.ends = array("L"), array("L")

    def replace(self, start: int, end: int, new: str) -> None:
        """Keeps what stands before [start:end], which comes after all that was replaced."""
        self._keep(start)
        self._pieces.append(new)
        one_to_one = len(new) == end - start
        self.starts.extend(range(start, end) if one_to_one else [start] * len(new))
        self.ends.extend(range(start + 1, end + 1) if one_to_one else [end] * len(new))
        self._done = end

    def finish(self) -> str:
        """The rewritten text."""
        self._keep(len(self._source))
        return "".join(self._pieces)

    def _keep(self, end: int) -> None:
        self._pieces.append(self._source[self._done : end])
        self.starts.extend(range(self._done, end))
        self.ends.extend(range(self._done + 1, end + 1))


def _lengths(text: str) -> tuple[str, _Rewriting]:
    """The text without what is invisible, composed."""
    rewriting = _Rewriting(text)
    for found in _CHANGED.finditer(text):
        rewriting.replace(found.start(), found.end(), _replacement(found.group()))
    return rewriting.finish(), rewriting


def _respelled(
    text: str, units: Iterable[Unit], before: _Rewriting | None
) -> tuple[str, _Rewriting]:
    """The text with these units replaced. Offsets are those of the text `before` came from."""
    rewriting = _Rewriting(text)
    for unit in units:
        rewriting.replace(*unit)
    new = rewriting.finish()
    if before is not None:
        starts, ends = before.starts, before.ends
        rewriting.starts = array("L", (starts[place] for place in rewriting.starts))
        rewriting.ends = array("L", (ends[place - 1] for place in rewriting.ends))
    return new, rewriting


def _replacement(odd: str) -> str:
    if odd[0] == "&":
        return _NAMED_SIGNS[odd[1:-1]]
    if len(odd) > 1:
        return unicodedata.normalize("NFC", odd)
    if "\ud800" <= odd <= "\udfff":
        return "\ufffd"
    return _LIGATURES.get(odd, "")


def _letters(text: str) -> str:
    """One to one: typographic signs to plain ones, look-alikes to the script of their word."""
    for odd, good in _REPLACE:
        if odd in text:
            text = text.replace(odd, good)
    if _CYRILLIC_LETTER.search(text):
        text = _scripts(text)
    return text


def _scripts(text: str) -> str:
    """The text with each word that mixes scripts folded."""
    pieces: list[str] = []
    done = 0
    for found in _MIXED.finditer(text):
        if found.start() < done:
            continue
        start = found.start()
        while start > done and text[start - 1].isalnum():
            start -= 1
        word = _WORD.match(text, start)
        end = word.end() if word else found.end()
        pieces += (text[done:start], _one_script(text[start:end]))
        done = end
    return "".join((*pieces, text[done:]))


def _one_script(word: str) -> str:
    """A word written in two scripts, in the one that has more of its letters if that can be."""
    cyrillic, latin = len(_CYRILLIC_LETTER.findall(word)), len(_LATIN_LETTER.findall(word))
    if not cyrillic or not latin:
        return word
    if latin > cyrillic:
        folded, foreign = word.translate(_TO_LATIN), _CYRILLIC_LETTER
    else:
        folded, foreign = word.translate(_TO_CYRILLIC), _LATIN_LETTER
    return word if foreign.search(folded) else folded
