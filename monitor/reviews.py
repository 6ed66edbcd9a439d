"""What people answer. An answer is appended and never edited; an undo is appended too."""

from monitor.contracts import Clock
from monitor.printable import printable, printable_lines
from storage.contract import Store
from storage.records import Answer, Review

NOTE_AT_MOST = 4000
NAME_AT_MOST = 80


class BadAnswer(ValueError):
    """The answer can't be kept as it is: say why to whoever typed it."""


def record_answer(
    store: Store, flag: int, answer: Answer, *, note: str, reviewer: str, clock: Clock
) -> Review:
    """Append a person's answer to a flag. Raises UnknownFlag and BadAnswer.

    UNSURE leaves the flag waiting, for a colleague. Taking back is `undo`.
    """
    if answer is Answer.UNDO:
        raise BadAnswer("an undo is not an answer of its own")
    return store.add_review(_review(flag, answer, note, reviewer, clock))


def undo(store: Store, flag: int, reviewer: str, clock: Clock, note: str = "") -> Review:
    """Take back the newest answer that stands. Raises UnknownFlag, NothingToUndo, BadAnswer."""
    return store.add_review(_review(flag, Answer.UNDO, note, reviewer, clock))


def _review(flag: int, answer: Answer, note: str, reviewer: str, clock: Clock) -> Review:
    return Review(
        number=0,
        flag=flag,
        answer=answer,
        note=_checked_note(note),
        reviewer=_checked_name(reviewer),
        at=clock.now(),
    )


def _checked_note(note: str) -> str:
    clean = printable_lines(note).strip()
    if len(clean) > NOTE_AT_MOST:
        raise BadAnswer(f"the note has {len(clean)} characters; at most {NOTE_AT_MOST} are kept")
    return clean


def _checked_name(reviewer: str) -> str:
    name = " ".join(printable(reviewer).split())
    if not name:
        raise BadAnswer("an answer needs a reviewer's name; a pseudonym will do")
    if len(name) > NAME_AT_MOST:
        raise BadAnswer(f"the reviewer's name is longer than {NAME_AT_MOST} characters")
    return name
