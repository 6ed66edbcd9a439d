"""Ids that stand twice where the loader keeps both or the last."""

from collections.abc import Iterable, Iterator

from rules.complaints import Complaint, Place
from rules.lint.warning import warning
from rules.register import Rulebook


def doubled_ids(rulebook: Rulebook) -> Iterator[Complaint]:
    """Cue and place files of one id. Concepts, signals and recommendations the loader refuses."""
    yield from _twice("cues", (cues.id for cues in rulebook.cues))
    yield from _twice("places", (country.id for country in rulebook.places))


def _twice(folder: str, ids: Iterable[str]) -> Iterator[Complaint]:
    seen: set[str] = set()
    for identity in ids:
        if identity in seen:
            place = Place(file=f"rules/{folder}")
            message = f"two files hold the id {identity}"
            yield warning(place, message, "merge them, or give one another id")
        seen.add(identity)
