"""What a person writes beside an answer or a status: a note and a name, cleaned and bounded."""

from monitor.printable import printable, printable_lines

NOTE_AT_MOST = 4000
NAME_AT_MOST = 80


class BadAnswer(ValueError):
    """What a person said can't be kept as it is: say why to whoever typed it."""


def checked_note(note: str) -> str:
    """A note as it is kept. Raises BadAnswer."""
    clean = printable_lines(note).strip()
    if len(clean) > NOTE_AT_MOST:
        raise BadAnswer(f"the note has {len(clean)} characters; at most {NOTE_AT_MOST} are kept")
    return clean


def checked_name(reviewer: str) -> str:
    """A reviewer's name as it is kept. Raises BadAnswer."""
    name = " ".join(printable(reviewer).split())
    if not name:
        raise BadAnswer("an answer needs a reviewer's name; a pseudonym will do")
    if len(name) > NAME_AT_MOST:
        raise BadAnswer(f"the reviewer's name is longer than {NAME_AT_MOST} characters")
    return name
