"""Reads the JSON that an API answers with, by the paths of its shape; nothing is fetched.

A path names members from the outside in, "results.items"; a number counts in a list, "*" means
every one. A template holds paths in braces, "https://site.example/{id}": "{a|last}" is what stands
behind the last slash, "{a|list}" several values with commas between.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from w3lib.url import add_or_replace_parameter

from spiders.kinds.dates import iso_or_raw
from spiders.kinds.reading import Reading, Unreadable, gathered, make_entry, refuse_html
from spiders.records import Entry
from spiders.shapes import ApiShape
from spiders.urls import clean_url

ENTRIES_AT_MOST = 2_000  # of one answer
VALUES_AT_MOST = 50  # of one path
VALUE_AT_MOST = 100_000  # characters
HOLE = re.compile(r"\{([^{}|]*)(?:\|(last|list))?\}")
PATH = re.compile(r"[^\s{}|.]+(?:\.[^\s{}|.]+)*")
_COMPACT_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?", re.ASCII)
_ERRORS = ("error", "errors", "fault", "exception")


def read_api(body: bytes, *, base: str, shape: ApiShape) -> Reading:
    """The entries of an answer, and the address of the following one. Raises Unreadable.

    base: the answer's address. An answer without entries is no fault: there may be nothing.
    """
    answer = _parsed(body)
    listed = [item for item in _items(answer, shape) if isinstance(item, dict)]
    kept = listed[:ENTRIES_AT_MOST]
    wanted = [item for item in kept if _is_wanted(item, shape)]
    reading = gathered(
        _entries(wanted, base, shape),
        more=_following(answer, base, shape) if listed else (),
        cut=len(listed) - len(kept),
    )
    return replace(reading, unwanted=len(kept) - len(wanted))


def _parsed(body: bytes) -> Any:
    refuse_html(body, "JSON")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise Unreadable("the answer is not UTF-8") from error
    except RecursionError as error:
        raise Unreadable("the answer is nested too deeply") from error
    except ValueError as error:
        start = " ".join(body[:80].decode("utf-8", "replace").split())
        raise Unreadable(f"no JSON that can be read came: {start!r}") from error


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        _refuse(digits[:20])
    return number


def _items(answer: Any, shape: ApiShape) -> list[Any]:
    found = value_at(answer, shape.items) if shape.items else answer
    if isinstance(found, dict) and shape.items:
        found = list(found.values())
    if not found and isinstance(answer, dict) and (said := _error_in(answer)):
        raise Unreadable(f"the API answers with an error: {said}")
    if isinstance(found, list):
        return found
    where = f'at "{shape.items}"' if shape.items else "in the answer"
    raise Unreadable(f"there is no list {where}")


def _error_in(answer: dict[str, Any]) -> str:
    found = next((answer[name] for name in _ERRORS if answer.get(name)), None)
    return json.dumps(found, ensure_ascii=False)[:120] if found is not None else ""


# -- entries ---------------------------------------------------------------------------------------
def _entries(items: list[dict[str, Any]], base: str, shape: ApiShape) -> Iterator[Entry | None]:
    for item in items:
        link, title = filled(shape.link, item), filled(shape.title, item)
        summary = filled(shape.summary, item)
        if not (link or title):
            continue
        yield make_entry(
            base,
            link,
            title,
            summary=summary,
            published=_date(filled(shape.date, item)),
            language=filled(shape.language, item),
        )


def _is_wanted(item: dict[str, Any], shape: ApiShape) -> bool:
    text = f"{filled(shape.title, item)}\n{filled(shape.summary, item)}".casefold()
    return not shape.wanted or any(word.casefold() in text for word in shape.wanted)


def filled(template: str, item: Any) -> str:
    """A template with an entry's values in its holes; "" where all of them are empty.

    An address with one empty hole would be another address, so that empties it as well.
    """
    holes = [_hole(found, item) for found in HOLE.finditer(template)]
    is_address = template.startswith(("http://", "https://", "/"))
    if holes and (not any(holes) or (is_address and not all(holes))):
        return ""
    values = iter(holes)
    return HOLE.sub(lambda _: next(values), template).strip()


def _hole(found: re.Match[str], item: Any) -> str:
    path, way = found.groups()
    values = _texts(value_at(item, path))
    if way == "list":
        return ", ".join(values)
    first = values[0] if values else ""
    return first.rstrip("/").rpartition("/")[2] if way == "last" else first


def _texts(value: Any) -> list[str]:
    """What a value says; a list says what its parts say, an object nothing."""
    parts = value[:VALUES_AT_MOST] if isinstance(value, list) else [value]
    return [str(part)[:VALUE_AT_MOST] for part in parts if _is_said(part)]


def _is_said(part: Any) -> bool:
    return isinstance(part, str | int | float) and not isinstance(part, bool) and part != ""


def value_at(value: Any, path: str) -> Any:
    """What stands at a path; None where nothing does. "*" gives a list, without what is missing."""
    name, _, rest = path.partition(".")
    if name == "*":
        parts = value.values() if isinstance(value, dict) else value
        found = [value_at(part, rest) if rest else part for part in _listed(parts)]
        return [part for part in found if part is not None]
    inner = _member(value, name)
    return value_at(inner, rest) if rest and inner is not None else inner


def _listed(parts: Any) -> list[Any]:
    return [] if parts is None or isinstance(parts, str | int | float) else list(parts)


def _member(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list) and name.isascii() and name.isdigit() and len(name) < 6:
        return value[int(name)] if int(name) < len(value) else None
    return None


def _date(text: str) -> str:
    """Also "20261122T183000Z", which some write without marks."""
    found = _COMPACT_MOMENT.fullmatch(text)
    if found is None:
        return iso_or_raw(text)
    year, month, day, *clock = found.groups()
    moment = f"T{':'.join(clock)}+00:00" if clock[0] else ""
    return iso_or_raw(f"{year}-{month}-{day}{moment}")


# -- the following answer --------------------------------------------------------------------------
def _following(answer: Any, base: str, shape: ApiShape) -> tuple[str, ...]:
    if shape.next_page:
        found = value_at(answer, shape.next_page)
        url = clean_url(found, base) if isinstance(found, str) else None
    elif shape.page_parameter:
        url = clean_url(_counted_on(base, shape.page_parameter, shape.page_step))
    else:
        return ()
    return (url,) if url and url != base else ()


def _counted_on(base: str, parameter: str, step: int) -> str:
    now = dict(parse_qsl(urlsplit(base).query)).get(parameter, "0")
    number = int(now) if now.isascii() and now.isdigit() and len(now) < 10 else 0
    return str(add_or_replace_parameter(base, parameter, str(number + step)))
