"""Joins lines that a page only broke to fit: texts of PDF files, cables, mail.

Each line break becomes a blank, so that every place in the text stays where it is. Where a word is
broken too, its hyphen and the break become soft hyphens, which folding leaves out.

- A paragraph never begins with a small letter: a long line without an end, followed by one, goes on
  in it.
- A block of lines (between empty ones) is wrapped where most of its lines are full, as wide as its
  widest, and many of the next begin with a small letter. There a full line goes on in the next
  whatever it ends with, and whatever that begins with but the sign of an item; a line that is not
  full ends its paragraph.
- Below such a block, a line of another goes on too, if the next line's first word would not have
  had room on it. Not above it: nothing added below may change how title and lead are read.
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

# A line so short may be an item of a list, whatever follows.
WRAPPED_FROM = 40
# Wider lines are paragraphs: no page sets so many characters on a line.
WIDTH_AT_MOST = 130
# Of its block's width, what a full line has together with the next line's first word. PDF files
# break by the width of letters, not by their number.
FULL = 0.8
# Of a wrapped block's lines, so many are full, and so many begin with a small letter.
FULL_SHARE = 0.6
GOING_ON_SHARE = 1 / 3
BLOCK_FROM = 3

# What a hyphen stands behind wherever a line ends.
_HYPHENATED = {
    *("anti", "co", "cross", "ex", "half", "inter", "mid", "multi", "non", "one", "post", "pre"),
    *("pro", "self", "semi", "vice", "well"),
    *("вице", "евро", "интернет", "контр", "лже", "онлайн", "пол", "пресс", "псевдо", "экс"),
}
_SOFT_HYPHEN = "\u00ad"
_BROKEN_WORD = re.compile(r"(?P<before>[^\W\d_]{2,40})[-\u2010\u00ad]$")
_UNENDED = re.compile(r"[^\s.!?…:;]$")
_ITEM = re.compile(r"[-–—•●*■▪·]|(?:\d{1,3}|[^\W\d_]{1,2})[.)]\s|\(\w{1,4}\)\s")
_WORD = re.compile(r"\S{1,40}")


def unwrapped(text: str) -> str:
    """The text with its wrapped lines joined; of the same length."""
    lines = text.split("\n")
    bare = [line.strip() for line in lines]
    blocks = [
        _range(group)
        for filled, group in groupby(range(len(bare)), lambda at: bare[at] != "")
        if filled
    ]
    joins: set[int] = set()
    page = 0
    for block in blocks:
        width = _width(bare, block)
        page = width or page
        joins |= {
            at for at, after in pairwise(block) if _goes_on(bare[at], bare[after], width, page)
        }
    if not joins:
        return text
    pieces: list[str] = []
    for at, line in enumerate(lines):
        broken = _BROKEN_WORD.search(line) if at in joins and lines[at + 1][:1].islower() else None
        if broken is None:
            pieces += (line, " " if at in joins else "\n")
        else:
            kept = broken["before"].lower() in _HYPHENATED
            pieces += (line if kept else line[:-1] + _SOFT_HYPHEN, _SOFT_HYPHEN)
    return "".join(pieces[:-1])


def _range(group: Iterator[int]) -> range:
    numbers = list(group)
    return range(numbers[0], numbers[-1] + 1)


def _width(bare: list[str], block: range) -> int:
    """The width to which a block is wrapped; 0 where it is not."""
    width = max(len(bare[at]) for at in block)
    if len(block) < BLOCK_FROM or not WRAPPED_FROM <= width <= WIDTH_AT_MOST:
        return 0
    breaks = len(block) - 1
    going_on = sum(_begins_small(bare[after]) for after in block[1:])
    full = sum(_room(bare[at], bare[after]) >= FULL * width for at, after in pairwise(block))
    return width if going_on >= GOING_ON_SHARE * breaks and full >= FULL_SHARE * breaks else 0


def _room(line: str, after: str) -> int:
    """How wide a line would be with the next one's first word."""
    word = _WORD.match(after)
    return len(line) + 1 + (len(word.group()) if word else 0)


def _goes_on(line: str, after: str, width: int, page: int) -> bool:
    if _begins_small(after) and len(line) >= WRAPPED_FROM and _UNENDED.search(line):
        return True
    if _ITEM.match(after):
        return False
    if width:
        return _room(line, after) >= FULL * width
    return bool(page) and page < _room(line, after) and len(line) <= WIDTH_AT_MOST


def _begins_small(line: str) -> bool:
    return line[:1].isalpha() and line[0].islower()
