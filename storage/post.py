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

    name: whose it is; the account's name where the person has one. recommendations, addressees and
    themes (headings of the report) add up; all empty: every recommendation. directions, lanes,
    languages: empty means all. hour: of `zone`, before which no letter goes out; None: as soon as a
    night is over. paused_from, paused_until: first and last day without letters; without a first,
    from now on. confirmed_only: only what a person confirmed. link_only: counts alone, no word of
    what was found. neutral: neither subject nor sender tell what it is about. heartbeat: a line a
    week where there is nothing new. review_file: whether letters may carry what waits as a file.
    ended_at: when the person ended these letters; None: they go on. series: which links in letters
    still end them: those of this number.
    """

    address: str
    name: str = ""
    recommendations: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    directions: tuple[Heading, ...] = ()
    lanes: tuple[Lane, ...] = ()
    languages: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm.DAILY
    hour: int | None = None
    zone: str = "UTC"
    paused_from: date | None = None
    paused_until: date | None = None
    confirmed_only: bool = False
    link_only: bool = False
    neutral: bool = False
    heartbeat: bool = False
    review_file: bool = True
    ended_at: datetime | None = None
    series: int = 0


class MailState(StrEnum):
    """WAITING to be sent, or SENDING by a process that claimed it; then what became of it.

    UNSURE: the server may have it, or not; never sent again by itself. WITHDRAWN: its reader ended
    these letters while it waited.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A letter that was handed over.

    id: names the same flags for the same person, whenever made.
    """

    id: str
    subscriber: str
    made_at: datetime
    run_id: str
    flags: tuple[int, ...]
