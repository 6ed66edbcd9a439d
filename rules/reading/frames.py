"""Finds where a page's own text begins: menus, crumbs, credits and a city stand before it.

Many pages say their title once more right above the story. What stands over that belongs to the
site, as long as it is made of short lines; of several such lines the last one counts. Where no line
does, a run of short lines without an end is a menu, but for the last of them.
"""

import re

# So many lines are looked at. Longer ones are a site's notices, which have so many letters at most
# and fewer than what follows: below a short story its own title stands in a list of links.
FRAME_LINES = 40
FRAME_LINE_AT_MOST = 200
NOTICES_AT_MOST = 1_000
# What a line must share with the title at least to be taken for it: sites add their names.
_SHARED_AT_LEAST = 20
# A page that has not even so many letters of its title again is not read line by line.
_FIRST_LETTERS = 12
# A line so short may be a heading even if a full stop stands in it ("St. Petersburg").
SHORT_LINE = 50
HEADING_AT_MOST = 200
ENDS = '.!?…"»'
# So many headings stand above no story; of a menu's, so many may be this page's title and date.
_MENU_FROM = 8
_MENU_LINES = 400
_MENU_KEPT = 2
# A city and a date in brackets, then a dash: where the writer's office is.
_DATELINE = re.compile(r"\s{0,9}\(([^()\n,]{2,40})(?:,[^()\n]{0,40})?\)\s{0,3}[-–—]{1,2}\s")
_NO_WORD = re.compile(r"[\W_]+")


def below_frame(text: str, title_end: int) -> int:
    """The place behind the last line in the frame that repeats the title, and behind a menu."""
    return _below_menu(text, _below_title(text, title_end))


def first_heading(text: str) -> str:
    """The text up to the end of its first line, if that is a heading; else nothing."""
    begins = len(text) - len(text.lstrip())
    line = text[begins:].partition("\n")[0].rstrip()
    return text[: begins + len(line)] if is_heading(line) else ""


def is_heading(line: str) -> bool:
    """Whether a line is a date, a byline or a heading: short, and without any end of a sentence."""
    if len(line) < SHORT_LINE:
        return line[-1:] not in tuple(ENDS)
    return len(line) <= HEADING_AT_MOST and not set(line) & set(ENDS)


def _below_menu(text: str, begins: int) -> int:
    headings: list[int] = []
    position = begins
    for _ in range(_MENU_LINES):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else position + HEADING_AT_MOST + 1].strip()
        if line and not is_heading(line):
            return headings[-_MENU_KEPT] if len(headings) >= _MENU_FROM else begins
        if end < 0:
            break
        if line:
            headings.append(position)
        position = end + 1
    return begins


def _below_title(text: str, title_end: int) -> int:
    title = _words(text[:title_end])
    position = begins = title_end + 1
    if text.find(text[:title_end].strip()[:_FIRST_LETTERS], position) < 0:
        return begins
    prose = 0
    for _ in range(FRAME_LINES):
        end = text.find("\n", position)
        if end < 0:
            break
        is_long = end - position > FRAME_LINE_AT_MOST + title_end
        line = "" if is_long else _words(text[position:end])
        if line and _is_same(line, title) and prose <= len(text) - end:
            begins = end + 1
        elif end - position > FRAME_LINE_AT_MOST:
            prose += end - position
            if prose > NOTICES_AT_MOST:
                break
        position = end + 1
    return begins


def office_city(text: str, begins: int) -> tuple[int, int]:
    """The city in brackets that stands there before a dash; empty if there is none."""
    found = _DATELINE.match(text, begins)
    return found.span(1) if found else (0, 0)


def _words(line: str) -> str:
    return _NO_WORD.sub(" ", line).strip()


def _is_same(line: str, title: str) -> bool:
    """Whether a line is the title, or that with something added or left out at an end."""
    shorter, longer = sorted((line, title), key=len)
    if line == title:
        return bool(line)
    enough = len(shorter) >= _SHARED_AT_LEAST and 2 * len(shorter) >= len(longer)
    return enough and (longer.startswith(shorter) or longer.endswith(shorter))
