"""The form every text has before anything reads it: storable, and no word broken invisibly.

Gone: control characters, noncharacters, soft hyphens and other invisible breaks; a lone surrogate
becomes U+FFFD. Kept: everything a reader sees, and bidi marks, which whoever prints the text has
to make visible.
"""

import re
import unicodedata

_NEWLINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Tags, soft hyphen, zero-width space, word joiner, byte order mark: a word broken by one of them
# would hide from every rule.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r" ?\n[ \n]*")
_PLANE_END = re.compile(
    "[" + "".join(chr(p << 16 | e) for p in range(1, 17) for e in (0xFFFE, 0xFFFF)) + "]"
)
# Runs are bounded because composing is quadratic in their length (100,000 marks: 6 s).
_MARKED = re.compile(r"\w[\u0300-\u036f]{1,4}(?![\u0300-\u036f])")


def clean(text: str) -> str:
    """The text with one space between words, one newline between paragraphs. Idempotent."""
    text = _without_surrogates(text)
    text = _NEWLINES.sub("\n", text)
    text = _PLANE_END.sub("", _INVISIBLE.sub("", text))
    text = _MARKED.sub(_composed, text)
    return _EDGES.sub("\n", _BLANKS.sub(" ", text)).strip()


def clean_line(text: str) -> str:
    """The same for a title: one line."""
    return clean(text).replace("\n", " ")


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _composed(marked: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", marked[0])
