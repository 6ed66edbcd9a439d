"""Flattens texts for screening: lower case, one blank between words, a line break a word itself.

Signs and places are lost; what remains can be searched for words, with their boundaries, by an
automaton alone. Most texts are flattened without being folded first, at half the cost; the result
is the same.
"""

import re

from rules.text import fold

# Stands for a line break, between blanks. In a text itself it is a sign like any other.
LINE_BREAK = "\x01"

_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_IN_WORD = frozenset(_LETTERS + b"0123456789_")
_BLANKED = bytes(c if c >= 128 or c in _IN_WORD or c == 10 else 32 for c in range(256))

# In UTF-8: the bytes that begin U+0400 to U+04FF, and those that follow a first one. In this range
# only U+0482 to U+0489 are no letters.
_CYRILLIC, _FOLLOWING = b"\xd0\xd1\xd2\xd3", bytes(range(0x80, 0xC0))
_NO_LETTER = re.compile(rb"\xd2[\x82-\x89]")
# What needs no folding but lower case. Of ASCII only line breaks of other kinds do.
_PLAIN = bytes(set(range(128)) - set(b"\r\x1c\x1d\x1e")) + _CYRILLIC + _FOLLOWING
# The signs beyond ASCII that news is full of.
_SIGNS = "\u00ab\u00bb\u2014\u2013\u201c\u201d\u2019\u2026\u2116\u00a0"
_SCRIPTS = bytes(76 if c in _LETTERS else 67 if c in _CYRILLIC else 46 for c in range(256))
_BUT_LETTERS = bytes(set(range(256)) - set(_LETTERS))
_SIGN = re.compile(r"[^\w\n]+")


def flat(text: str) -> str:
    """The flat view of a text that was not folded."""
    data = _without_folding(text)
    return flatten(fold(text).plain) if data is None else _words(data)


def flatten(plain: str) -> str:
    """The flat view of a folded text, with as many lines. It begins and ends with a blank."""
    data = plain.encode()
    if data.translate(None, _PLAIN) or _NO_LETTER.search(data):
        data = _SIGN.sub(" ", plain).encode()
    return _words(data)


def _without_folding(text: str) -> bytes | None:
    """The text in lower case without the signs that are no ASCII; None: it has to be folded."""
    lower = text.lower()
    if not text.isascii():
        # In the string, for in bytes every second one begins a Cyrillic letter as it does a sign.
        for sign in _SIGNS:
            lower = lower.replace(sign, " ")
        lower = lower.replace("ё", "е")
    data = lower.encode("utf-8", "surrogatepass")
    if data.translate(None, _PLAIN) or _NO_LETTER.search(data) or _mixes_scripts(data):
        return None
    return data


def _mixes_scripts(data: bytes) -> bool:
    """Whether a Latin letter stands beside a Cyrillic one."""
    if data.isascii() or not data.translate(None, _BUT_LETTERS):
        return False
    scripts = data.translate(_SCRIPTS, _FOLLOWING)
    return b"CL" in scripts or b"LC" in scripts


def _words(data: bytes) -> str:
    words = data.translate(_BLANKED).replace(b"\n", b" \x01 ").split()
    return b" ".join((b"", *words, b"")).decode()
