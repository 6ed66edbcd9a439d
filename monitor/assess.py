"""Assessing: a page becomes documents with their matches, or a named failure. Pure.

    page ─► readings ─► language, limit ─► document ─► matches ─► fingerprint

Any order, any number of processes. The caller sets the deadline and the memory limit: a page is
hostile until read.
"""

from dataclasses import replace
from hashlib import sha256
from typing import Protocol

from monitor.contracts import Assessed, Assessment
from monitor.extract.clean import clean_line
from monitor.extract.failures import Gone, TextTooLong, Unreadable
from monitor.extract.language import UNKNOWN, guess_language
from monitor.fingerprint import bands_of, signature_of
from monitor.readings import Reading, read_page
from rules.records import Document, Match
from spiders.records import Page, Source
from storage.records import MadeFrom, PageFailure

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
        documents=tuple(
            _assessed(document_id(page.id, ordinal), _within_limit(reading), source, matcher)
            for ordinal, reading in enumerate(answer.readings)
        ),
        failure=named_failure(page.id, failure) if failure else None,
        gone=isinstance(failure, Gone),
    )


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
    matches = matcher.match(document)
    signature = _signature(reading) if matches else ()
    return Assessed(
        document=document,
        url=reading.url,
        made_from=reading.made_from,
        text_sha256=sha256(f"{reading.title}\n{reading.text}".encode()).hexdigest(),
        matches=matches,
        signature=signature,
        bands=bands_of(signature),
    )


def document_id(page_id: str, ordinal: int) -> str:
    """The id of a page's document, counted from 0."""
    return sha256(f"{page_id}:{ordinal}".encode()).hexdigest()[:20]


def _language(reading: Reading, source: Source) -> str:
    """By the words; where they don't tell, by what the page and then the source declare."""
    guessed = guess_language(f"{reading.title}\n{reading.text}")
    if guessed != UNKNOWN:
        return guessed
    if reading.language in source.languages:
        return reading.language
    return source.languages[0] if len(source.languages) == 1 else UNKNOWN


def _signature(reading: Reading) -> tuple[int, ...]:
    """None for facts: two rows of one table read alike and are two events all the same."""
    if reading.made_from is MadeFrom.FACT:
        return ()
    return signature_of(reading.text or reading.title)
