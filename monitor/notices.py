"""Telling the administrator of sources that stopped giving: on days 1, 3 and 7, then each week, and
once when they are well again. A source that never gave anything alarms nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from monitor.contracts import Clock
from monitor.digests.build import Letter
from monitor.digests.message import Sender, mail_of, make_message
from monitor.digests.words import spoken_day
from monitor.flagviews import Guide
from monitor.printable import shortened
from spiders.records import SourceState
from storage.contract import Store
from storage.post import Digest
from storage.records import SourceNight

STEPS = (1, 3, 7)
WEEK = 7
_TROUBLED = (SourceState.FAILED, SourceState.SUSPICIOUS, SourceState.PARTIAL)
_LINES_AT_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell, once. key: what it is told once by.

    after: told only where one of these was; empty: whatever was told.
    """

    key: str
    line: str
    after: tuple[str, ...] = ()


def step_of(days: int) -> int | None:
    """The newest day of telling that is reached: 1, 3, 7, 14, 21 …; None before the first."""
    if days < STEPS[0]:
        return None
    return days // WEEK * WEEK if days >= WEEK else max(s for s in STEPS if s <= days)


def notices(nights: Iterable[SourceNight], now: datetime, guide: Guide) -> Iterator[Notice]:
    """What these nights give cause to tell. Pure; what was told already is among it."""
    for night in nights:
        if night.last_good is None:
            continue
        days = (now.date() - night.last_good.date()).days
        name, since = _name(night, guide), night.last_good.date()
        if night.outcome.state in _TROUBLED and (step := step_of(days)):
            yield Notice(key=_key(night, since, step), line=_trouble(name, night, since, days))
        elif night.outcome.state.is_good and days > STEPS[0]:
            line = f"{name} is well again; it had given nothing since {spoken_day(since)}."
            trouble = tuple(_key(night, since, step) for step in STEPS)
            yield Notice(key=_key(night, since, 0), line=line, after=trouble)


def _key(night: SourceNight, since: date, step: int) -> str:
    words = f"notice {night.outcome.source_id} {since} {step}"
    return sha256(words.encode()).hexdigest()[:24]


def _name(night: SourceNight, guide: Guide) -> str:
    source = guide.sources.get(night.outcome.source_id)
    return shortened(source.name if source else night.outcome.source_id, 80)


def _trouble(name: str, night: SourceNight, since: date, days: int) -> str:
    why = shortened(night.outcome.reason, 300)
    cure = f" What may help: {shortened(night.cure, 300)}" if night.cure else ""
    many = f"{days} day{'s' * (days != 1)}"
    return f"{name}: not read as it should be for {many}, since {spoken_day(since)}: {why}.{cure}"


def queue_notices(
    store: Store,
    clock: Clock,
    guide: Guide,
    nights: Sequence[SourceNight],
    *,
    run_id: str,
    administrator: str,
    sender: Sender,
) -> int:
    """Keep one mail with what was not told yet; gives how many things it tells."""
    now = clock.now()
    told = {digest.id for digest in store.digests(administrator)}
    new = [n for n in notices(nights, now, guide) if _is_news(n, told)]
    if not new:
        return 0
    name = sha256("".join(n.key for n in new).encode()).hexdigest()[:24]
    message = make_message(
        _letter(new, now),
        digest_id=name,
        subscriber=administrator,
        made_at=now,
        sender=sender,
        is_notice=True,
    )
    mail = mail_of(message, name, administrator, now)
    store.queue_mail(_digest(name, administrator, run_id, now), mail)
    for notice in new:
        store.add_digest(_digest(notice.key, administrator, run_id, now))
    return len(new)


def _is_news(notice: Notice, told: set[str]) -> bool:
    return notice.key not in told and (not notice.after or not told.isdisjoint(notice.after))


def _digest(name: str, who: str, run_id: str, now: datetime) -> Digest:
    return Digest(id=name, subscriber=who, made_at=now, run_id=run_id, flags=())


def _letter(new: Sequence[Notice], now: datetime) -> Letter:
    many = f"{len(new)} source{'s' * (len(new) != 1)}"
    lines = [notice.line for notice in new[:_LINES_AT_MOST]]
    if len(new) > _LINES_AT_MOST:
        lines.append(f"and {len(new) - _LINES_AT_MOST} more: recwatch sources list")
    text = "\n\n".join(lines)
    return Letter(subject=f"{many} to look at - {now.day} {now:%b}", text=f"{text}\n", html="")
