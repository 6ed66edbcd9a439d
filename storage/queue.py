"""What reviewing asks of a store: flags in the order of their priority, claims, saved filters.

A priority is a whole number, the higher the sooner. It is worked out above (`monitor.priority`)
and kept beside the flag; whatever changes a flag makes it UNRANKED until it is worked out anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from rules.searching import Term
from storage.records import Flag, FlagState, Heading, Lane, Review

UNRANKED = 2**62  # before all others: what nobody has weighed may be the most urgent


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery:
    """Which flags. None and "" mean any; dates are those of publication, both included.

    source_ids: of the shown document. claimed_by: flags that this person holds at `now`.
    terms: all of which the shown document holds.
    """

    lane: Lane | None = None
    state: FlagState | None = FlagState.WAITING
    recommendation: str | None = None
    heading: Heading | None = None
    language: str | None = None
    source_ids: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    claimed_by: str | None = None
    now: datetime | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueKey:
    """A place in the queue: what comes after it has a lower priority, or a higher number."""

    priority: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """A story's foremost flag among those that fit. flags: how many of its flags fit.

    documents: how many of the story stand. title, language, …: of the document it shows.
    """

    flag: Flag
    priority: int
    title: str
    language: str
    source_id: str
    published: date | None
    flags: int
    documents: int

    @property
    def key(self) -> QueueKey:
        """Its place."""
        return QueueKey(priority=self.priority, number=self.flag.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagVersion:
    """What a reader sees of a flag: its newest review (0: none) and how often it was raised."""

    review: int
    raised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagClaim:
    """Somebody is looking at a flag, until when."""

    flag: int
    account: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A filter that a person kept under a name. query: as in the page's address."""

    account: str
    name: str
    query: str


class Outdated(Exception):
    """The flag was answered or raised since the person saw it: show both."""


class KeepsQueue(Protocol):
    """What a store promises of reviewing. `storage.contract` says what holds for every call."""

    def queue(
        self, query: QueueQuery, after: QueueKey | None = None, limit: int = 25
    ) -> tuple[QueueItem, ...]:
        """The foremost fitting flag of each story, by (priority falling, number); at most limit.

        after: only those behind this place.
        """

    def queue_numbers(self, query: QueueQuery, limit: int) -> tuple[int, ...]:
        """Every fitting flag, in the order of the queue; at most limit."""

    def queue_counts(self, query: QueueQuery) -> Mapping[Lane, int]:
        """How many flags fit, by lane, whatever lane the query names; a lane without is missing."""

    def unranked(self, limit: int) -> tuple[Flag, ...]:
        """Flags whose priority is to be worked out, by number."""

    def rank(self, priorities: Mapping[int, int]) -> None:
        """Keep the priorities of flags, by number; an unknown number is passed over."""

    def unrank_all(self) -> None:
        """Have every priority worked out anew, because what they rest on has changed."""

    def flag_version(self, number: int) -> FlagVersion:
        """What a reader would see of a flag now. Raises UnknownFlag."""

    def add_review_of(self, review: Review, seen: FlagVersion) -> Review:
        """As `add_review`, of two at the same moment one.

        Raises Outdated where the flag is not any more as it was seen; nothing is stored then.
        """

    def reviews_by(self, reviewer: str, limit: int) -> tuple[Review, ...]:
        """A person's newest answers, UNDOs too, newest first."""

    def claim(self, claim: FlagClaim, now: datetime) -> FlagClaim:
        """Take or prolong a claim; gives the one that stands, which may be another person's.

        A claim whose time is over at `now` falls to whoever asks. Raises UnknownFlag.
        """

    def release(self, flag: int, account: str) -> None:
        """Give a claim back; nothing happens if it isn't this person's."""

    def claims(self, now: datetime) -> tuple[FlagClaim, ...]:
        """The claims that stand, by flag."""

    def save_filter(self, saved: SavedFilter) -> None:
        """Keep a filter; one of the same person and name is replaced."""

    def forget_filter(self, account: str, name: str) -> None:
        """Forget a filter, if it is there."""

    def filters(self, account: str) -> tuple[SavedFilter, ...]:
        """A person's filters, by name."""
