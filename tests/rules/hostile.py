"""Texts made to be slow or large, and how much work a text makes: calls counted, not time."""

import sys
import tracemalloc
from collections.abc import Callable
from datetime import date
from types import FrameType

from rules.matcher import Matcher
from rules.records import Document, Match

# What an ordinary page of the same size is measured by.
ORDINARY = {
    "en": "Parliament met in Astana and spoke of roads and of the price of bread for an hour. ",
    "ru": "Парламент собрался в Астане и час говорил о дорогах, о школах и о ценах на хлеб. ",
    "kk": "Астанада парламент жиналып, жол, мектеп және нан бағасы туралы бір сағат сөйлесті. ",
}
UNITS = {
    "one endless sentence about the matter": "police detained activists, they freed a politician ",
    "a sentence each": "Police detained activists in Almaty. ",
    "a dated line each": "Полиция сегодня задержала активистов митинга в Алматы.\n",
    "pairs that are near": "полиция задержала активистов ",
    "a matching word": "арестовали ",
    "a cue": "не ",
    "cues, dates, places and acts": (
        "не арестовали митинг, сегодня (в Алматы) 5 мая полиция не освободила активистов ДВК. "
    ),
    "countries": "Казахстан Россия ",
    "dates": "5 мая 2005 года ",
    "days of this news": "сегодня ",
    "years": "2005 in 2005 ",
    "surnames": "Жакиянов ",
    "initials and surnames": "Г. Жакиянов ",
    "capitals with full stops": "А.Б.",
    "abbreviations": "г. ",
    "words that open an aside": "Читайте также: ",
    "lines that open an aside": "Читайте также:\n",
    "headlines": "Суд в Алматы\n",
    "lines": "Суд освободил политика\n",
    "Kazakh in Latin letters": "qazaqstan sotı belsendini qamauğa aldı ",
    "stops": ".",
    "questions": "?!",
    "quotes": '"',
    "quotes that open": "«",
    "brackets": "([{",
    "blanks": " ",
    "line breaks": "\n",
    "commas": ", ",
    "apostrophes": "d'",
    "items": "; ",
    "one letter": "а",
    "one word of two scripts": "aа",
    "marks on a letter": "e" + "\u0301" * 30,
    "letters with a mark": "е\u0301",
    "marks alone": "\u0301\u0323",
    "marks of direction": "\u200fא\u200e",
    "invisible": "\u200b",
    "surrogates": "\ud800",
    "emoji": "\U0001f600",
    "emoji joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467 ",
    "nothing": "\0",
}


def repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def make_hostile(text: str, language: str, title: str = "") -> Document:
    return Document(
        id="h",
        title=title,
        text=text,
        language=language,
        published=date(2019, 5, 6),
        country="KZ",
    )


Work = Callable[[], object]


def matching(matcher: Matcher, document: Document) -> Work:
    """To match a document."""
    return lambda: matcher.match(document)


def reading_whole(matcher: Matcher, document: Document) -> Work:
    """To match a document without the screen, which lets go of an ordinary page at once."""

    def read() -> None:
        reading = matcher.read(document)
        assert reading is not None, "the yardstick holds no word of any concept"
        matcher.verdicts(reading)

    return read


def calls_of(work: Work) -> int:
    """How many functions are called, our own and built-in ones."""
    calls = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def memory_of(work: Work) -> int:
    """The most bytes that are held at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def check_quotes(document: Document, matches: tuple[Match, ...]) -> None:
    """Every piece of evidence quotes its field exactly."""
    for match in matches:
        assert match.evidence
        for piece in match.evidence:
            assert piece.quote
            assert getattr(document, piece.field)[piece.start : piece.end] == piece.quote
