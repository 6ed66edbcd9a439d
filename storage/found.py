"""What people found themselves: pages that no night brought, and flags that no rule raised.

A find waits until it is taken in as a document. A miss says that a document should have been
flagged; misses are appended, and of one document and recommendation the newest counts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from rules.records import Toward
from spiders.records import Tier


class FindState(StrEnum):
    """WAITING to be taken in; TAKEN: it is a document; FAILED: no text could be had of it."""

    WAITING = "waiting"
    TAKEN = "taken"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An address or a text that a person found.

    number: counts from 1 over the whole store; 0 before it is stored. address: where it is, or is
    said to be; "" where that is not known. kind: of `text`, "text/plain" or "text/html"; "" for an
    address that is to be fetched. sha256: of the bytes that were given; "" for an address.
    tier: who speaks, as the person says; outlet, title, published, country likewise.
    said: why it waits or failed; "" where there is nothing to say. document_id: what it became.
    """

    number: int
    address: str
    kind: str
    text: str
    sha256: str
    tier: Tier
    outlet: str
    title: str
    published: date | None
    country: str | None
    note: str
    finder: str
    at: datetime
    state: FindState = FindState.WAITING
    said: str = ""
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A person says: this document should have been flagged for this recommendation.

    number: counts from 1 over the whole store; 0 before it is stored. toward: which way; None
    takes back what was said before.
    """

    number: int
    document_id: str
    recommendation: str
    toward: Toward | None
    note: str
    reviewer: str
    at: datetime


class UnknownFind(KeyError):
    """No find has this number: say so to whoever typed it."""


class UnknownDocument(KeyError):
    """No document has this id: say so to whoever typed it."""


class KeepsFound(Protocol):
    """What a store promises of finds. `storage.contract` says what holds for every call."""

    def add_find(self, find: Find) -> Find:
        """Keep a new find; gives it with its number."""

    def find(self, number: int) -> Find:
        """A find by its number. Raises UnknownFind."""

    def finds(self, state: FindState | None = None, limit: int = 50) -> tuple[Find, ...]:
        """The newest finds, newest first; None: in whatever state."""

    def find_of(self, document_id: str) -> Find | None:
        """The earliest find that became this document; None if none did."""

    def close_find(self, find: Find) -> None:
        """Keep the state of a find, what is said of it and its document; nothing else changes.

        Raises UnknownFind.
        """

    def add_miss(self, miss: Miss) -> Miss:
        """Append a miss; gives it with its number. Raises UnknownDocument."""

    def misses(self, document_id: str | None = None) -> tuple[Miss, ...]:
        """Every miss, those taken back too, in the order given. None: of all documents."""
