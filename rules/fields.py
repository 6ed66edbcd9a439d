"""The typed reading of a YAML mapping: every misfit becomes a complaint, and reading goes on."""

from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from rules.complaints import Complaint, Level, Place
from rules.yamlfile import Mapping, Node, Sequence, Text

Day = date  # Fields has a method of that name
E = TypeVar("E", bound=StrEnum)


class Fields:
    """The typed fields of one mapping. What does not fit becomes a complaint and a stand-in value.

    Ask for every key that may stand there, then call `finish`, which complains about the others.
    A stand-in is empty text, an empty tuple, 0, False, date.min or the first choice; it only lets
    reading go on until all complaints are known.
    """

    def __init__(self, node: Node, what: str, complaints: list[Complaint]) -> None:
        self.place = node.place
        self._what = what
        self._complaints = complaints
        self._asked: list[str] = []
        self._keys: dict[str, Text] = {}
        self._values: dict[str, Node] = {}
        if isinstance(node, Mapping):
            self._keys = {key.value: key for key, _ in node.entries}
            self._values = {key.value: value for key, value in node.entries}
        else:
            self.complain(node.place, f"expected a mapping: {what}", "write `key: value` lines")

    def below(self, key: str, what: str) -> "Fields":
        """The fields of a mapping that stands under a key; an empty one where it is missing."""
        node = Mapping(entries=self.entries(key), place=self.place_of(key))
        return Fields(node, what, self._complaints)

    def names(self) -> tuple[str, ...]:
        """The keys that stand there, in the file's order."""
        return tuple(self._keys)

    def complain(self, place: Place, message: str, remedy: str, level: Level = Level.ERROR) -> None:
        """Adds a complaint to the shared list."""
        self._complaints.append(Complaint(place=place, message=message, remedy=remedy, level=level))

    def has(self, key: str) -> bool:
        """Whether the key stands there with anything but nothing. Asking makes it a known key."""
        value = self._value(key)
        return value is not None and not (isinstance(value, Text) and not value.raw)

    def place_of(self, key: str) -> Place:
        """Where the value stands, or the mapping if it does not."""
        value = self._values.get(key)
        return value.place if value else self.place

    def node(self, key: str) -> Node | None:
        """The value as it stands. A key that is missing is a complaint."""
        if not self.has(key):
            self._missing(key)
            return None
        return self._values[key]

    def scalar(self, key: str) -> Text:
        """A text with its place. Missing, empty or not a text: a complaint."""
        node = self.node(key)
        if node is None:
            return Text(value="", place=self.place)
        return self._scalar_of(node, key)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        return self.scalar(key).value

    def optional_text(self, key: str, default: str = "") -> str:
        """A text, or `default` where the key is missing."""
        return self.text(key) if self.has(key) else default

    def choice(self, key: str, choices: type[E], default: E | None = None) -> E:
        """One of an enumeration's values; `default` None: the key must stand there."""
        if default is not None and not self.has(key):
            return default
        found = self.scalar(key)
        values = [c.value for c in choices]
        if found.value in values:
            return choices(found.value)
        if found.value:
            near = get_close_matches(found.value, values, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(values)}"
            self.complain(found.place, f"{key}: {found.value!r} is not a choice", remedy)
        return next(iter(choices))

    def date(self, key: str) -> Day:
        """A day, as 2004-04-01."""
        found = self.scalar(key)
        try:
            return Day.fromisoformat(found.value)
        except ValueError:
            if found.value:
                message = f"{key}: expected a day, found {found.value!r}"
                self.complain(found.place, message, "write it as 2004-04-01")
            return Day.min

    def optional_date(self, key: str) -> Day | None:
        """A day, or None where the key is missing."""
        return self.date(key) if self.has(key) else None

    def integer(self, key: str, default: int | None = None, least: int = 0) -> int:
        """A whole number from `least` up; `default` None: the key must stand there."""
        if default is not None and not self.has(key):
            return default
        found = self.scalar(key)
        # At most 18 digits: a number of a megabyte would cost a quadratic conversion.
        digits = found.value.removeprefix("-")
        good = digits.isascii() and digits.isdigit() and len(digits) <= 18
        if good and int(found.value) >= least:
            return int(found.value)
        if found.value:
            message = f"{key}: expected a whole number from {least}, found {found.value[:40]!r}"
            self.complain(found.place, message, "write digits only")
        return least

    def boolean(self, key: str, default: bool | None = None) -> bool:
        """`true` or `false`; `default` None: the key must stand there."""
        if default is not None and not self.has(key):
            return default
        found = self.scalar(key)
        if found.value not in ("true", "false", ""):
            message = f"{key}: expected true or false, found {found.value!r}"
            self.complain(found.place, message, "write true or false")
        return found.value == "true"

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a list; none where the key is missing."""
        if not self.has(key):
            return ()
        value = self._values[key]
        if isinstance(value, Sequence):
            return value.items
        self.complain(value.place, f"{key}: expected a list", "write it as [a, b] or `- a` lines")
        return ()

    def scalars(self, key: str) -> tuple[Text, ...]:
        """The texts of a list with their places; none where the key is missing."""
        found = (self._scalar_of(item, key) for item in self.items(key))
        return tuple(text for text in found if text.value)

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list; none where the key is missing."""
        return tuple(text.value for text in self.scalars(key))

    def entries(self, key: str) -> tuple[tuple[Text, Node], ...]:
        """Keys and values of a mapping; none where the key is missing."""
        if not self.has(key):
            return ()
        value = self._values[key]
        if isinstance(value, Mapping):
            return value.entries
        self.complain(value.place, f"{key}: expected a mapping", "write `name: value` lines")
        return ()

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A mapping of texts to texts; none where the key is missing."""
        found = self.entries(key)
        return tuple(
            (name.value, self._scalar_of(value, name.value).value) for name, value in found
        )

    def finish(self) -> None:
        """Complains about every key that nobody asked for."""
        for name, key in self._keys.items():
            if name in self._asked:
                continue
            near = get_close_matches(name, self._asked, n=1)
            known = ", ".join(sorted(set(self._asked)))
            remedy = f"did you mean {near[0]}?" if near else f"known keys: {known}"
            self.complain(key.place, f"{self._what} has no key {name!r}", remedy)

    def _value(self, key: str) -> Node | None:
        self._asked.append(key)
        return self._values.get(key)

    def _missing(self, key: str) -> None:
        if self._keys:
            self.complain(self.place, f"{self._what} has no {key}", f"add `{key}:`")

    def _scalar_of(self, node: Node, key: str) -> Text:
        if isinstance(node, Text):
            if not node.value:
                self.complain(node.place, f"{key}: expected a text, found nothing", "write it")
            return node
        self.complain(node.place, f"{key}: expected a text", "write one value, not a list")
        return Text(value="", place=node.place)
