"""Finds the items of a list of demands: "asked them to free the men, drop the charges, …".

A cue bears on every item, however far it stands from the later ones.
"""

import re
from collections.abc import Iterable

Span = tuple[int, int]

# What a list may be cut at, and what parts it from another sentence's.
_COMMA = re.compile(",")
_ENDS = re.compile("[:;()]")
# A short name behind the long one parts nothing.
_SHORT_NAME = re.compile(r"\(\w+\)")
_LAST = re.compile(r"(\w+)[ \"]{0,2}$")
# A list is no longer than this, in characters.
LIST_AT_MOST = 400


def first_word(joining: Iterable[str]) -> re.Pattern[str]:
    """A pattern for the first word of an item, behind at most two words that join it to others."""
    joined = "|".join(map(re.escape, joining)) or "(?!)"
    return re.compile(rf"[ \"]{{0,2}}(?:(?:{joined}) ){{0,2}}(\w+)")


def nearest_item(
    plain: str, gap: Span, lists: tuple[str, ...], first: re.Pattern[str] | None
) -> Span:
    """The words between a cue and an act, without the items of a list that lie between them.

    first: finds an item's first word, where the cue comes before the list. lists: with what an item
    begins there, or else how it ends; "*ing" is an ending. The whole gap is given back where there
    is no list.
    """
    start, end = gap
    if end - start > LIST_AT_MOST or _ENDS.search(_SHORT_NAME.sub("", plain[start:end])):
        return gap
    commas = [found.start() for found in _COMMA.finditer(plain, start, end)]
    if first is not None:
        begun = [at + 1 for at in commas if _listed(first.match(plain, at + 1), lists)]
        return (begun[-1], end) if begun else gap
    ended = [at for at in commas if _listed(_LAST.search(plain, max(0, at - 40), at), lists)]
    return (start, ended[0]) if ended else gap


def _listed(word: re.Match[str] | None, lists: tuple[str, ...]) -> bool:
    if word is None:
        return False
    return any(
        word[1].endswith(one[1:]) if one.startswith("*") else word[1] == one for one in lists
    )
