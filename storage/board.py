"""What the board and a recommendation's page ask of a store, each of them in one question.

A flag is told on a day: that of the document it shows, or of its raising where that is not known
or can't be true. It has the answer that stands, or it waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from rules.records import Match
from storage.records import Answer, Flag, Heading, Lane, Status

COUNTED = frozenset({Answer.PROGRESS.value, Answer.REGRESSION.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many flags of one kind a month or a year has. first: its first day; last: the newest day
    of them.

    first is None for all that was told before the period that was asked for. answer: what stands,
    progress or regression; None: they wait.
    """

    recommendation: str
    first: date | None
    lane: Lane
    heading: Heading
    answer: Answer | None
    count: int
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFlag:
    """A flag with what its document says of the recommendation. on: the day it is told on.

    answer: what stands; None: it waits. title, language, source_id: of the document it shows.
    matches: those on this recommendation, in the matcher's order.
    """

    flag: Flag
    answer: Answer | None
    on: date
    title: str
    language: str
    source_id: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NightCover:
    """How many of the sources in question a run asked, and how many of them gave nothing."""

    run_id: str
    started_at: datetime
    asked: int
    silent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardVersion:
    """What the board rests on: the newest answer, event of a flag and run. run: "" before the
    first; ended: whether it is closed.
    """

    review: int
    event: int
    run: str
    ended: bool


class KeepsBoard(Protocol):
    """What a store promises of the board. `storage.contract` says what holds for every call."""

    def tallies(self, since: date, *, yearly: bool = False) -> tuple[Tally, ...]:
        """Flags counted: by recommendation, month, lane, heading, answer (None of each first).

        since: the first day of a month, or of a year where they are counted by year. Left out are
        flags that people said to change nothing or not to be relevant, and joined ones, which
        another flag tells.
        """

    def board_version(self) -> BoardVersion:
        """Equal as long as neither tallies nor the nights of closed runs have changed."""

    def told_flags(
        self, recommendation: str | None = None, after: int = 0, limit: int = 500
    ) -> tuple[ToldFlag, ...]:
        """The flags of a recommendation (None: of all) behind a number, by number; at most limit.

        A flag whose document is not stored is left out, and so is a joined one.
        """

    def night_covers(self, source_ids: Sequence[str], since: datetime) -> tuple[NightCover, ...]:
        """The runs that began at or after `since` and asked any of these sources, oldest first.

        A source is silent that failed, was skipped or is unproven.
        """

    def add_status_of(self, status: Status, seen: int) -> Status:
        """As `add_status`, of two at the same moment one.

        seen: the number of the clause's newest status as the person saw it; 0: there was none.
        Raises storage.queue.Outdated where there is a newer one, and keeps nothing then.
        """


def first_day(period: str) -> date | None:
    """The first day of "2026" or "2026-03"; None of ""."""
    return date.fromisoformat(f"{period}-01-01"[:10]) if period else None
