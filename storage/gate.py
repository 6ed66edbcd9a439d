"""What every store refuses at its gate, so that all of them keep, and give back, the same.

PostgreSQL can't hold NUL, no driver sends lone surrogates, SQLite would take a naive datetime for
any zone, and an integer beyond 64 bits fits neither. Walks records to their leaves.
"""

from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from functools import lru_cache

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


def refuse_unfit(value: object, name: str = "value") -> None:
    """Raise ValueError, naming the field, if anything in `value` can't be kept exactly."""
    if isinstance(value, str):
        _refuse_text(value, name)
    elif isinstance(value, datetime):
        _refuse_moment(value, name)
    elif isinstance(value, int):
        _refuse_number(value, name)
    elif isinstance(value, tuple | list):
        for part in value:
            refuse_unfit(part, name)
    elif is_dataclass(value):
        for field in _names(value.__class__):
            refuse_unfit(getattr(value, field), field)


@lru_cache(maxsize=64)
def _names(kind: type) -> tuple[str, ...]:
    # fields() builds a new tuple at every call, which counts when a batch holds thousands.
    return tuple(f.name for f in fields(kind))


def _refuse_text(text: str, name: str) -> None:
    if "\0" in text:
        raise ValueError(f"{name} holds a NUL, which no database keeps: clean it first")
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name} holds half a surrogate pair: clean it first") from error


def _refuse_moment(moment: datetime, name: str) -> None:
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"{name} must be in UTC and say so, not {moment.isoformat()}")


def _refuse_number(number: int, name: str) -> None:
    if not _LOWEST <= number <= _HIGHEST:
        raise ValueError(f"{name} is beyond 64 bits")
