"""What a flag's state follows from: the answers of people and the events of runs.

Pure, and shared by every store, so that none has an opinion of its own.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from storage.records import Answer, Changes, FlagState, Review

REOPENING = frozenset({"raised", "reopened"})
_EARLIEST = date(1991, 1, 1)


def standing_answers(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The answers that no UNDO took back, oldest first. reviews: in the order given."""
    standing: list[Review] = []
    for review in reviews:
        if review.answer is not Answer.UNDO:
            standing.append(review)
        elif standing:
            standing.pop()
    return tuple(standing)


def state_after(reviews: Iterable[Review]) -> FlagState:
    """The state of a flag with these answers since it was last reopened.

    The newest answer that stands decides; UNSURE asks a colleague, so the flag waits.
    """
    return FlagState.WAITING if answer_after(reviews) is None else FlagState.ANSWERED


def answer_after(reviews: Iterable[Review]) -> Answer | None:
    """The answer that stands after these since a flag was last reopened; None: it waits."""
    standing = standing_answers(reviews)
    if not standing or standing[-1].answer is Answer.UNSURE:
        return None
    return standing[-1].answer


def told_on(published: date | None, raised_at: datetime) -> date:
    """The day that a flag is told on: its document's, unless that can't be true."""
    raised = raised_at.date()
    if published is None or not _EARLIEST <= published <= raised + timedelta(days=1):
        return raised
    return published


def only_noted(changes: Changes) -> frozenset[int]:
    """Flags that a batch touches without reopening them.

    Their stored state stays: a person may have answered between the moment when settling read
    the flag and the moment when the batch is stored.
    """
    touched = {event.flag for event in changes.events}
    return frozenset(touched - {e.flag for e in changes.events if e.what in REOPENING})


def batch_id(changes: Changes) -> str:
    """The same for the same changes, however often they are made."""
    from hashlib import sha256

    return sha256(repr(changes).encode("utf-8", "surrogatepass")).hexdigest()
