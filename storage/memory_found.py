"""Finds and misses in memory."""

from dataclasses import replace

from storage.found import Find, FindState, Miss, UnknownDocument, UnknownFind
from storage.memory_board import MemoryBoard
from storage.memory_unit import unit

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryFound(MemoryBoard):
    """The part of a store in memory that holds what people found themselves."""

    def __init__(self) -> None:
        super().__init__()
        self._finds: dict[int, Find] = {}
        self._misses: list[Miss] = []

    @unit
    def add_find(self, find: Find) -> Find:
        kept = replace(find, number=len(self._finds) + 1)
        self._finds[kept.number] = kept
        return kept

    @unit
    def find(self, number: int) -> Find:
        if number not in self._finds:
            raise UnknownFind(number)
        return self._finds[number]

    @unit
    def finds(self, state: FindState | None = None, limit: int = 50) -> tuple[Find, ...]:
        newest = (self._finds[number] for number in sorted(self._finds, reverse=True))
        return tuple(one for one in newest if state in (None, one.state))[:limit]

    @unit
    def find_of(self, document_id: str) -> Find | None:
        own = (one for one in self._finds.values() if one.document_id == document_id)
        return next(own, None)

    @unit
    def close_find(self, find: Find) -> None:
        kept = self.find(find.number)
        self._finds[find.number] = replace(
            kept, state=find.state, said=find.said, document_id=find.document_id
        )

    @unit
    def add_miss(self, miss: Miss) -> Miss:
        if miss.document_id not in self._documents:
            raise UnknownDocument(miss.document_id)
        kept = replace(miss, number=len(self._misses) + 1)
        self._misses.append(kept)
        return kept

    @unit
    def misses(self, document_id: str | None = None) -> tuple[Miss, ...]:
        return tuple(one for one in self._misses if document_id in (None, one.document_id))
