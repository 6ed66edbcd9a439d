"""Reads YAML that people write: every scalar stays the string that stands there, with its place.

Refused aloud: aliases, tags, merge keys, duplicate keys, more than one document, 1 MiB, 30 levels.
The tree is built from events with a stack of our own, so depth costs no recursion.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from rules.complaints import Complaint, Loaded, Place

BYTES_AT_MOST = 1024 * 1024
DEPTH_AT_MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A scalar. `raw`: how the file spells it, quotes and line breaks included."""

    value: str
    place: Place
    raw: str = ""

    def at(self, offset: int) -> Place:
        """The place of value[offset]: exact but for escapes in double quotes."""
        return self.places()[offset]

    def places(self) -> tuple[Place, ...]:
        """The place of each character of the value, and of its end.

        The file's spelling differs from the value only in blanks (and escapes), so the n-th
        character that is not blank is the same in both.
        """
        spots = iter(self._spots())
        spot = next(spots)
        places = []
        for char in self.value:
            places.append(Place(file=self.place.file, line=spot[0], column=spot[1]))
            if not char.isspace():
                spot = next(spots, spot)
        places.append(Place(file=self.place.file, line=spot[0], column=spot[1]))
        return tuple(places)

    def _spots(self) -> list[tuple[int, int]]:
        """Line and column of each character of the body that is not blank, and of the end."""
        start = _body_start(self.raw)
        line, column = self.place.line, self.place.column
        spots = []
        for index, char in enumerate(self.raw):
            if index >= start and not char.isspace():
                spots.append((line, column))
            line, column = (line + 1, 1) if char == "\n" else (line, column + 1)
        return [*spots, (line, column)]


def _body_start(raw: str) -> int:
    """Where the words begin: after a quote, or after the header line of a block."""
    if raw[:1] in ("'", '"'):
        return 1
    if raw[:1] in ("|", ">"):
        return raw.find("\n") + 1
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys with their values, in the file's order; no key twice."""

    entries: "tuple[tuple[Text, Node], ...]"
    place: Place


Node = Text | Sequence | Mapping


class _RefusalError(Exception):
    """Reading ends here: what follows cannot be understood."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint


def read_yaml(path: Path, shown: str | None = None) -> Loaded[Node]:
    """The tree of a file, or what is wrong with it. `shown`: the file's name in complaints."""
    data = read_bytes(path, shown or str(path))
    if isinstance(data, Complaint):
        return Loaded(item=None, complaints=(data,))
    return parse_yaml(data, shown or str(path))


def read_bytes(path: Path, shown: str) -> bytes | Complaint:
    """The bytes of a file, one more than allowed at most, or why they cannot be had."""
    try:
        with path.open("rb") as file:
            return file.read(BYTES_AT_MOST + 1)
    except OSError as cause:
        message = f"cannot be read: {cause.strerror or type(cause).__name__}"
        remedy = "check the path and its rights"
        return Complaint(place=Place(file=shown), message=message, remedy=remedy)


def parse_yaml(data: bytes, shown: str) -> Loaded[Node]:
    """The tree of these bytes, or what is wrong with them."""
    start = Place(file=shown)
    try:
        return _Builder(_decoded(data, shown), shown).build()
    except _RefusalError as refused:
        return Loaded(item=None, complaints=(refused.complaint,))
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        place = _place(shown, mark) if mark else start
        return _failed(place, f"is not YAML: {cause.problem or cause.context}", "mend the syntax")
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as cause:
        return _failed(start, f"is not YAML: {type(cause).__name__}", "mend the syntax")


def _decoded(data: bytes, shown: str) -> str:
    if len(data) > BYTES_AT_MOST:
        message = f"is larger than {BYTES_AT_MOST} bytes"
        raise _RefusalError(
            Complaint(place=Place(file=shown), message=message, remedy="split the file")
        )
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        place = Place(file=shown, line=data.count(b"\n", 0, cause.start) + 1)
        message, remedy = "holds bytes that are not UTF-8", "save the file as UTF-8"
        raise _RefusalError(Complaint(place=place, message=message, remedy=remedy)) from cause
    if not source.isprintable() and (bad := _unprintable(source, shown)):
        raise _RefusalError(bad)
    return source


