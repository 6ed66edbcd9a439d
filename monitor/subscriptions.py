"""Who wants to be told what, and when. Pure but for reading the store."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.mailaddress import BadAddress, mail_address
from monitor.printable import shortened
from rules.records import Register
from storage.contract import Store
from storage.post import Rhythm, Subscription
from storage.records import Answer, Flag, Heading, Review

WEEK = timedelta(days=7)
_CONFIRMING = (Answer.PROGRESS, Answer.REGRESSION)


class BadSubscription(ValueError):
    """The subscription can't be kept: say why to whoever typed it."""


def subscriptions_of(store: Store, fallback: str) -> tuple[Subscription, ...]:
    """Those that are kept, or one for `fallback`, the address of the settings, where none is."""
    return store.subscriptions() or (Subscription(address=fallback),)


def wants(subscription: Subscription, flag: Flag, language: str, standing: Review | None) -> bool:
    """Whether a person wants to be told of a flag. language: of its document."""
    wishes: tuple[tuple[Sequence[object], object], ...] = (
        (subscription.recommendations, flag.recommendation),
        (subscription.lanes, flag.lane),
        (subscription.languages, language),
    )
    if any(wanted and has not in wanted for wanted, has in wishes):
        return False
    if subscription.directions and not _points_there(flag.heading, subscription.directions):
        return False
    if standing is not None and standing.answer is Answer.NOT_RELEVANT:
        return False
    confirmed = standing is not None and standing.answer in _CONFIRMING
    return confirmed or not subscription.confirmed_only


def _points_there(heading: Heading, directions: Sequence[Heading]) -> bool:
    return heading is Heading.MIXED or heading in directions


def is_due(subscription: Subscription, now: datetime, last: datetime | None) -> bool:
    """Whether a letter may go out now. last: when the newest one was made; None: never."""
    zone = ZoneInfo(subscription.zone)
    here = now.astimezone(zone)
    if subscription.paused_until is not None and here.date() <= subscription.paused_until:
        return False
    if subscription.hour is not None and here.hour < subscription.hour:
        return False
    if last is None or subscription.rhythm is Rhythm.AT_ONCE:
        return True
    passed = here.date() - last.astimezone(zone).date()
    return passed >= (WEEK if subscription.rhythm is Rhythm.WEEKLY else timedelta(days=1))


def is_heartbeat_due(subscription: Subscription, now: datetime, last: datetime | None) -> bool:
    """Whether to say that all is running although nothing is new."""
    return subscription.heartbeat and (last is None or now - last >= WEEK)


def checked(subscription: Subscription, register: Register) -> Subscription:
    """The subscription, if it can be kept. Raises BadSubscription."""
    known = [one.id for one in register.recommendations]
    strange = [name for name in subscription.recommendations if name not in known]
    if strange:
        raise BadSubscription(f"the register has no recommendation {strange[0]!r}")
    if subscription.hour is not None and not 0 <= subscription.hour <= 23:
        raise BadSubscription(f"{subscription.hour} is no hour of the day: 0 to 23")
    try:
        ZoneInfo(subscription.zone)
        mail_address(subscription.address)
    except BadAddress as error:
        raise BadSubscription(str(error)) from error
    except (OSError, ValueError, KeyError) as error:
        zone = shortened(subscription.zone, 60)
        raise BadSubscription(f"{zone!r} is no time zone, as Pacific/Auckland is one") from error
    return subscription


def recommendations_for(register: Register, addressee: str) -> tuple[str, ...]:
    """The recommendations that an addressee was given. Raises BadSubscription if it had none."""
    found = tuple(r.id for r in register.recommendations if addressee in r.addressees)
    if not found:
        known = ", ".join(name for name, _ in register.addressees)
        raise BadSubscription(f"{addressee!r} was asked for nothing; addressees are {known}")
    return found


def spoken(subscription: Subscription) -> str:
    """What a person wants, in a line."""
    parts = [
        _when(subscription),
        ", ".join(subscription.recommendations) or "every recommendation",
        ", ".join(one.value for one in subscription.directions) or "both directions",
        ", ".join(one.value for one in subscription.lanes),
        ", ".join(subscription.languages),
        "only confirmed" * subscription.confirmed_only,
        "link only" * subscription.link_only,
        "neutral subject" * subscription.neutral,
        "a line a week when nothing is new" * subscription.heartbeat,
        _paused(subscription.paused_until),
    ]
    return "; ".join(part for part in parts if part)


def _when(subscription: Subscription) -> str:
    if subscription.hour is None:
        return subscription.rhythm.value
    return f"{subscription.rhythm.value} after {subscription.hour}:00 {subscription.zone}"


def _paused(until: date | None) -> str:
    return f"paused until {until}" if until else ""
