"""What a flag's state follows from: the answers of people and the events of runs.

Pure, and shared by every store, so that none has an opinion of its own.
"""

from collections.abc import Iterable

from storage.records import Answer, Changes, FlagState, Review

REOPENING = frozenset({"raised", "reopened"})


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
    standing = standing_answers(reviews)
    answered = bool(standing) and standing[-1].answer is not Answer.UNSURE
    return FlagState.ANSWERED if answered else FlagState.WAITING


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
