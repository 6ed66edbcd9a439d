"""What is wrong with a file a person wrote: the place, what was expected, and the remedy."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A position in a text file. Lines and columns count from 1, columns in code points."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Level(StrEnum):
    """ERROR: the item does not load. WARNING: it loads, and a person should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One sentence about one place. `message` says what stood there and what was expected."""

    place: Place
    message: str
    remedy: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        return f"{self.place} {self.message} — {self.remedy}"


def complain(complaints: list[Complaint], place: Place, message: str, remedy: str) -> None:
    """Add an error to those that a reader of a file has gathered."""
    complaints.append(Complaint(place=place, message=message, remedy=remedy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded(Generic[T]):
    """The outcome of reading files: all complaints together, and the item if there was no error.

    `item` is None exactly when `complaints` holds an error.
    """

    item: T | None
    complaints: tuple[Complaint, ...] = ()

    @property
    def errors(self) -> tuple[Complaint, ...]:
        """The complaints that kept the item from loading."""
        return tuple(c for c in self.complaints if c.level is Level.ERROR)


class BadFiles(Exception):
    """Files that a person must mend before anything can be done (exit code 2)."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("\n".join(str(c) for c in complaints))
        self.complaints = complaints
