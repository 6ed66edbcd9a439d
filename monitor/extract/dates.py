"""When a page says it was published.

    what it states for machines ─► what its feed states ─► a date line a reader sees ─► htmldate

The day is the publisher's own: no zone is applied. Days before 1991 or after tomorrow are none.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from htmldate import find_date

from monitor.extract.html import Tree
from monitor.extract.jsonld import article_facts, text_of
from monitor.extract.title import meta

EARLIEST = date(1991, 1, 1)
LINES_AT_MOST = 40
LINE_LENGTH = 60  # a longer one is a sentence, and its date that of an event

_META_NAMES = (
    *("article:published_time", "og:article:published_time", "article:published", "datePublished"),
    *("mediator_published_time", "parsely-pub-date", "sailthru.date", "publish-date", "pubdate"),
    *("publication_date", "citation_publication_date", "dcterms.created", "dcterms.issued"),
    *("DC.date.issued", "dc.date", "DC.date", "date"),
)
_TIMES = '//*[@itemprop="datePublished"] | //time[@pubdate]'
_DATE_LINES = (
    '//time | //*[contains(@class, "date") or contains(@class, "time")'
    ' or contains(@class, "publish") or contains(@id, "date")]'
)

# By stem, so that every case and the short forms are met: "марта", "Июл", "шілдедегі", "Sept.".
_MONTHS: Mapping[str, int] = {
    **dict.fromkeys(("январ", "янв", "қаңтар", "кантар", "jan"), 1),
    **dict.fromkeys(("феврал", "фев", "ақпан", "feb"), 2),
    **dict.fromkeys(("март", "мар", "наурыз", "mar"), 3),
    **dict.fromkeys(("апрел", "апр", "сәуір", "apr"), 4),
    **dict.fromkeys(("май", "мая", "мае", "мамыр", "may"), 5),
    **dict.fromkeys(("июн", "маусым", "jun"), 6),
    **dict.fromkeys(("июл", "шілде", "jul"), 7),
    **dict.fromkeys(("август", "авг", "тамыз", "aug"), 8),
    **dict.fromkeys(("сентябр", "сен", "қыркүйек", "sep"), 9),
    **dict.fromkeys(("октябр", "окт", "қазан", "oct"), 10),
    **dict.fromkeys(("ноябр", "ноя", "қараша", "nov"), 11),
    **dict.fromkeys(("декабр", "дек", "желтоқсан", "dec"), 12),
}
_MONTH = f"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})[^\\W\\d_]{{0,10}}\\.?"
_DAY = r"(?<!\d)(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_GRAMMAR = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        rf"{_DAY}(?:st|nd|rd|th)?[\s-]{{1,3}}{_MONTH},?[\s-]{{0,3}}{_YEAR}",
        rf"(?<!\d){_YEAR}\s{{0,3}}(?:жыл\w{{0,5}},?|ж\.)?\s{{0,3}}{_DAY}[\s-]{{1,3}}{_MONTH}",
        rf"\b{_MONTH}\s{{1,3}}{_DAY}(?:st|nd|rd|th)?,?\s{{1,3}}{_YEAR}",
        rf"{_DAY}[./](?P<month>[01]?\d)[./]{_YEAR}",
        rf"(?<!\d){_YEAR}[./](?P<month>[01]\d)[./](?P<day>[0-3]\d)(?!\d)",
    )
)
_AGO: Mapping[str, int] = {
    **dict.fromkeys(("сегодня", "бүгін", "today"), 0),
    **dict.fromkeys(("вчера", "кеше", "yesterday"), 1),
    **dict.fromkeys(("позавчера",), 2),
}
_RELATIVE = re.compile(rf"\b({'|'.join(_AGO)})\b", re.IGNORECASE)


def read_published(tree: Tree, seen_on: date, hint: str = "") -> date | None:
    """The day of publication. hint: what the entry that led here states; seen_on: of fetching."""
    return (
        _stated(tree, seen_on)
        or parse_date(hint, seen_on)
        or _shown(tree, seen_on)
        or _guessed(tree, seen_on)
    )


def parse_date(text: str, seen_on: date) -> date | None:
    """The first credible day that a text names in English, Russian or Kazakh, the day first.

    "Today" and "yesterday" count from `seen_on`.
    """
    text = text.strip()[:200]
    if not text:
        return None
    for pattern in _GRAMMAR:
        for found in pattern.finditer(text):
            day = _day(found)
            if day and _credible(day, seen_on):
                return day
    return _relative(text, seen_on) or _from_mail_form(text, seen_on)


def _credible(day: date, seen_on: date) -> bool:
    return EARLIEST <= day <= seen_on + timedelta(days=1)


def _day(found: re.Match[str]) -> date | None:
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    try:
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        return None


def _relative(text: str, seen_on: date) -> date | None:
    found = _RELATIVE.search(text)
    return seen_on - timedelta(days=_AGO[found[1].lower()]) if found else None


def _from_mail_form(text: str, seen_on: date) -> date | None:
    """As feeds write it; two-digit years too."""
    try:
        day = parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if _credible(day, seen_on) else None


def _stated(tree: Tree, seen_on: date) -> date | None:
    facts = article_facts(tree)
    stated = [text_of(facts, "datePublished"), *(meta(tree, name) for name in _META_NAMES)]
    stated += [str(e.get("datetime") or e.get("content") or "") for e in tree.xpath(_TIMES)[:5]]
    return _first(stated, seen_on)


def _shown(tree: Tree, seen_on: date) -> date | None:
    return _first(_date_lines(tree), seen_on)


def _date_lines(tree: Tree) -> Iterator[str]:
    """Short texts of elements that are called a date, the nearest to the heading first.

    Lists of other articles have dates too, and often stand before this one.
    """
    places = {element: place for place, element in enumerate(tree.iter())}
    heading = places.get(next(tree.iter("h1"), tree), 0)
    found = sorted(tree.xpath(_DATE_LINES), key=lambda e: abs(places.get(e, 0) - heading))
    for element in found[:LINES_AT_MOST]:
        yield str(element.get("datetime") or "")
        line = " ".join(str(element.text_content()).split())
        if len(line) <= LINE_LENGTH:
            yield line


def _first(texts: "Iterator[str] | list[str]", seen_on: date) -> date | None:
    return next((day for text in texts if (day := parse_date(text, seen_on))), None)


def _guessed(tree: Tree, seen_on: date) -> date | None:
    latest = seen_on + timedelta(days=1)
    try:
        found = find_date(
            tree,
            original_date=True,
            extensive_search=False,  # it takes the year of a copyright line for a day
            min_date=datetime(EARLIEST.year, 1, 1),  # noqa: DTZ001 - htmldate compares naive ones
            max_date=datetime(latest.year, latest.month, latest.day),  # noqa: DTZ001 - as above
        )
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    return parse_date(found or "", seen_on)
