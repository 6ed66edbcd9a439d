"""Reads the dates of a sentence, and whether they look back from the day of publication."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.cues import DateWords
from rules.lexicon import Lexicon
from rules.reading.segments import Span

# What happened longer ago than this is not news any more.
NEWS = timedelta(days=60)
_BLANK = r"[ ,\-]{1,3}"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|го|е|-го|-е)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?:-?(?:м|го|й|ж))?"


class When(StrEnum):
    """How a date lies to the day of publication."""

    LONG_AGO = "long ago"
    NEWS = "news"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date, or a word such as "yesterday", at [start:end] of the document."""

    start: int
    end: int
    when: When


class DateReader:
    """The dates of texts in one language. Immutable, and safe between threads."""

    def __init__(self, words: DateWords, language: str | None) -> None:
        self._months = [months for lang, months in words.months if language in (lang, None)]
        patterns = [
            pattern
            for lang, found in words.patterns
            if language in (lang, None)
            for pattern in found
        ]
        self._patterns = [re.compile(self._pattern(pattern)) for pattern in patterns]
        recent = [form for lang, fs in words.recent if language in (lang, None) for form in fs]
        self._recent = Lexicon((0, form) for form in recent)

    def read(self, plain: str, span: Span, published: date | None) -> list[DateMention]:
        """All dates of a stretch. Without a day of publication only words like "today" count."""
        base = span[0]
        text = plain[span[0] : span[1]]
        found = [
            DateMention(start=base + hit.start, end=base + hit.end, when=When.NEWS)
            for hit in self._recent.find(text)
        ]
        if published is None:
            return found
        return found + list(self._dated(text, base, published))

    def _dated(self, text: str, base: int, published: date) -> Iterator[DateMention]:
        taken: list[Span] = []
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                taken.append(match.span())
                when = self._when(match.groupdict(), published)
                if when is not None:
                    start, end = base + match.start(), base + match.end()
                    yield DateMention(start=start, end=end, when=when)

    def _when(self, found: dict[str, str | None], published: date) -> When | None:
        month, day = self._month(found.get("month")), found.get("day")
        year = int(found.get("year") or _nearest_year(month, published))
        days = monthrange(year, month or 12)[1]
        if day is not None and not 1 <= int(day) <= days:
            return None
        first = date(year, month or 1, int(day) if day else 1)
        last = date(year, month or 12, int(day) if day else days)
        if last < published - NEWS or (month and not day and _months(last, published) > 1):
            return When.LONG_AGO
        if first > published + timedelta(days=1):
            return When.AHEAD
        # A bare year that has only just begun or ended says nothing; a month or a day does.
        return When.NEWS if month else None

    def _month(self, name: str | None) -> int | None:
        if name is None:
            return None
        for months in self._months:
            for number, stems in enumerate(months, start=1):
                if any(_written(stem, name) for stem in stems):
                    return number
        return None

    def _pattern(self, pattern: str) -> str:
        stems = [stem for months in self._months for names in months for stem in names]
        names = "|".join(
            re.escape(s.rstrip("*")) + (r"\w*" if s.endswith("*") else "") for s in stems
        )
        written = _BLANK.join(re.escape(word) for word in pattern.split())
        for field, regex in (("day", _DAY), ("year", _YEAR), ("month", f"(?P<month>{names})")):
            written = written.replace(re.escape("{" + field + "}"), regex)
        return rf"\b{written}\b".replace(r"\*", r"\w*")


def _written(stem: str, name: str) -> bool:
    return name.startswith(stem[:-1]) if stem.endswith("*") else name == stem


def _months(earlier: date, later: date) -> int:
    """How many months lie between two days, by the calendar."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _nearest_year(month: int | None, published: date) -> int:
    """The year of a month written without one: the last time it came round, or comes soon."""
    return published.year - 1 if month and month > published.month + 2 else published.year
