"""Folds text for matching: one spelling of letters, quotes and blanks, and the way back.

Folded text has two views of the same coordinates: `cased` (for cutting sentences) and `plain`
(lower case, for matching). Most characters are folded one to one; offset maps are made only for a
text in which a length changed. Kazakh in Latin script would be transliterated in `_lengths`.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass

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
# What changes lengths: soft hyphens, zero-width and direction marks; half a surrogate pair, which
# no UTF-8 holds; ligatures; a letter with combining marks. At most 8 of these: putting thousands in
# canonical order takes quadratic time.
_SINGLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff\ud800-\udfff\ufb00-\ufb04"
_MAY_CHANGE = re.compile(f"[{_SINGLE}\u0300-\u036f]")
_CHANGED = re.compile(f"[{_SINGLE}]|[^\\W\\d_][\u0300-\u036f]{{1,8}}")

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


def fold(text: str) -> Folded:
    """The folded views of a text, in time linear in its length."""
    usual = _fold_usual(text)
    return _fold_any(text) if usual is None else usual


def _fold_usual(text: str) -> Folded | None:
    """The folded views of a text that holds nothing unusual; None: it does."""
    ascii_only = text.isascii()
    if not ascii_only:
        for odd, good in _USUAL:
            text = text.replace(odd, good)
    plain = text.lower() if ascii_only else text.lower().replace("ё", "е")
    data = known_bytes(plain)
    if data is None:
        return None
    if not ascii_only and _mixes_scripts(data):
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


def _fold_any(text: str) -> Folded:
    if text.isascii():
        cased = text.translate(_ASCII) if _ODD.search(text) else text
        return Folded(cased=cased, plain=cased.lower())
    starts = ends = None
    if _MAY_CHANGE.search(text):
        text, starts, ends = _lengths(text)
    cased = _letters(text)
    return Folded(cased=cased, plain=cased.lower().replace("ё", "е"), starts=starts, ends=ends)


def fold_word(text: str) -> str:
    """The plain view alone, for what people write into rules."""
    return fold(text).plain


def fold_kazakh(text: str) -> str:
    """Kazakh letters as Russian spelling writes them, in names. `text` is folded."""
    return text.translate(_KAZAKH)


def _lengths(text: str) -> "tuple[str, array[int], array[int]]":
    """The text without what is invisible, composed, with the source offsets of each character."""
    pieces: list[str] = []
    starts, ends = array("L"), array("L")
    done = 0

    def keep(start: int, end: int) -> None:
        pieces.append(text[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    for found in _CHANGED.finditer(text):
        keep(done, found.start())
        done = found.end()
        new = _replacement(found.group())
        pieces.append(new)
        starts.extend([found.start()] * len(new))
        ends.extend([done] * len(new))
    keep(done, len(text))
    return "".join(pieces), starts, ends


def _replacement(odd: str) -> str:
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
