"""Flattens folded texts for screening: one blank between words, a line break a word of its own.

Signs and places are lost; what remains can be searched for words, with their boundaries, by an
automaton alone.
"""

import re

from rules.text import known_bytes

# Stands for a line break, between blanks. In a text itself it is a sign like any other.
LINE_BREAK = "\x01"

_IN_WORD = frozenset(b"0123456789_abcdefghijklmnopqrstuvwxyz")
_BLANKED = bytes(c if c >= 128 or c in _IN_WORD or c == 10 else 32 for c in range(256))
_SIGN = re.compile(r"[^\w\n]+")
# Of U+0400 to U+04FF only U+0482 to U+0489 are no letters.
_NO_LETTER = re.compile(rb"\xd2[\x82-\x89]")


def flatten(plain: str) -> str:
    """The flat view of a folded text, with as many lines. It begins and ends with a blank."""
    data = known_bytes(plain)
    if data is None or _NO_LETTER.search(data):
        data = _SIGN.sub(" ", plain).encode("utf-8", "replace")
    words = data.translate(_BLANKED).replace(b"\n", b" \x01 ").split()
    return b" ".join((b"", *words, b"")).decode()
