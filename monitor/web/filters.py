"""The filter of the queue: from an address, to the store's question, and back into an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from monitor.web.visit import Visit
from rules.searching import QUERY_AT_MOST, read_terms
from spiders.records import Tier
from storage.queue import QueueKey, QueueQuery
from storage.records import FlagState, Heading, Lane

Word = TypeVar("Word", bound=StrEnum)
ANSWERED, ANY = "answered", "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to show; "" means any. state: "", the default, is what waits.

    q: words that the shown document holds, as a person types them.
    """

    lane: str = Lane.HAPPENED.value
    state: str = ""
    recommendation: str = ""
    way: str = ""
    language: str = ""
    source: str = ""
    tier: str = ""
    since: str = ""
    until: str = ""
    mine: str = ""
    q: str = ""

    @property
    def address(self) -> str:
        """As the query of an address; what is at its default is left out."""
        default = Filter()
        names = ("lane", *_NARROWING)
        chosen = {n: getattr(self, n) for n in names if getattr(self, n) != getattr(default, n)}
        return urlencode(chosen)

    @property
    def is_narrow(self) -> bool:
        """Whether anything but a lane is chosen."""
        return any(getattr(self, name) for name in _NARROWING)

    def in_lane(self, lane: str) -> str:
        """The address of the same filter in another lane."""
        return replace(self, lane=lane).address


_NARROWING = (
    *("state", "recommendation", "way", "language", "source", "tier", "since", "until", "mine"),
    "q",
)


def read_filter(given: Mapping[str, str]) -> Filter:
    """The filter in an address. What makes no sense there is passed over, as if not given."""
    return Filter(
        lane=_word(given.get("lane"), Lane, Lane.HAPPENED),
        state=_of(given.get("state"), (ANSWERED, ANY)),
        recommendation=_short(given.get("recommendation")),
        way=_word(given.get("way"), Heading),
        language=_short(given.get("language")),
        source=_short(given.get("source")),
        tier=_word(given.get("tier"), Tier),
        since=_day(given.get("since")),
        until=_day(given.get("until")),
        mine=_of(given.get("mine"), ("1",)),
        q=read_words(given.get("q")),
    )


def question(chosen: Filter, visit: Visit) -> QueueQuery:
    """What the store is asked."""
    states = {ANSWERED: FlagState.ANSWERED, ANY: None}
    return QueueQuery(
        lane=Lane(chosen.lane),
        state=states.get(chosen.state, FlagState.WAITING),
        recommendation=chosen.recommendation or None,
        heading=Heading(chosen.way) if chosen.way else None,
        language=chosen.language or None,
        source_ids=_sources(chosen, visit),
        since=date.fromisoformat(chosen.since) if chosen.since else None,
        until=date.fromisoformat(chosen.until) if chosen.until else None,
        claimed_by=visit.name if chosen.mine else None,
        now=visit.office.clock.now() if chosen.mine else None,
        terms=read_terms(chosen.q),
    )


def read_words(value: str | None) -> str:
    """What a person typed to look for, where there is a word in it; "" otherwise."""
    typed = " ".join((value or "").replace("\0", "").split())[:QUERY_AT_MOST]
    typed = typed.encode("utf-8", "replace").decode()
    return typed if read_terms(typed) else ""


def read_key(text: str) -> QueueKey | None:
    """A place in the queue, as `write_key` wrote it; None where it is none."""
    priority, _, number = text.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (priority, number)):
        return None
    return QueueKey(priority=int(priority), number=int(number))


def write_key(key: QueueKey) -> str:
    """A place in the queue, for an address."""
    return f"{key.priority}.{key.number}"


def _sources(chosen: Filter, visit: Visit) -> tuple[str, ...] | None:
    if not (chosen.tier or chosen.source):
        return None
    known = visit.office.guide.sources.values()
    of_tier = {s.id for s in known if not chosen.tier or s.tier.value == chosen.tier}
    if not chosen.source:
        return tuple(sorted(of_tier))
    return (chosen.source,) if chosen.source in of_tier or not chosen.tier else ()


def _word(value: str | None, words: type[Word], default: Word | None = None) -> str:
    if value in [word.value for word in words]:
        return str(value)
    return default.value if default is not None else ""


def _of(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def _short(value: str | None) -> str:
    return value if value and len(value) <= 100 and value.isprintable() else ""


def _day(value: str | None) -> str:
    try:
        return date.fromisoformat(value or "").isoformat()
    except ValueError:
        return ""
