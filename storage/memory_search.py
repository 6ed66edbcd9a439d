"""Searching in memory: every document is read."""

from rules.searching import Term
from storage.memory_queue import MemoryQueue, holds_all
from storage.memory_unit import unit
from storage.records import Flag
from storage.searching import FoundDocument

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemorySearch(MemoryQueue):
    """The part of a store in memory that looks for words."""

    @unit
    def search(
        self, terms: tuple[Term, ...], before: int | None = None, limit: int = 25
    ) -> tuple[FoundDocument, ...]:
        found = [
            FoundDocument(place=place, stored=stored, flags=self._flags_of(stored.story_id))
            for place, stored in enumerate(self._documents.values(), start=1)
            if stored.superseded_by is None
            and (before is None or place < before)
            and holds_all(stored, terms)
        ]
        return tuple(reversed(found))[:limit]

    def _flags_of(self, story_id: str | None) -> tuple[Flag, ...]:
        of_story = (n for n, flag in self._flags.items() if flag.story_id == story_id)
        return tuple(self._flags[number] for number in sorted(of_story))
