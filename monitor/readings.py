"""A page's words: the article, the facts or the entries it holds, or why it holds none. Pure.

answer ─► content coding undone ─► challenge? error? ─► PDF, plain text, facts or article
       ─► where that fails: the entry that led here
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monitor.extract import article, entries, facts, paragraphs, pdf
from monitor.extract.charset import decoded
from monitor.extract.clean import clean
from monitor.extract.dates import parse_date
from monitor.extract.failures import (
    ChallengePage,
    EmptyBody,
    ExtractionFault,
    Gone,
    HttpError,
    NotAnArticle,
    NotTheStatusPage,
    OutOfMemory,
    TextTooLong,
    Unreadable,
)
from monitor.extract.language import guess_language
from monitor.extract.payload import header, unpacked
from spiders.kinds.reading import Unreadable as NotTheKind
from spiders.kinds.statuspages import read_status_page
from spiders.records import Entry, Page, Role, Source
from spiders.safety.challenges import challenge_in
from spiders.shapes import TextShape
from spiders.urls import canonical_url, is_fetchable
from storage.records import MadeFrom

_READABLE = ("html", "xml", "text/plain", "application/octet-stream")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The words of one document before it has a language and an id. url: canonical, unique."""

    title: str
    text: str
    url: str
    made_from: MadeFrom
    published: date | None
    language: str = ""  # as the page or entry declares it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a page gave: readings, a failure, or both (its entry stands in for the article).

    url: the page's canonical address. watched: its readings are passages of a page that is watched
    for change; title: of that page.
    """

    url: str
    readings: tuple[Reading, ...] = ()
    failure: Unreadable | None = None
    watched: bool = False
    title: str = ""


def read_page(page: Page, source: Source) -> Answer:
    """The page's words. Never raises for anything a page can hold."""
    url = canonical_url(page.final_url)
    if page.role in (Role.FEED, Role.SITEMAP, Role.LISTING, Role.API) or 300 <= page.status < 400:
        return Answer(url=url)
    if page.role is Role.ENTRIES:
        return Answer(url=url, readings=tuple(_entry_readings(page)))
    try:
        return _read(page, source)
    except Gone as gone:
        return Answer(url=url, failure=gone)
    except Unreadable as failure:
        return Answer(url=url, readings=tuple(_entry_readings(page)), failure=failure)


def _read(page: Page, source: Source) -> Answer:
    """Reads an article or a status page; every mishap becomes a named failure."""
    try:
        body = _body(page)
        if page.role is Role.STATUS_PAGE and not pdf.is_pdf(body):
            return _status_answer(page, source, body)
        reading = _article_reading(page, body, source.text)
        return Answer(url=reading.url, readings=(reading,))
    except Unreadable:
        raise
    except MemoryError as cause:
        raise OutOfMemory("reading the page asked for more memory than a page may have") from cause
    except Exception as cause:  # a fault of a library must cost one page, and be seen
        name = type(cause).__name__
        raise ExtractionFault(f"reading the page failed unexpectedly ({name})") from cause


def _body(page: Page) -> bytes:
    if page.status in (404, 410):
        raise Gone(f"the address answered {page.status}: nothing is there any more")
    body = unpacked(page.payload, page.headers)
    challenge = challenge_in(page.status, page.headers, body)
    if challenge and body.strip():
        raise ChallengePage(f"the site answered with {challenge}")
    if not 200 <= page.status < 300:
        raise HttpError(f"the server answered {page.status} instead of the page")
    if challenge or not body.strip():
        raise EmptyBody("the answer is empty")
    return body


def _article_reading(page: Page, body: bytes, shape: TextShape | None) -> Reading:
    entry = page.entries[0] if page.entries else None
    if pdf.is_pdf(body):
        return _pdf_reading(page, body, entry)
    kind = header(page.headers, "content-type")
    if kind and not any(readable in kind for readable in _READABLE):
        raise NotAnArticle(f"the answer is of the type {kind[:60]}")
    text = decoded(body, kind)
    if kind.startswith("text/plain"):
        return _plain_reading(page, text, entry)
    read = article.read_article(text, page.final_url, page.fetched_on, _hint(entry), shape)
    return Reading(
        title=read.title or _entry_title(entry),
        text=read.text,
        url=read.url,
        made_from=MadeFrom.ARTICLE,
        published=read.published,
        language=read.language,
    )


