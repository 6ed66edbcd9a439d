"""Cuts a folded document where it matters: title, lead, paragraphs, sentences.

The whole document is one string: the title, a line break, the text. Nothing is cut in advance; a
paragraph's sentences are found when somebody asks, and remembered.

- The title is one sentence, unless it lists items ("a; b", "a, plus b").
- The lead is the first two paragraphs of the text, at most LEAD_AT_MOST characters of each;
  where these are short, up to two more, until they have LEAD_AT_LEAST characters. A line without
  an end (a date, a byline, a heading) belongs to it, but is none of the paragraphs. All but the
  first are left out where they look away: to years past, or to other countries. A page that says
  its title again below its menus begins behind that (rules.reading.frames).
- An aside (rules.reading.asides) is no part of the lead; it lasts to the end of its paragraph, and
  where it fills that, over the headlines in the lines that follow.
- A sentence longer than SENTENCE_AT_MOST is cut hard, so that a text without a full stop stays
  cheap.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from rules.reading.asides import AsideReader, is_ornament
from rules.reading.frames import ENDS, below_frame, is_heading
from rules.reading.roundups import cut, is_roundup
from rules.text import Folded

LEAD_PARAGRAPHS = 2
LEAD_PARAGRAPHS_AT_MOST = 4
LEAD_AT_LEAST = 400
LEAD_AT_MOST = 600
LEAD_LINES = 9
SENTENCE_AT_MOST = 1_200

# An end of a sentence, seen from its sign: what may close it, the mark of a footnote (in brackets,
# or raised behind a word that is no abbreviation), blanks, and a possible beginning.
# Every repetition is bounded and a run of signs is entered at its first one: hostile text must not
# cost more than its length.
_END = re.compile(
    r"(?<![.!?…])[.!?…]{1,9}[\"')\]]{0,4}(?:\[\d{1,3}\]|(?<=[^\W\d_][^\W\d_][^\W\d_][^\W\d_]\.)\d{1,3})?"
    r"(?=\s{1,9}[\"'(\[]?(?P<begins>[^\W_])|\s{0,9}[-•●*]\s|\s{0,9}$)"
    r"|[;●•■|]|(?<![:/\w])//(?!/)|,(?=\s{1,9}plus\s)"
)
# A line of an aside's list is no longer than this, and does not end like a sentence of a story.
HEADLINE_AT_MOST = 200
HEADLINES_AT_MOST = 12
_BREAK = re.compile("\n")

Span = tuple[int, int]
# An abbreviation is no longer than this, with what stands before it.
_LONGEST = 12


def _is_short(paragraphs: int, length: int) -> bool:
    """Whether a lead of so many paragraphs and characters takes one more."""
    if paragraphs < LEAD_PARAGRAPHS:
        return True
    return paragraphs < LEAD_PARAGRAPHS_AT_MOST and length < LEAD_AT_LEAST


def abbreviations_of(words: Iterable[str]) -> re.Pattern[str]:
    """What before a full stop ends no sentence: an initial, or one of these words."""
    written = "".join(f"|{re.escape(word)}" for word in words if len(word) < _LONGEST)
    return re.compile(rf"(?:^|[\s(\"'.\-])(?:[^\W\d_]{written})$", re.IGNORECASE)


@dataclass(slots=True)
class Segments:
    """One document's spans. Offsets are those of the folded whole."""

    whole: Folded
    title_end: int
    abbreviations: re.Pattern[str] | None = None
    asides: AsideReader | None = None
    looks_away: Callable[[Span, Span], bool] | None = None
    _away: dict[int, bool] = field(default_factory=dict)
    _asides: dict[int, int] = field(default_factory=dict)
    _paragraphs: dict[int, list[int]] = field(default_factory=dict)
    _lines: list[int] = field(default_factory=list)
    _lead: tuple[Span, ...] | None = None
    _stories: tuple[Span, ...] | None = None

    @property
    def title(self) -> Span:
        """The title, without the line break after it."""
        return 0, self.title_end

    @property
    def lead(self) -> tuple[Span, ...]:
        """The lead's stretches, one a paragraph, each ending with a sentence."""
        if self._lead is None:
            self._lead = tuple(self._find_lead())
        return self._lead

    @property
    def news(self) -> Span:
        """Title and lead together."""
        return 0, self.lead[-1][1] if self.lead else self.title_end

    def in_news(self, position: int) -> bool:
        """Whether a position lies in the title or the lead, where a text tells its news."""
        return position < self.title_end or any(start <= position < end for start, end in self.lead)

    def paragraph(self, position: int) -> Span:
        """The line in which a position lies. The title is a paragraph of its own."""
        if position <= self.title_end:
            return self.title
        lines = self._lines or self._find_lines()
        index = bisect_right(lines, position)
        end = lines[index] - 1 if index < len(lines) else len(self.whole.plain)
        return max(lines[index - 1], self.title_end + 1), max(end, self.title_end + 1)

    def line(self, number: int) -> Span:
        """The title, or a line below it, counted from 1."""
        if not number:
            return self.title
        first = self._first_line()
        return self.paragraph(self._lines[first + number - 1])

    @property
    def news_lines(self) -> range:
        """The lines of title and lead together, as `line` counts them."""
        if not self.lead:
            return range(1)
        return range(bisect_right(self._lines, self.lead[-1][0]) - self._first_line() + 1)

    def _first_line(self) -> int:
        """The index of the first line below the title."""
        return bisect_left(self._lines or self._find_lines(), self.title_end + 1)

    @property
    def stories(self) -> tuple[Span, ...]:
        """The stories of a roundup, each read by itself; none where the text tells one story."""
        if self._stories is None:
            self._stories = tuple(self._find_stories())
        return self._stories

    def passage(self, position: int) -> Span:
        """The story of a roundup in which a position lies, else its paragraph."""
        stories = self.stories
        if not stories:
            return self.paragraph(position)
        return stories[max(bisect_right(stories, (position, len(self.whole.plain))) - 1, 0)]

    def sentence(self, position: int) -> Span:
        """The sentence in which a position lies."""
        start, end = self.paragraph(position)
        cuts = self._paragraphs.get(start)
        if cuts is None:
            cuts = self._paragraphs[start] = self._cut(start, end)
        index = bisect_right(cuts, position)
        return cuts[index - 1], cuts[index] if index < len(cuts) else end

    def tells(self, position: int) -> bool:
        """Whether a position lies in a sentence of the page's own story.

        Not in an aside, nor in a short line that does not end like a sentence.
        """
        start, end = self.paragraph(position)
        is_heading = end - start <= HEADLINE_AT_MOST and not self._ends_sentence(start, end)
        return not is_heading and position < self._aside(start, end)

    def _ends_sentence(self, start: int, end: int) -> bool:
        """Whether a line ends like a sentence, or like an item of an enumeration."""
        return self.whole.plain[start:end].rstrip()[-1:] in (*ENDS, ";")

    def belongs(self, position: int) -> bool:
        """Whether a position lies in the story, in a paragraph that tells what is new here."""
        return self.tells(position) and not self._looks_away(*self.paragraph(position))

    def _aside(self, start: int, end: int) -> int:
        """Where the aside of a paragraph begins; its end if there is none."""
        found = self._asides.get(start)
        if found is None:
            found = self._opening(start, end)
            if found == end and self._below_headlines(start, end):
                found = start
            self._asides[start] = found
        return found

    def _opening(self, start: int, end: int) -> int:
        """Where the sentence begins that words of an aside open; a paragraph's end if none."""
        if self.asides is None:
            return end
        plain = self.whole.plain
        for opening, _ in self.asides.openings(plain, start, end):
            first = self.sentence(opening)[0]
            if is_ornament(plain[first:opening]):
                return first
        return end

    def _below_headlines(self, start: int, end: int) -> bool:
        """Whether a line is a headline in the list that the lines above it open."""
        for _ in range(HEADLINES_AT_MOST):
            if not self._is_headline(start, end) or start <= self.title_end + 1:
                return False
            start, end = self.paragraph(start - 1)
            opening = self._opening(start, end)
            if opening < end and is_ornament(self.whole.plain[start:opening]):
                return True
        return False

    def _is_headline(self, start: int, end: int) -> bool:
        if end - start > HEADLINE_AT_MOST:
            return False
        text = self.whole.plain[start:end].rstrip(" \"'»)")
        return text[-1:] not in (".", "…")

    def _find_lines(self) -> list[int]:
        """The beginnings of all lines, found once."""
        breaks = _BREAK.finditer(self.whole.plain)
        self._lines = [0, *(found.end() for found in breaks)]
        return self._lines

    def _find_lead(self) -> list[Span]:
        text = self.whole.plain
        found: list[Span] = []
        position, whole, length = below_frame(text, self.title_end), 0, 0
        while position < len(text) and len(found) < LEAD_LINES and _is_short(whole, length):
            start, end = self.paragraph(position)
            told = self._aside(start, end) if text[start:end].strip() else start
            if told > start:
                tells = not is_heading(text[start:end].rstrip())
                if not whole or not self._looks_away(start, end):
                    last = self.sentence(min(told, start + LEAD_AT_MOST) - 1)
                    found.append((start, last[1]))
                length += (end - start) * tells
                whole += tells
            position = end + 1
        return found

    def _find_stories(self) -> Iterator[Span]:
        words = self.asides
        if not self.lead or not is_roundup(self.whole, self.title_end, self.lead[0], words):
            return
        yield self.title
        start = self.title_end + 1
        while start < len(self.whole.plain):
            line = self.paragraph(start)
            if start < self.news[1]:
                yield from cut(self.whole, line, self.sentence, words)
            else:
                yield line
            start = line[1] + 1

    def _looks_away(self, start: int, end: int) -> bool:
        found = self._away.get(start)
        if found is None:
            near = (start, min(end, start + LEAD_AT_MOST))
            found = self.looks_away is not None and self.looks_away(near, self.sentence(start))
            self._away[start] = found
        return found

    def _cut(self, start: int, end: int) -> list[int]:
        """The beginnings of a paragraph's sentences."""
        cuts = [start]
        in_title = start == 0 and end == self.title_end
        for sign in _END.finditer(self.whole.cased, start, end):
            if sign.group()[0] in ".!?…" and (in_title or self._goes_on(sign, start)):
                continue
            if sign.end() < end:
                self._add(cuts, sign.end())
        self._add(cuts, end)
        cuts.pop()
        return cuts

    def _goes_on(self, sign: re.Match[str], start: int) -> bool:
        """Whether a sign ends no sentence: a small letter follows, or an abbreviation precedes."""
        if (sign["begins"] or "").islower():
            return True
        if self.abbreviations is None or sign.group() != ".":
            return False
        before = self.whole.cased[max(start, sign.start() - _LONGEST) : sign.start()]
        return self.abbreviations.search(before) is not None

    @staticmethod
    def _add(cuts: list[int], cut: int) -> None:
        while cut - cuts[-1] > SENTENCE_AT_MOST:
            cuts.append(cuts[-1] + SENTENCE_AT_MOST)
        cuts.append(cut)
