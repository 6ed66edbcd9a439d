"""What people say should have been flagged: cases that `backtest` holds the rules against.

A miss is appended; of one document and recommendation the newest counts, and may take back what
was said before.
"""

from collections.abc import Iterable
from dataclasses import replace

from monitor.contracts import Clock
from monitor.notes import BadAnswer, checked_name, checked_note
from rules.records import Register, Toward
from storage.contract import Store
from storage.found import Miss, UnknownDocument


def say_missed(
    store: Store,
    register: Register,
    document_id: str,
    recommendation: str,
    toward: Toward | None,
    *,
    note: str,
    reviewer: str,
    clock: Clock,
) -> Miss:
    """Append that a document should have been flagged, or (toward None) that it need not have been.

    The same said by the same person twice is one. Raises BadAnswer, also where a flag of its story
    tells of the recommendation already, for that one is to be answered; UnknownDocument.
    """
    stored = store.document(document_id)
    if stored is None:
        raise UnknownDocument(document_id)
    if recommendation not in {one.id for one in register.recommendations}:
        raise BadAnswer("choose the recommendation that it bears on")
    flags = store.story_flags(stored.story_id) if stored.story_id else ()
    own = [flag.number for flag in flags if flag.recommendation == recommendation]
    if own and toward is not None:
        raise BadAnswer(f"flag {own[0]} tells of {recommendation} already: answer that one")
    miss = Miss(
        number=0,
        document_id=document_id,
        recommendation=recommendation,
        toward=toward,
        note=checked_note(note),
        reviewer=checked_name(reviewer),
        at=clock.now(),
    )
    return _twin(store, miss) or store.add_miss(miss)


def _twin(store: Store, miss: Miss) -> Miss | None:
    said = [m for m in store.misses(miss.document_id) if m.recommendation == miss.recommendation]
    same = said and replace(miss, number=said[-1].number, at=said[-1].at) == said[-1]
    return said[-1] if same else None


def standing_misses(misses: Iterable[Miss]) -> tuple[Miss, ...]:
    """The newest of each document and recommendation, without those taken back; in their order."""
    newest = {(one.document_id, one.recommendation): one for one in misses}
    standing = (one for one in newest.values() if one.toward is not None)
    return tuple(sorted(standing, key=lambda one: one.number))
