"""Joins lines that a page only broke to fit: texts taken from PDF files, or sent by mail.

A paragraph never begins with a small letter, so a long line without an end, followed by one, goes
on in it. Each line break becomes a blank, so that every place in the text stays where it is.
"""

import re

# A line so short may be an item of a list, whatever follows.
WRAPPED_FROM = 40
_BREAK = re.compile(r"(?<=[^\s.!?…:;])[ \t]{0,9}\n[ \t]{0,9}(?=[^\W\d_])")


def unwrapped(text: str) -> str:
    """The text with its wrapped lines joined; of the same length."""
    pieces: list[str] = []
    done = 0
    for found in _BREAK.finditer(text):
        end = found.end()
        line = found.start() - text.rfind("\n", 0, found.start()) - 1
        if text[end].islower() and line >= WRAPPED_FROM:
            pieces += (text[done : found.start()], " " * (end - found.start()))
            done = end
    return "".join((*pieces, text[done:])) if pieces else text