def _pdf_reading(page: Page, body: bytes, entry: Entry | None) -> Reading:
    read = pdf.read_pdf(body, page.fetched_on)
    return Reading(
        title=_entry_title(entry) or read.title,
        text=read.text,
        url=canonical_url(page.final_url),
        made_from=MadeFrom.ARTICLE,
        published=parse_date(_hint(entry), page.fetched_on) or read.published,
    )


def _plain_reading(page: Page, text: str, entry: Entry | None) -> Reading:
    cleaned = clean(text)
    if not cleaned:
        raise EmptyBody("the answer holds no readable words")
    return Reading(
        title=_entry_title(entry),
        text=cleaned,
        url=canonical_url(page.final_url),
        made_from=MadeFrom.ARTICLE,
        published=parse_date(_hint(entry), page.fetched_on),
    )


def _status_answer(page: Page, source: Source, body: bytes) -> Answer:
    """The rows or paragraphs of a page that is watched for change, a reading each."""
    _check_whole(page, source, body)
    text = decoded(body, header(page.headers, "content-type"))
    url = _address(page, source)
    if source.status_tables:
        found = facts.read_facts(text, source.status_tables, page.fetched_on)
        rows = tuple(_rows(url, found))
        return Answer(url=url, readings=rows, watched=True, title=found.title)
    whole = article.read_whole(text, page.final_url, source.text)
    lines, failure = _kept_lines(whole.text)
    passages = tuple(_passages(url, whole, lines))
    return Answer(url=url, readings=passages, failure=failure, watched=True, title=whole.title)


def _kept_lines(text: str) -> tuple[list[str], Unreadable | None]:
    """As much as a version of a page may hold, and whether that is less than there is."""
    kept = text[: paragraphs.PAGE_AT_MOST]
    lines = kept.split("\n")[: paragraphs.PARAGRAPHS_AT_MOST]
    if sum(len(line) + 1 for line in lines) > len(text):
        return lines, None
    return lines, TextTooLong("only the beginning of the watched page was read, for it is too long")


def _address(page: Page, source: Source) -> str:
    """Under which a page is watched: as it was asked for, whatever it calls itself or redirects to.

    A page that stands in for another has that one's.
    """
    firsts = (point.url for point in source.entry_points if point.fallback == page.url)
    return canonical_url(next(firsts, page.url))


def _check_whole(page: Page, source: Source, body: bytes) -> None:
    """As the spider does, for what it found wanting was kept as evidence too."""
    rows = min((table.rows_at_least for table in source.status_tables), default=0)
    try:
        read_status_page(body, base=page.final_url, rows_at_least=rows)
    except NotTheKind as cause:
        raise NotTheStatusPage(str(cause)) from cause


def _rows(url: str, found: facts.FactPage) -> Iterator[Reading]:
    for fact in found.facts:
        yield Reading(
            title=found.title,
            text=fact.line,
            url=f"{url}#{fact.key}",
            made_from=MadeFrom.FACT,
            published=fact.on,
        )


def _passages(url: str, whole: article.Article, lines: list[str]) -> Iterator[Reading]:
    # Told from the whole text: a paragraph of a few words could be of any language.
    language = guess_language(whole.text)
    for paragraph in paragraphs.paragraphs(lines):
        yield Reading(
            title=whole.title,
            text=paragraph.text,
            url=f"{url}#{paragraph.key}",
            made_from=MadeFrom.PASSAGE,
            published=None,
            language=language,
        )


def _entry_readings(page: Page) -> Iterator[Reading]:
    """The page's entries, one an address: of two with the same one the first counts."""
    seen: set[str] = set()
    for entry in page.entries:
        url = _entry_url(entry, page)
        words = entries.read_entry(entry)
        if words is None or url in seen:
            continue
        seen.add(url)
        yield Reading(
            title=words.title,
            text=words.text,
            url=url,
            made_from=MadeFrom.ENTRY,
            published=parse_date(entry.published, page.fetched_on),
            language=entry.language[:2].lower(),
        )


def _entry_url(entry: Entry, page: Page) -> str:
    """An address that a person may open: never a script, a mail or a file on his own machine."""
    if is_fetchable(entry.url):
        return canonical_url(entry.url)
    return f"{canonical_url(page.final_url)}#{entry.sha256[:16]}"


def _hint(entry: Entry | None) -> str:
    return entry.published if entry else ""


def _entry_title(entry: Entry | None) -> str:
    words = entries.read_entry(entry) if entry else None
    return words.title if words else ""
