"""Flags by what they show: a number alone says nothing to whoever reads a list of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.web.visit import Visit
from storage.contract import Store
from storage.records import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """A flag with the title of its document, "" where that has none, and its language."""

    flag: Flag
    title: str
    language: str


def titled(visit: Visit, numbers: Iterable[int]) -> list[Titled]:
    """These flags with the titles of what they show. Raises UnknownFlag."""
    store = visit.office.store
    return [_titled(store, store.flag(number)) for number in numbers]


def _titled(store: Store, flag: Flag) -> Titled:
    stored = store.document(flag.document_id)
    title, language = (stored.document.title, stored.document.language) if stored else ("", "und")
    return Titled(flag=flag, title=title, language=language)
