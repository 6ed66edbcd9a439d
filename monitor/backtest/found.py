"""Cases made of what people say should have been flagged."""

from collections.abc import Collection

from monitor.backtest.records import Case, Expected
from monitor.misses import standing_misses
from storage.contract import Store


def cases_found(store: Store, known: Collection[str]) -> tuple[tuple[Case, ...], int]:
    """A case for each document, and how many misses are of demands that the register has not.

    known: the register's recommendations. A person has looked at these documents for these demands
    only: nothing else that the rules find there counts for or against them.
    """
    pairs: dict[str, list[tuple[str, Expected]]] = {}
    strangers = 0
    for miss in standing_misses(store.misses()):
        if miss.recommendation not in known:
            strangers += 1
        elif miss.toward is not None:
            expected = Expected(miss.toward.value)
            pairs.setdefault(miss.document_id, []).append((miss.recommendation, expected))
    documents = ((store.document(one), tuple(own)) for one, own in pairs.items())
    cases = (
        Case(document=stored.document, pairs=own, is_whole=False)
        for stored, own in documents
        if stored is not None
    )
    return tuple(cases), strangers
