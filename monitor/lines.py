"""The `match` contract: a document as one JSON line in, its matches as one JSON line out.

    {"id", "title", "text", "url"?, "published"?, "language"?, "country"?}  ─►  Document
    Document, matches  ─►  {"id", "language", "matches": [...]}

A line that is not such an object is refused with a sentence. Nothing is repaired here: evidence
must fit the text as it was given.
"""

import json
import math
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from rules.records import Document, Evidence, Match

Guess = Callable[[str], str]
LINE_AT_MOST = 64 * 2**20
_DATE_FIRST = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_DATE_PART = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=[-_]|$)")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Letters that some readers take for the end of a line. They only occur inside JSON strings.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class BadLine(ValueError):
    """The line is no document: report it with its number and go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDocument:
    """A document as it came. id: text or number, given back as it is."""

    id: str | int | float
    document: Document


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines, ended by newlines only; None for one that is longer than LINE_AT_MOST."""
    number = 0
    while line := stream.readline(LINE_AT_MOST + 1):
        number += 1
        if len(line) <= LINE_AT_MOST:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LINE_AT_MOST)
        yield number, None


def read_document(line: bytes | None, guess: Guess) -> GivenDocument:
    """The document of a line. Raises BadLine."""
    if line is None:
        raise BadLine(f"the line is longer than {LINE_AT_MOST} bytes")
    return _document(_object(line), guess)


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start + 1}") from error
    except RecursionError as error:
        raise BadLine("nested too deeply") from error
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON: {error.msg} at column {error.colno}") from error
    except ValueError as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadLine("not an object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _document(found: dict[str, Any], guess: Guess) -> GivenDocument:
    given = _id(found)
    title, text = _text(found, "title"), _text(found, "text")
    return GivenDocument(
        id=given,
        document=Document(
            id=str(given),
            title=title,
            text=text,
            language=_language(found) or guess(f"{title}\n{text}"),
            url=_optional(found, "url"),
            published=_published(found),
            country=_country(found),
        ),
    )


def _id(found: dict[str, Any]) -> str | int | float:
    given = found.get("id")
    if isinstance(given, str):
        return _sound(given, "id")
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise BadLine('"id" must be a text or a number')
    if not math.isfinite(given):
        raise BadLine('"id" is too large a number')
    return given


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str):
        raise BadLine(f'"{key}" must be a text')
    return _sound(value, key)


def _optional(found: dict[str, Any], key: str) -> str | None:
    """The text under `key`; None where it is absent, null or empty."""
    return None if found.get(key) in (None, "") else _text(found, key)


def _sound(value: str, key: str) -> str:
    if _SURROGATE.search(value):
        raise BadLine(f'"{key}" holds half of a surrogate pair')
    return value


def _language(found: dict[str, Any]) -> str | None:
    value = _optional(found, "language")
    if value is None:
        return None
    code = _LANGUAGE.match(value)
    if code is None:
        raise BadLine('"language" must be an ISO 639 code such as "ru"')
    return code.group().lower()


def _country(found: dict[str, Any]) -> str | None:
    value = _optional(found, "country")
    if value is not None and not _COUNTRY.fullmatch(value):
        raise BadLine('"country" must be an ISO 3166 code of two letters')
    return None if value is None else value.upper()


def _published(found: dict[str, Any]) -> date | None:
    """The day; of a month the last one, so that nothing in it lies ahead; of a year none."""
    value = _optional(found, "published")
    if value is None:
        return None
    try:
        if part := _DATE_PART.fullmatch(value):
            first = date(int(part["year"]), int(part["month"] or 1), 1)
            last = monthrange(first.year, first.month)[1]
            return first.replace(day=last) if part["month"] else None
        if not _DATE_FIRST.match(value):
            raise ValueError(value)
        return datetime.fromisoformat(value).date()
    except ValueError as error:
        known = '"2006-01-14", or what is known of it, such as "2006-01"'
        raise BadLine(f'"published" must be a date such as {known}') from error


def answer_line(given: GivenDocument, matches: Iterable[Match]) -> str:
    """The answer to a document, without its newline."""
    answer = {
        "id": given.id,
        "language": given.document.language,
        "matches": [match_as_json(match) for match in matches],
    }
    return json.dumps(answer, ensure_ascii=False).translate(_LINE_ENDS)


def match_as_json(match: Match) -> dict[str, Any]:
    """A match under the contract's keys."""
    return {
        "recommendation": match.recommendation,
        "clause": match.clause,
        "signal": match.signal,
        "direction": match.direction.value,
        "toward": match.toward.value,
        "rung": match.rung,
        "factuality": match.factuality.value,
        "evidence": [_evidence_as_json(evidence) for evidence in match.evidence],
    }


def _evidence_as_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "field": evidence.field,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "part": evidence.part,
    }
