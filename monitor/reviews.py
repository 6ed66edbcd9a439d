"""What people answer. An answer is appended and never edited; an undo is appended too."""

from monitor.contracts import Clock
from monitor.notes import BadAnswer, checked_name, checked_note
from storage.contract import Store
from storage.records import Answer, Review


def record_answer(
    store: Store, flag: int, answer: Answer, *, note: str, reviewer: str, clock: Clock
) -> Review:
    """Append a person's answer to a flag. Raises UnknownFlag and BadAnswer.

    UNSURE leaves the flag waiting, for a colleague. Taking back is `undo`.
    """
    return store.add_review(make_review(flag, answer, note, reviewer, clock))


def undo(store: Store, flag: int, reviewer: str, clock: Clock, note: str = "") -> Review:
    """Take back the newest answer that stands. Raises UnknownFlag, NothingToUndo, BadAnswer."""
    return store.add_review(make_undo(flag, note, reviewer, clock))


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
