"""The records of mail: who wants what, and what became of each letter."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.records import Heading, Lane


class Rhythm(StrEnum):
    """How often a person is written to. AT_ONCE: whenever there is something new."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What one person wants to be told, by mail address.

    recommendations, directions, lanes, languages: empty means all. hour: of `zone`, before which no
    letter goes out; None: as soon as a night is over. paused_until: the last day without letters.
    confirmed_only: only what a person confirmed. link_only: counts alone, no word of what was
    found. neutral: neither subject nor sender tell what it is about. heartbeat: a line a week
    where there is nothing new.
    """

    address: str
    name: str = ""
    recommendations: tuple[str, ...] = ()
    directions: tuple[Heading, ...] = ()
    lanes: tuple[Lane, ...] = ()
    languages: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm.DAILY
    hour: int | None = None
    zone: str = "UTC"
    paused_until: date | None = None
    confirmed_only: bool = False
    link_only: bool = False
    neutral: bool = False
    heartbeat: bool = False


class MailState(StrEnum):
    """WAITING to be sent, or SENDING by a process that claimed it; then what became of it.

    UNSURE: the server may have it, or not; never sent again by itself.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One letter to one person. id: the digest's; message: as it goes out, ASCII.

    due_at: not to be tried before. said: what the server answered last, or why there was no answer.
    """

    id: str
    address: str
    message: str
    made_at: datetime
    due_at: datetime
    changed_at: datetime
    state: MailState = MailState.WAITING
    tries: int = 0
    said: str = ""
