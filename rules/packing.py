"""Turns records into plain values that JSON can hold, and back.

Only records that a rulebook can hold are ever made, by their own constructors: a file can name
nothing else. Pickle would do whatever the file says.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from rules.complaints import Place
from rules.forms import Form, Piece
from rules.register import Rulebook

_DAY, _WORDS, _MAP, _FORMS, _AT = "day", "words", "map", "forms", "at"


class NotPackedError(ValueError):
    """Values that no rulebook was packed into."""


def pack(value: object) -> object:
    """A record as lists, texts, numbers, and mappings of one key, which says what they are."""
    if isinstance(value, tuple):
        return _packed_row(value)
    if isinstance(value, Mapping):
        return {_MAP: [[pack(key), pack(item)] for key, item in value.items()]}
    if isinstance(value, frozenset):
        return {_WORDS: "|".join(sorted(value)) if value else None}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if isinstance(value, Place):  # every node of every rule has one
        return {_AT: str(value)}
    return _packed_record(value)


def _packed_row(row: tuple[object, ...]) -> object:
    """A tuple. Forms are written as texts: they are many."""
    if row and isinstance(row[0], Form):
        return {_FORMS: "\n".join(_written(form) for form in row if isinstance(form, Form))}
    return [pack(item) for item in row]


def _packed_record(value: object) -> object:
    if isinstance(value, Enum):
        return {type(value).__name__: value.value}
    if is_dataclass(value):
        packed = [pack(getattr(value, field.name)) for field in fields(value)]
        return {type(value).__name__: packed}
    return value


def unpack_rulebook(values: object) -> Rulebook:
    """The rulebook that was packed into these values. Raises NotPackedError."""
    try:
        rulebook = _Unpacker().unpack(values)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as cause:
        raise NotPackedError(str(cause)) from cause
    if not isinstance(rulebook, Rulebook):
        raise NotPackedError(type(rulebook).__name__)
    return rulebook


class _Unpacker:
    """One unpacking."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[Any], object]] = {
            _DAY: date.fromisoformat,
            _WORDS: _words,
            _MAP: lambda body: MappingProxyType(dict(map(self.unpack, body))),
            _FORMS: _forms,
            _AT: _place,
        }
        for name, kind in kinds().items():
            self._makers[name] = kind if issubclass(kind, Enum) else self._record(kind)

    def unpack(self, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(map(self.unpack, value))
        if isinstance(value, dict):
            ((name, body),) = value.items()
            return self._makers[name](body)
        return value

    def _record(self, kind: type) -> Callable[[Any], object]:
        names = [field.name for field in fields(kind)]

        def make(body: Any) -> object:
            # Most values are texts: not asking about each saves a tenth of the time.
            values = [one if type(one) is str else self.unpack(one) for one in body]
            return kind(**dict(zip(names, values, strict=True)))

        return make


@cache
def kinds() -> Mapping[str, type]:
    """The records and choices that a rulebook can hold, by name."""
    found: dict[str, type] = {}
    waiting: list[Any] = [Rulebook]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        is_record = isinstance(kind, type) and is_dataclass(kind)
        is_choice = isinstance(kind, type) and issubclass(kind, Enum)
        if not (is_record or is_choice) or found.get(kind.__name__) is kind:
            continue
        if kind.__name__ in found:
            raise TypeError(f"two records are called {kind.__name__}")
        found[kind.__name__] = kind
        waiting += get_type_hints(kind).values() if is_record else ()
    return MappingProxyType(found)


def _place(written: str) -> Place:
    file, line, column = written.rsplit(":", 2)
    return Place(file=file, line=int(line), column=int(column))


def _written(form: Form) -> str:
    """ "acced* to", "босат#қан|ты": any letters, or one of these endings."""
    return " ".join(map(_written_piece, form.pieces))


def _written_piece(piece: Piece) -> str:
    if piece.endings is not None:
        return f"{piece.text}#{'|'.join(sorted(piece.endings))}"
    return piece.text + "*" * piece.stem + f"@{piece.ending}" * bool(piece.ending)


def _forms(written: str) -> tuple[Form, ...]:
    return tuple(Form(pieces=tuple(map(_piece, form.split(" ")))) for form in written.split("\n"))


@lru_cache(maxsize=100_000)  # the same words stand in many forms
def _piece(written: str) -> Piece:
    if written.isalnum():  # most are nothing but a word
        return Piece(text=written, stem=False)
    if "#" in written:
        text, _, endings = written.partition("#")
        return Piece(text=text, stem=False, endings=_words(endings))
    word, _, ending = written.partition("@")
    return Piece(text=word.rstrip("*"), stem=word[-1:] == "*", ending=int(ending or 0))


@lru_cache(maxsize=100_000)  # surnames alike take the same endings: 3,000 have a few dozen sets
def _words(written: str | None) -> frozenset[str]:
    return frozenset() if written is None else frozenset(written.split("|"))
