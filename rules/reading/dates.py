"""Reads the dates of a sentence, and whether they look back from the day of publication."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from typing import TypeVar

from rules.cues import DateWords
from rules.forms import Form
from rules.lexicon import Hit, Lexicon
from rules.reading.segments import Span

Item = TypeVar("Item")

# What happened longer ago than this is not news any more.
NEWS = timedelta(days=60)
SEASON = timedelta(days=90)
# A paragraph that begins with a year looks back when that is so many years past.
YEARS_PAST = 2
# "In the same year" means a year that is written so many characters before it.
YEAR_WITHIN = 400
_BEHIND = 1
_BARE_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BLANK = r"[ ,\-]{1,3}"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|го|е|-го|-е)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?:-?(?:м|го|й|ж))?(?: год[ау]?\b)?"
# So many words may lie between a date and what makes it the date of a cause.
CAUSE_WITHIN = 8
# A cause that lies further back is one of an old case.
CAUSE_YEARS = 3
# So many words may lie between a paper and the date by which it is called.
PAPER_WITHIN = 3
# A word such as "Friday" so close to a date with a year only names that date's weekday.
_WEEKDAY = re.compile(r"[ ,(]{0,3}")


class When(StrEnum):
    """How a date lies to the day of publication."""

    LONG_AGO = "long ago"
    NEWS = "news"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date, or a word such as "yesterday", at [start:end] of the document.

    years: how many calendar years it lies back. cause: the words beside it that make it the date of
    a cause: "over the unrest of".
    """

    start: int
    end: int
    when: When
    years: int = 0
    cause: Span | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as it is written: [start:end] of a stretch, with the fields of its pattern."""

    start: int
    end: int
    fields: dict[str, str | None]

    @property
    def year(self) -> int | None:
        """The year in digits; None where there is none."""
        written = self.fields.get("year")
        return int(written) if written else None


class DateReader:
    """The dates of texts in one language. Immutable, and safe between threads."""

    def __init__(self, words: DateWords, language: str | None) -> None:
        def of(by_language: Iterable[tuple[str, tuple[Item, ...]]]) -> list[Item]:
            return [one for lang, found in by_language if language in (lang, None) for one in found]

        self._months = [months for lang, months in words.months if language in (lang, None)]
        self._seasons = [parts for lang, parts in words.seasons if language in (lang, None)]
        self._relative = {"this": of(words.this), "same": of(words.same)}
        self._patterns = [re.compile(self._pattern(pattern)) for pattern in of(words.patterns)]
        self._recent = Lexicon((0, form) for form in of(words.recent))
        self._causes = _sided((of(words.causes), of(words.causes_behind)))
        self._papers = _sided((of(words.papers), of(words.papers_behind)))

    def read(self, plain: str, span: Span, published: date | None) -> list[DateMention]:
        """All dates of a stretch. Without a day of publication only words like "today" count."""
        base = span[0]
        text = plain[span[0] : span[1]]
        recent, written = self._recent.find(text), self._written(text)
        found = [
            DateMention(start=base + hit.start, end=base + hit.end, when=When.NEWS)
            for hit in recent
            if not any(one.year and _names_its_weekday(hit, one, text) for one in written)
        ]
        if published is None:
            return found
        causes = self._causes.find(text) if written else []
        same = any(one.fields.get("same") for one in written)
        before = self._year_before(plain, base) if same else None
        for mention in self._dated(written, base, published, before):
            near = mention.years <= CAUSE_YEARS
            cause = _cause_of(mention, causes, text, base) if near else None
            found.append(replace(mention, cause=cause))
        return found

    def looks_back(self, plain: str, span: Span, first: Span, published: date | None) -> bool:
        """Whether a paragraph begins with years past, and names no day of this news.

        first: its first sentence. Only years are looked at: a month or a day is often the story's.
        """
        text = plain[slice(*first)]
        papers = self._papers.find(text)
        found = _BARE_YEAR.finditer(text)
        years = [int(one.group()) for one in found if not _calls_a_paper(one.span(), papers, text)]
        if published is None or not years or max(years) > published.year - YEARS_PAST:
            return False
        return all(found.when is When.LONG_AGO for found in self.read(plain, span, published))

    def _written(self, text: str) -> list[_Written]:
        found: list[_Written] = []
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                if not any(one.start < match.end() and match.start() < one.end for one in found):
                    found.append(_Written(*match.span(), match.groupdict()))
        papers = self._papers.find(text) if found else []
        told = [one for one in found if not _calls_a_paper((one.start, one.end), papers, text)]
        return sorted(told, key=lambda one: one.start)

    def _year_before(self, plain: str, start: int) -> int | None:
        """The last year that is written shortly before a place: that of "in the same year"."""
        years = (one.year for one in self._written(plain[max(0, start - YEAR_WITHIN) : start]))
        return next((year for year in reversed([*years]) if year), None)

    def _dated(
        self, written: Iterable[_Written], base: int, published: date, before: int | None
    ) -> Iterator[DateMention]:
        """The dates. before: the year that was told of last before them."""
        for one in written:
            year = one.year
            if one.fields.get("this"):
                year = published.year
            elif one.fields.get("same"):
                year = before
            before = year or before
            when = self._when(one.fields, year, published)
            if when is not None:
                years = published.year - (year or published.year)
                yield DateMention(
                    start=base + one.start, end=base + one.end, when=when, years=years
                )

    def _when(self, found: dict[str, str | None], year: int | None, published: date) -> When | None:
        if season := _number(self._seasons, found.get("season")):
            return _season_when(season, year, published)
        month, day = _number(self._months, found.get("month")), found.get("day")
        year = year or _nearest_year(month, published)
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

    def _relative_years(self) -> Iterator[str]:
        """How a year is named without digits: "of this year", "of the same year"."""
        for name, phrases in self._relative.items():
            if phrases:
                written = "|".join(_BLANK.join(map(re.escape, p.split())) for p in phrases)
                yield f"(?P<{name}>{written})"

    def _pattern(self, pattern: str) -> str:
        stems = [stem for months in self._months for names in months for stem in names]
        names = "|".join(
            re.escape(s.rstrip("*")) + (r"\w*" if s.endswith("*") else "") for s in stems
        )
        written = _BLANK.join(re.escape(word) for word in pattern.split())
        year = "|".join((_YEAR, *self._relative_years()))
        seasons = [one for parts in self._seasons for names in parts for one in names]
        fields = (
            ("day", _DAY),
            ("year", f"(?:{year})"),
            ("month", f"(?P<month>{names})"),
            ("season", f"(?P<season>{'|'.join(map(re.escape, seasons))})"),
        )
        for field, regex in fields:
            written = written.replace(re.escape("{" + field + "}"), regex)
        return rf"\b{written}\b".replace(r"\*", r"\w*")


def _sided(sides: Iterable[Iterable[Form]]) -> Lexicon:
    """Words that bear on a date behind (0) or before them (`_BEHIND`)."""
    return Lexicon((side, form) for side, forms in enumerate(sides) for form in forms)


def _gap(hit: Hit, date_: Span) -> Span:
    """What lies between a word and the date on which it bears; reversed where it is elsewhere."""
    return (date_[1], hit.start) if hit.concept == _BEHIND else (hit.end, date_[0])


def _calls_a_paper(date_: Span, papers: Sequence[Hit], text: str) -> bool:
    """Whether a date tells nothing but which paper is meant: "the memorandum of April 2002".

    Or since when a thing is the first; that word may be part of the date: "first time since 2007".
    """
    gaps = (_gap(hit, date_) for hit in papers)
    near = any(start <= end and len(text[start:end].split()) <= PAPER_WITHIN for start, end in gaps)
    return near or any(hit.start < date_[0] < hit.end < date_[1] for hit in papers)


def _cause_of(date_: DateMention, causes: Iterable[Hit], text: str, base: int) -> Span | None:
    """The words that make a date that of a cause: nearest before it, or first behind it."""
    found: Span | None = None
    for hit in causes:
        gap = _gap(hit, (date_.start - base, date_.end - base))
        if gap[0] <= gap[1] and len(text[slice(*gap)].split()) <= CAUSE_WITHIN:
            found = base + hit.start, base + hit.end
            if hit.concept == _BEHIND:
                break
    return found


def _number(years: Iterable[Sequence[Sequence[str]]], name: str | None) -> int | None:
    """Which part of the year a name means, counted from 1."""
    if name is not None:
        for parts in years:
            for number, stems in enumerate(parts, start=1):
                if any(_spells(stem, name) for stem in stems):
                    return number
    return None


def _season_when(season: int, year: int | None, published: date) -> When | None:
    """How a season lies to the day of publication; without a year the last that has begun.

    One that goes on, or has just ended, says nothing.
    """
    if not MINYEAR + 1 < published.year < MAXYEAR:
        return None
    ends = [date(published.year + later, 3 * season - 1, 28) for later in (1, 0, -1)]
    end = next(day for day in ends if day - SEASON < published)
    if year:
        # A winter is counted to either of its years; the later one is no look back by mistake.
        end = date(year + (season == 1), 3 * season - 1, 28)
    return When.LONG_AGO if end < published - NEWS else None


def _names_its_weekday(word: Hit, written: _Written, text: str) -> bool:
    """Whether a word such as "Friday" stands directly beside a date: "Friday, 5 March 2004"."""
    start, end = min(word.end, written.end), max(word.start, written.start)
    return _WEEKDAY.fullmatch(text, start, max(start, end)) is not None


def _spells(stem: str, name: str) -> bool:
    return name.startswith(stem[:-1]) if stem.endswith("*") else name == stem


def _months(earlier: date, later: date) -> int:
    """How many months lie between two days, by the calendar."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _nearest_year(month: int | None, published: date) -> int:
    """The year of a month written without one: the last time it came round, or comes soon."""
    return published.year - 1 if month and month > published.month + 2 else published.year