def _failed(place: Place, message: str, remedy: str) -> Loaded[Node]:
    return Loaded(item=None, complaints=(Complaint(place=place, message=message, remedy=remedy),))


def _place(file: str, mark: Any) -> Place:
    return Place(file=file, line=mark.line + 1, column=mark.column + 1)


def _unprintable(source: str, shown: str) -> Complaint | None:
    """Control characters: YAML forbids them, and its reader does not say where they stand."""
    for line, text in enumerate(source.split("\n"), start=1):
        for column, char in enumerate(text, start=1):
            control = ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xFFFE <= ord(char) <= 0xFFFF
            if control and char not in "\t\r\x85":
                return Complaint(
                    place=Place(file=shown, line=line, column=column),
                    message=f"holds the control character U+{ord(char):04X}",
                    remedy="delete it",
                )
    return None


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; `key` waits for its value."""

    start: Any
    mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Text, Node]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    key: Text | None = None


class _Builder:
    """Turns one file's events into nodes."""

    def __init__(self, source: str, shown: str) -> None:
        self._source = source
        self._shown = shown
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._complaints: list[Complaint] = []

    def build(self) -> Loaded[Node]:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        events: Iterator[Any] = yaml.parse(self._source, Loader=loader)
        for event in events:
            self._take(event)
        if self._root is None:
            self._refuse(None, "is empty", "write the item, or remove the file")
        bad = bool(self._complaints)
        return Loaded(item=None if bad else self._root, complaints=tuple(self._complaints))

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"uses the alias *{event.anchor}", "write the value out")
        if isinstance(event, yaml.NodeEvent):
            self._check_plain(event)
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._text(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            self._refuse(event, "starts a second document", "keep one document in a file")

    def _text(self, event: Any) -> Text:
        raw = self._source[event.start_mark.index : event.end_mark.index]
        return Text(value=event.value, place=_place(self._shown, event.start_mark), raw=raw)

    def _check_plain(self, event: Any) -> None:
        if event.anchor:
            self._refuse(event, f"uses the anchor &{event.anchor}", "write the value out")
        if getattr(event, "tag", None):
            self._refuse(event, f"uses the tag {event.tag}", "remove the tag")

    def _open(self, event: Any) -> None:
        if len(self._stack) >= DEPTH_AT_MOST:
            self._refuse(event, f"nests deeper than {DEPTH_AT_MOST} levels", "flatten it")
        if self._stack and self._stack[-1].mapping and self._stack[-1].key is None:
            self._refuse(event, "has a list or mapping as a key", "use a word as the key")
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Open(start=event.start_mark, mapping=mapping))

    def _close(self) -> None:
        done = self._stack.pop()
        place = _place(self._shown, done.start)
        if done.mapping:
            self._add(Mapping(entries=tuple(done.entries), place=place))
        else:
            self._add(Sequence(items=tuple(done.items), place=place))

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = self._key(node, top)
        else:
            top.entries.append((top.key, node))
            top.key = None

    def _key(self, node: Node, top: _Open) -> Text:
        # A key that is a list never comes here: _open refuses it at its start.
        assert isinstance(node, Text)  # noqa: S101 - as said above
        if node.value == "<<":
            self._complain(node.place, "uses a merge key", "write the keys out")
        elif node.value in top.keys:
            self._complain(node.place, f"has the key {node.value!r} twice", "keep one of them")
        top.keys.add(node.value)
        return node

    def _complain(self, place: Place, message: str, remedy: str) -> None:
        self._complaints.append(Complaint(place=place, message=message, remedy=remedy))

    def _refuse(self, event: Any, message: str, remedy: str) -> None:
        place = _place(self._shown, event.start_mark) if event else Place(file=self._shown)
        raise _RefusalError(Complaint(place=place, message=message, remedy=remedy))
