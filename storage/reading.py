"""Who is to read a flag: anybody, a colleague, a second reader, an editor, or whom it was given.

A flag may be read twice: of a share of all flags, chosen by their numbers, the first answer is kept
and the flag goes on waiting until a second person has answered without having seen it. Where the
two differ, it waits for an editor. The choice is made with the first answer, and stands from then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from storage.records import Review


class Need(StrEnum):
    """What a waiting flag waits for.

    COLLEAGUE: somebody was unsure. SECOND: one answer is there, and nobody may be shown it before
    the second one is. SETTLING: two people differ.
    """

    ANSWER = "answer"
    COLLEAGUE = "colleague"
    SECOND = "second"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A flag that somebody gave to a person, himself perhaps."""

    flag: int
    account: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReading:
    """Two answers to one flag, by two people of whom the second had not seen the first's."""

    recommendation: str
    first: Review
    second: Review


def is_read_twice(flag: int, share: float) -> bool:
    """Whether a flag is of the share (0 to 1) that is read twice; a greater share holds a smaller.

    It follows from the number alone, so that every door and every machine chooses the same.
    """
    drawn = int.from_bytes(sha256(f"second reading {flag}".encode()).digest()[:8])
    return drawn < share * 2**64


class KeepsReading(Protocol):
    """What a store promises of readers. `storage.contract` says what holds for every call."""

    def need(self, flag: int) -> Need:
        """What a flag waits for; ANSWER where it does not wait. Raises UnknownFlag."""

    def second_readings(self) -> tuple[SecondReading, ...]:
        """Every pair of readings, by the number of the second answer.

        As they were first given: what is answered or taken back later changes no pair.
        """

    def reviewers(self) -> tuple[str, ...]:
        """Everybody who ever answered, in the order of their first answers."""

    def assign(self, assignments: Sequence[Assignment]) -> None:
        """Give flags to people, each in the place of an earlier giving.

        Raises UnknownFlag, and keeps nothing then.
        """

    def unassign(self, flags: Sequence[int]) -> None:
        """Flags are nobody's again; others are passed over."""

    def assignments(self, flags: Sequence[int]) -> tuple[Assignment, ...]:
        """Of these flags those that were given to somebody, by number."""
