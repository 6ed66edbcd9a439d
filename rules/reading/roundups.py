"""Cuts a text that tells several stories in a row, a news roundup, into its stories.

What such a text tells in one place says nothing of another: neither who did it nor where.
A roundup is known by its title, or by signs between its stories. Only its lead is cut, so that no
later paragraph changes what title and lead tell; behind that, each line is a story.
"""

import re
from collections.abc import Callable, Iterator

from rules.reading.asides import AsideReader
from rules.text import Folded

Span = tuple[int, int]

# Between stories: "||", "//", a bullet, or a semicolon before a capital letter. One of two bars is
# enough in a title that says what it is.
_BARS = re.compile(r"\|\||(?<![:/\w])//(?!/)")
_ANY_SIGN = re.compile(r"\|{1,2}|(?<![:/\w])//(?!/)|[●•■\n]|;")
_CAPITAL = re.compile(r"[\s\"'-]{1,4}[^\W\d_]")
# What stands on either side of a semicolon has to be as long as a sentence.
STORY_AT_LEAST = 30


def is_roundup(whole: Folded, title_end: int, lead: Span, words: AsideReader | None) -> bool:
    """Whether a text tells several stories. lead: the first paragraph."""
    if words is not None and words.names_roundup(whole.plain[:title_end]):
        return True
    if _BARS.search(whole.plain, *lead):
        return True
    return any(_parts_stories(whole, place, lead) for place in _semicolons(whole, lead))


def cut(
    whole: Folded,
    span: Span,
    sentence: Callable[[int], Span],
    words: AsideReader | None,
) -> Iterator[Span]:
    """The stories of a stretch: what lies between signs.

    Where there are none, a sentence is a story, with those that go on with it.
    """
    signs = [
        sign
        for sign in _ANY_SIGN.finditer(whole.plain, *span)
        if sign.group() != ";" or _begins_anew(whole, sign.end())
    ]
    if not signs:
        yield from _sentences(whole, span, sentence, words)
        return
    start = span[0]
    for sign in signs:
        yield start, sign.end()
        start = sign.end()
    yield start, span[1]


def _sentences(
    whole: Folded, span: Span, sentence: Callable[[int], Span], words: AsideReader | None
) -> Iterator[Span]:
    begun = start = span[0]
    while start < span[1]:
        end = min(max(sentence(start)[1], start + 1), span[1])
        if begun < start and not (words and words.continues(whole.plain[start:end])):
            yield begun, start
            begun = start
        start = end
    yield begun, span[1]


def _semicolons(whole: Folded, span: Span) -> Iterator[int]:
    place = whole.plain.find(";", *span)
    while place >= 0:
        yield place
        place = whole.plain.find(";", place + 1, span[1])


def _parts_stories(whole: Folded, place: int, lead: Span) -> bool:
    enough = place - lead[0] >= STORY_AT_LEAST and lead[1] - place > STORY_AT_LEAST
    return enough and _begins_anew(whole, place + 1)


def _begins_anew(whole: Folded, place: int) -> bool:
    """Whether a capital letter follows."""
    found = _CAPITAL.match(whole.cased, place)
    return found is not None and found.group()[-1].isupper()
