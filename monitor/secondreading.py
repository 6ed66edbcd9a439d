"""What a person may see of the answers to a flag that two people read.

Until the second has answered, everybody sees his own answers only: whoever answers next is the
second reader, and must not be led by the first. All doors ask here and never the store.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from storage.contract import Store
from storage.queue import FlagVersion, ListedFlag
from storage.reading import Need
from storage.records import Review

NOBODY = ""  # a reader of whom nothing is known: a letter, a file that is handed on


def seen_by(reader: str, reviews: Iterable[Review], need: Need) -> tuple[Review, ...]:
    """The answers that a person may see, in the order given. Pure."""
    return tuple(r for r in reviews if need is not Need.SECOND or r.reviewer == reader)


def visible_reviews(store: Store, flag: int, reader: str) -> tuple[Review, ...]:
    """The answers to a flag that a person may see, in the order given."""
    reviews = store.reviews(flag)
    return seen_by(reader, reviews, store.need(flag)) if reviews else reviews


def visible_listing(store: Store, listed: Sequence[ListedFlag], reader: str) -> list[ListedFlag]:
    """Flags of a list, each with the answers that a person may see."""
    return [
        replace(each, reviews=seen_by(reader, each.reviews, store.need(each.flag.number)))
        if each.reviews
        else each
        for each in listed
    ]


def visible_version(store: Store, flag: int, reader: str) -> FlagVersion:
    """The version of a flag as a person sees it: hidden answers count nothing. Raises UnknownFlag.

    A form carries it; the number of the newest review would tell that somebody has answered.
    """
    version = store.flag_version(flag)
    newest = max((r.number for r in visible_reviews(store, flag, reader)), default=0)
    return FlagVersion(review=newest, raised=version.raised)


def is_hidden(store: Store, flag: int, review: Review, reader: str) -> bool:
    """Whether a person may not see this answer, and so not take it back either."""
    return review.reviewer != reader and store.need(flag) is Need.SECOND
