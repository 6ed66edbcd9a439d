"""Cuts a folded document where it matters: title, lead, paragraphs, sentences.

The whole document is one string: the title, a line break, the text. Nothing is cut in advance; a
paragraph's sentences are found when somebody asks, and remembered.

- The title is one sentence, unless it lists items ("a; b", "a, plus b").
- The lead is the first two paragraphs of the text, at most LEAD_AT_MOST characters of each. A short
  line without an end (a date, a byline, a heading) belongs to it, but is none of the two.
- A sentence longer than SENTENCE_AT_MOST is cut hard, so that a text without a full stop stays
  cheap.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from rules.text import Folded

LEAD_PARAGRAPHS = 2
LEAD_AT_MOST = 600
LEAD_LINES = 9
SHORT_LINE = 50
SENTENCE_AT_MOST = 1_200

# An end of a sentence, seen from its sign: what may close it, blanks, and a possible beginning.
# Every repetition is bounded and a run of signs is entered at its first one: hostile text must not
# cost more than its length.
_END = re.compile(
    r"(?<![.!?…])[.!?…]{1,9}[\"')\]]{0,4}"
    r"(?=\s{1,9}[\"'(\[]?[^\W_a-zа-яёәғқңөұүһі]|\s{0,9}[-•●*]\s|\s{0,9}$)"
    r"|[;●•■|]|,(?=\s{1,9}plus\s)"
)
# Words before a full stop that end no sentence, in three languages; single letters are initials.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'.\-])(?:[^\W\d_]|mr|mrs|ms|dr|prof|gen|sen|rep|gov|st|vs|no|jan|feb|aug|sept?|oct"
    r"|nov|dec|ст|гг|стр|рис|им|ул|тел|руб|тыс|млн|млрд|обл|пос|см|др|проф|чел|жж|мың|көш|м-н)$",
    re.IGNORECASE,
)

_ENDS = '.!?…"»'
_BREAK = re.compile("\n")

Span = tuple[int, int]


@dataclass(slots=True)
class Segments:
    """One document's spans. Offsets are those of the folded whole."""

    whole: Folded
    title_end: int
    _paragraphs: dict[int, list[int]] = field(default_factory=dict)
    _lines: list[int] = field(default_factory=list)
    _lead: tuple[Span, ...] | None = None

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
        lines = self._lines or self._find_lines()
        return self.paragraph(lines[bisect_left(lines, self.title_end + 1) + number - 1])

    @property
    def lead_lines(self) -> tuple[int, ...]:
        """The lines of the lead, as `line` counts them."""
        lines = self._lines or self._find_lines()
        first = bisect_left(lines, self.title_end + 1)
        return tuple(bisect_right(lines, start) - first for start, _ in self.lead)

    def sentence(self, position: int) -> Span:
        """The sentence in which a position lies."""
        start, end = self.paragraph(position)
        cuts = self._paragraphs.get(start)
        if cuts is None:
            cuts = self._paragraphs[start] = self._cut(start, end)
        index = bisect_right(cuts, position)
        return cuts[index - 1], cuts[index] if index < len(cuts) else end

    def _find_lines(self) -> list[int]:
        """The beginnings of all lines, found once."""
        breaks = _BREAK.finditer(self.whole.plain)
        self._lines = [0, *(found.end() for found in breaks)]
        return self._lines

    def _find_lead(self) -> list[Span]:
        text = self.whole.plain
        found: list[Span] = []
        position, whole = self.title_end + 1, 0
        while position < len(text) and whole < LEAD_PARAGRAPHS and len(found) < LEAD_LINES:
            start, end = self.paragraph(position)
            if text[start:end].strip():
                last = self.sentence(min(end, start + LEAD_AT_MOST) - 1)
                found.append((start, last[1]))
                whole += end - start >= SHORT_LINE or text[start:end].rstrip()[-1] in _ENDS
            position = end + 1
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
        """Whether a full stop belongs to an abbreviation or to initials."""
        if sign.group()[0] != "." or len(sign.group()) > 1:
            return False
        before = self.whole.cased[max(start, sign.start() - 8) : sign.start()]
        return _ABBREVIATION.search(before) is not None

    @staticmethod
    def _add(cuts: list[int], cut: int) -> None:
        while cut - cuts[-1] > SENTENCE_AT_MOST:
            cuts.append(cuts[-1] + SENTENCE_AT_MOST)
        cuts.append(cut)
