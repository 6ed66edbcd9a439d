"""Text of others made fit to be shown: on a terminal, in a letter, in a header.

A title may hold escape sequences that move the cursor, controls that turn the direction of
reading, or letters that no one sees. Evidence keeps them; what is shown goes through here.
"""

import unicodedata

_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_UNREADABLE = "\ufffd"
_MARKS_IN_A_ROW = 4  # the most that letters in use carry; more cover the lines around them
CUT = "…"


def printable(text: str) -> str:
    """`text` on one line: breaks become blanks, controls and invisible letters go.

    Removed are control, bidi and zero-width characters, soft hyphens and tags; a lone surrogate
    or a private or unassigned letter becomes U+FFFD. The second application changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(letter if letter.isprintable() else _instead(letter))
    return "".join(kept)


def _instead(letter: str) -> str:
    if letter in _BREAKS:
        return " "
    return {"Zs": " ", "Cc": "", "Cf": ""}.get(unicodedata.category(letter), _UNREADABLE)


def printable_lines(text: str) -> str:
    """Like `printable`, but the text keeps its lines."""
    return "\n".join(printable(line) for line in text.split("\n"))


def shortened(text: str, limit: int) -> str:
    """`text` made printable, runs of blanks made one, cut at a word before `limit` characters."""
    # A hostile title may be as long as a book; what lies far beyond the limit can't matter.
    clean = " ".join(printable(text[: limit * 8]).split())
    if len(clean) <= limit and len(text) <= limit * 8:
        return clean
    cut = clean[: limit - 1]
    if len(clean) >= limit and " " in cut[limit // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:") + CUT


def web_address(url: str | None, limit: int = 300) -> str:
    """`url` if it is a plain http(s) address of bearable length, else "". For showing only."""
    if url is None or len(url) > limit or not url.lower().startswith(("http://", "https://")):
        return ""
    return url if printable(url) == url and not set(url) & set(" <>\"'`\\") else ""
