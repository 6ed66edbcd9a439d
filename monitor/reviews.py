"""What people answer. An answer is appended and never edited; an undo is appended too."""

from monitor.contracts import Clock
from monitor.notes import BadAnswer, checked_name, checked_note
from monitor.secondreading import is_hidden
from storage.contract import NothingToUndo, Store
from storage.projection import standing_answers
from storage.records import Answer, Review


def record_answer(
    store: Store, flag: int, answer: Answer, *, note: str, reviewer: str, clock: Clock
) -> Review:
    """Append a person's answer to a flag. Raises UnknownFlag and BadAnswer.

    UNSURE leaves the flag waiting, for a colleague. Taking back is `undo`.
    """
    return store.add_review(make_review(flag, answer, note, reviewer, clock))


def undo(store: Store, flag: int, reviewer: str, clock: Clock, note: str = "") -> Review:
    """Take back the newest answer that stands. Raises UnknownFlag, NothingToUndo, BadAnswer.

    One that waits for a second reader is only its giver's to take back.
    """
    undone = make_undo(flag, note, reviewer, clock)
    standing = standing_answers(store.reviews(flag))
    if standing and is_hidden(store, flag, standing[-1], undone.reviewer):
        raise NothingToUndo(f"flag {flag} has no answer of yours to take back")
    return store.add_review(undone)


def make_review(flag: int, answer: Answer, note: str, reviewer: str, clock: Clock) -> Review:
    """An answer as it is stored. Raises BadAnswer."""
    if answer is Answer.UNDO:
        raise BadAnswer("an undo is not an answer of its own")
    return _review(flag, answer, note, reviewer, clock)


def make_undo(flag: int, note: str, reviewer: str, clock: Clock) -> Review:
    """The taking back of an answer, as it is stored. Raises BadAnswer."""
    return _review(flag, Answer.UNDO, note, reviewer, clock)


def _review(flag: int, answer: Answer, note: str, reviewer: str, clock: Clock) -> Review:
    return Review(
        number=0,
        flag=flag,
        answer=answer,
        note=checked_note(note),
        reviewer=checked_name(reviewer),
        at=clock.now(),
    )
