"""What searching asks of a store: the documents that hold all that a person typed.

Words are those of `rules.searching`, so that every store finds the same.
"""

from dataclasses import dataclass
from typing import Protocol

from rules.searching import Term
from storage.records import Flag, StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """A document that holds every term, and its story's flags by number.

    place: where it stands among all; what was settled later has a higher one.
    """

    place: int
    stored: StoredDocument
    flags: tuple[Flag, ...]


class KeepsWords(Protocol):
    """What a store promises of searching. `storage.contract` says what holds for every call."""

    def search(
        self, terms: tuple[Term, ...], before: int | None = None, limit: int = 25
    ) -> tuple[FoundDocument, ...]:
        """Standing versions that hold every term, the one settled last first; at most limit.

        before: only those of a lower place. Without terms nothing is found. Of a document the
        first 16,000 words are looked at, and 255 occurrences of one word.
        """
