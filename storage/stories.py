"""Stories as people regrouped them: what they joined, split off and took back.

A night folds only near-identical text into a story; that two texts tell one event, or that two
near-identical ones do not, a person says. Decisions are appended. Where each address was put, and
which story took in another, is made from them, and every later night goes by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storage.records import Changes, Flag, FlagEvent, StoredDocument, Story

BY_HAND = "by hand"  # in the place of a run, where a person's decision raised a flag


class Regrouping(StrEnum):
    """What a person did to stories."""

    JOIN = "joined"
    SPLIT = "split off"
    UNDO = "taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An address that goes from one story to another, with every version of its document."""

    url: str
    origin: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDecision:
    """What a person decided. number: counts from 1 over the whole store; 0 before it is stored.

    flag: on whose page; other: the flag it was joined to; None for a split. joined: (flag, the one
    that now tells it). raised: flags that a split gave rise to. undoes: the decision taken back.
    """

    number: int
    what: Regrouping
    flag: int
    other: int | None
    moves: tuple[Move, ...]
    joined: tuple[tuple[int, int], ...]
    raised: tuple[int, ...]
    undoes: int | None
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Regroup:
    """A decision with what is to be stored beside it, in one transaction.

    stories: those that begin. flags, events: newly raised ones, with any numbers that are told
    apart; they get the next free ones.
    """

    decision: StoryDecision
    stories: tuple[Story, ...] = ()
    flags: tuple[Flag, ...] = ()
    events: tuple[FlagEvent, ...] = ()


class KeepsStories(Protocol):
    """What a store promises of stories. `storage.contract` says what holds for every call."""

    def regroup(self, wanted: Regroup) -> StoryDecision:
        """Keep a decision and do it; gives it as stored.

        Documents at the moved addresses, their fingerprints and the flags that show them go to the
        target. A flag in `joined` becomes JOINED; one that is joined to a flag of another story
        afterwards waits again. Raises Outdated, and keeps nothing, where a standing document is not
        in the origin any more, or a flag to be joined was answered meanwhile.
        """

    def story_decisions(self, flag: int) -> tuple[StoryDecision, ...]:
        """The decisions made on a flag's page or joining something to it, in the order given."""

    def story_decision(self, number: int) -> StoryDecision | None:
        """A decision by its number; None if there is none."""

    def told_with(self, flag: int) -> int | None:
        """The flag that tells a joined one; None for every other. Raises UnknownFlag."""


# -- pure, and shared by every store ---------------------------------------------------------------
def redirected(changes: Changes, places: Mapping[str, str], heirs: Mapping[str, str]) -> Changes:
    """A night's changes as people's decisions have them, whatever the night had read before.

    places: the story that an address was put into, by its url. heirs: the story that took in
    another, by that one.
    """
    if not places and not heirs:
        return changes
    documents = tuple(_placed(one, places, heirs) for one in changes.documents)
    own = {one.document.id: one.story_id for one in documents}

    def meant(document_id: str, story_id: str) -> str:
        return own.get(document_id) or last_heir(story_id, heirs)

    return replace(
        changes,
        documents=documents,
        fingerprints=tuple(
            replace(one, story_id=meant(one.document_id, one.story_id))
            for one in changes.fingerprints
        ),
        flags=tuple(
            replace(one, story_id=meant(one.document_id, one.story_id)) for one in changes.flags
        ),
    )


def _placed(
    stored: StoredDocument, places: Mapping[str, str], heirs: Mapping[str, str]
) -> StoredDocument:
    if stored.story_id is None:
        return stored
    return replace(stored, story_id=places.get(stored.url) or last_heir(stored.story_id, heirs))


def last_heir(story_id: str, heirs: Mapping[str, str]) -> str:
    """The story that holds what was meant for this one."""
    while story_id in heirs:
        story_id = heirs[story_id]
    return story_id


def raised_in(changes: Changes) -> tuple[int, ...]:
    """The numbers of flags that a batch raises, ascending."""
    own = {flag.number for flag in changes.flags}
    return tuple(sorted(own & {e.flag for e in changes.events if e.what == "raised"}))


def renumbered(
    flags: Sequence[Flag], events: Sequence[FlagEvent], raised: Iterable[int], last: int
) -> tuple[tuple[Flag, ...], tuple[FlagEvent, ...]]:
    """Raised flags under the next free numbers, with their events. last: the highest given."""
    numbers = {old: last + place for place, old in enumerate(raised, 1)}
    return (
        tuple(replace(one, number=numbers.get(one.number, one.number)) for one in flags),
        tuple(replace(one, flag=numbers.get(one.flag, one.flag)) for one in events),
    )
