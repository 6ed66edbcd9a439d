"""Assessing: a page becomes documents with their matches, or a named failure. Pure.

    page ─► readings ─► language, limit ─► document ─► matches ─► fingerprint

Any order, any number of processes. The caller sets the deadline and the memory limit: a page is
hostile until read.
"""

from dataclasses import replace
from hashlib import sha256
from typing import Protocol

from monitor.contracts import Assessed, Assessment, WatchedPage
from monitor.extract.clean import clean_line
from monitor.extract.failures import Gone, TextTooLong, Unreadable
from monitor.extract.language import UNKNOWN, guess_language
from monitor.fingerprint import bands_of, signature_of, text_hash
from monitor.readings import Answer, Reading, read_page
from rules.records import Document, Match
from spiders.records import Page, Source
from storage.records import MadeFrom, PageFailure, Passage

# Raised when the code reads watched pages in another way, so that no page seems to have changed.
WAY_OF_READING = 1
TEXT_AT_MOST = 1_000_000  # characters; what is beyond is named by TextTooLong


class Matcher(Protocol):
    """Finds the signals of a register in a document."""

    def match(self, document: Document) -> tuple[Match, ...]:
        """All matches; pure and safe to call from several threads."""


def assess(page: Page, source: Source, matcher: Matcher) -> Assessment:
    """What became of the page. Never raises for anything a page can hold."""
    answer = read_page(page, source)
    failure = answer.failure
    if failure is None and any(len(reading.text) > TEXT_AT_MOST for reading in answer.readings):
        failure = TextTooLong(f"only the first {TEXT_AT_MOST:,} characters of the text were read")
    return Assessment(
        page_id=page.id,
        url=answer.url,
        watched=_watched(answer, source) if answer.watched else None,
        documents=tuple(
            _assessed(document_id(page.id, ordinal), _within_limit(reading), source, matcher)
            for ordinal, reading in enumerate(answer.readings)
        ),
        failure=named_failure(page.id, failure) if failure else None,
        gone=isinstance(failure, Gone),
    )


def _watched(answer: Answer, source: Source) -> WatchedPage:
    passages = (
        Passage(key=reading.url.partition("#")[2], text=_within_limit(reading).text)
        for reading in answer.readings
    )
    return WatchedPage(
        title=answer.title,
        keyed=bool(source.status_tables),
        read_as=read_as(source),
        passages=tuple(passages),
    )


def read_as(source: Source) -> str:
    """Names the way in which the source's file has its pages read."""
    way = repr((WAY_OF_READING, source.status_tables, source.text))
    return sha256(way.encode()).hexdigest()[:16]


def named_failure(page_id: str, failure: Unreadable) -> PageFailure:
    """The failure as a record: its class's name and its sentence."""
    return PageFailure(page_id=page_id, kind=failure.kind, reason=clean_line(str(failure)))


def _within_limit(reading: Reading) -> Reading:
    if len(reading.text) <= TEXT_AT_MOST:
        return reading
    return replace(reading, text=reading.text[:TEXT_AT_MOST].rstrip())


def _assessed(own_id: str, reading: Reading, source: Source, matcher: Matcher) -> Assessed:
    document = Document(
        id=own_id,
        title=reading.title,
        text=reading.text,
        language=_language(reading, source),
        url=reading.url,
        published=reading.published,
        country=source.country,
    )
    matches = _own(matcher.match(document), reading)
    signature = _signature(reading) if matches else ()
    return Assessed(
        document=document,
        url=reading.url,
        made_from=reading.made_from,
        text_sha256=text_hash(reading.made_from, reading.title, reading.text),
        matches=matches,
        signature=signature,
        bands=bands_of(signature),
    )


def _own(matches: tuple[Match, ...], reading: Reading) -> tuple[Match, ...]:
    """Of a row or paragraph only what its own words say: the title stands over all of them."""
    if reading.made_from not in (MadeFrom.FACT, MadeFrom.PASSAGE):
        return matches
    return tuple(m for m in matches if any(e.field == "text" for e in m.evidence))


def document_id(page_id: str, ordinal: int) -> str:
    """The id of a page's document, counted from 0."""
    return sha256(f"{page_id}:{ordinal}".encode()).hexdigest()[:20]


def _language(reading: Reading, source: Source) -> str:
    """By the words; where they don't tell, by what the page and then the source declare."""
    if reading.made_from is MadeFrom.PASSAGE:
        return reading.language
    guessed = guess_language(f"{reading.title}\n{reading.text}")
    if guessed != UNKNOWN:
        return guessed
    if reading.language in source.languages:
        return reading.language
    return source.languages[0] if len(source.languages) == 1 else UNKNOWN


def _signature(reading: Reading) -> tuple[int, ...]:
    """None for facts: two rows of one table read alike and are two events all the same."""
    if reading.made_from in (MadeFrom.FACT, MadeFrom.PASSAGE):
        return ()
    return signature_of(reading.text or reading.title)
