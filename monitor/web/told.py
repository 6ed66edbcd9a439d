"""The line that tells what one answered just before, and lets it be taken back."""

from dataclasses import dataclass

from monitor.flagviews import readings
from monitor.secondreading import visible_reviews
from monitor.web.titles import Titled, titled
from monitor.web.visit import Visit
from storage.contract import UnknownFlag
from storage.reading import Need
from storage.records import Answer, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A person's own newest answer to a flag, where it stands.

    shown: the flag and its title. need: what the flag waits for now. others: what others answered,
    where that may be seen.
    """

    review: Review
    shown: Titled
    need: Need
    others: tuple[Review, ...]


def told_of(visit: Visit, number: int) -> Told | None:
    """What to tell of a flag that the person has just answered; None where nothing stands."""
    if not number:
        return None
    store = visit.office.store
    try:
        need = store.need(number)
    except UnknownFlag:
        return None
    seen = visible_reviews(store, number, visit.name)
    own = [review for review in seen if review.reviewer == visit.name]
    if not own or own[-1].answer is Answer.UNDO:
        return None
    others = tuple(one for one in readings(seen) if one.reviewer != visit.name)
    (shown,) = titled(visit, [number])
    return Told(review=own[-1], shown=shown, need=need, others=others)
