"""What goes over the pipe: a CrawlPlan to the child, one JSON line per CrawlMessage back.

Decoding gives back what was encoded, for every text that UTF-16 could hold; whatever else comes
in is refused as Nonsense, because a child that met hostile bytes is not to be trusted.
"""

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from spiders.records import CrawlMessage, CrawlPlan, RecordWritten, SourceOutcome

R = TypeVar("R")
_TAGS: dict[str, type[RecordWritten] | type[SourceOutcome]] = {
    "record": RecordWritten,
    "outcome": SourceOutcome,
}


class Nonsense(ValueError):
    """What came is no message: distrust whoever said it."""


def encode_plan(plan: CrawlPlan) -> str:
    """A plan as one JSON text."""
    return json.dumps(_plain(plan))


def decode_plan(text: str) -> CrawlPlan:
    """Raises Nonsense."""
    return _record(CrawlPlan, _parsed(text))


def encode_message(message: CrawlMessage) -> str:
    """A message as one line, without the line's end."""
    tag = "record" if isinstance(message, RecordWritten) else "outcome"
    return json.dumps({"is": tag, **_plain(message)})


def decode_message(line: str) -> CrawlMessage:
    """Raises Nonsense."""
    found = _parsed(line)
    kind = _TAGS.get(str(found.pop("is", None))) if isinstance(found, dict) else None
    if kind is None:
        raise Nonsense(f"expected a message, got {line[:80]!r}")
    return _record(kind, found)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Nonsense(f"expected JSON, got {text[:80]!r}") from error


def _plain(value: Any) -> Any:
    """The same as JSON knows it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


@cache
def _fields(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}


def _record(kind: type[R], found: Any) -> R:
    wanted = _fields(cast(Any, kind))
    if not isinstance(found, dict) or found.keys() != wanted.keys():
        raise Nonsense(f"expected the fields of {kind.__name__}")
    return kind(**{name: _typed(hint, found[name]) for name, hint in wanted.items()})


def _typed(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return _optional(hint, value)
    if origin is tuple:
        return _tuple(get_args(hint), value)
    if dataclasses.is_dataclass(hint):
        return _record(hint, value)  # type: ignore[arg-type]  # is_dataclass doesn't narrow to type
    return _scalar(hint, value)


def _optional(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    (kind,) = (each for each in get_args(hint) if each is not type(None))
    return _typed(kind, value)


def _tuple(parts: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Nonsense(f"expected a list, got {value!r:.80}")
    if parts[-1] is Ellipsis:
        return tuple(_typed(parts[0], each) for each in value)
    if len(parts) != len(value):
        raise Nonsense(f"expected {len(parts)} values, got {len(value)}")
    return tuple(_typed(part, each) for part, each in zip(parts, value, strict=True))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


_FROM_TEXT: dict[type, Callable[[str], Any]] = {str: str, datetime: _moment}


def _scalar(hint: Any, value: Any) -> Any:
    try:
        if hint in _FROM_TEXT or issubclass(hint, StrEnum):
            if isinstance(value, str):
                return _FROM_TEXT.get(hint, hint)(value)
        elif hint is float and type(value) in {int, float}:
            return float(value)
        elif type(value) is hint:
            return value
    except ValueError as error:
        raise Nonsense(f"expected {hint.__name__}, got {value!r:.80}") from error
    raise Nonsense(f"expected {hint.__name__}, got {value!r:.80}")
