"""Who wants to be told what, and when. Pure but for reading the store."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.mailaddress import BadAddress, mail_address
from monitor.printable import printable, shortened
from rules.records import Register
from storage.contract import Store
from storage.post import Rhythm, Subscription
from storage.records import Answer, Flag, Heading, Lane, Review

WEEK = timedelta(days=7)
NAME_AT_MOST = 80
_CONFIRMING = (Answer.PROGRESS, Answer.REGRESSION)


class BadSubscription(ValueError):
    """The subscription can't be kept: say why to whoever typed it."""


def subscriptions_of(store: Store, fallback: str) -> tuple[Subscription, ...]:
    """Those that are kept and go on, or one for `fallback`, the settings' address, where none is.

    Whoever ended letters counts as kept: they must not come back by the fallback.
    """
    kept = store.subscriptions() or (Subscription(address=fallback),)
    return tuple(one for one in kept if one.ended_at is None)


def wanted_recommendations(subscription: Subscription, register: Register) -> frozenset[str] | None:
    """The ids that a person chose, by name, addressee or theme; None: all of them."""
    if not (subscription.recommendations or subscription.addressees or subscription.themes):
        return None
    addressees, themes = set(subscription.addressees), set(subscription.themes)
    return frozenset(subscription.recommendations) | {
        one.id
        for one in register.recommendations
        if addressees.intersection(one.addressees) or one.cite.heading in themes
    }


def wants(
    subscription: Subscription,
    flag: Flag,
    language: str,
    standing: Review | None,
    recommendations: frozenset[str] | None = None,
) -> bool:
    """Whether a person wants to be told of a flag.

    language: of its document. recommendations: as `wanted_recommendations` gave them.
    """
    wishes: tuple[tuple[Sequence[object], object], ...] = (
        (subscription.lanes, flag.lane),
        (subscription.languages, language),
    )
    if recommendations is not None and flag.recommendation not in recommendations:
        return False
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
    if subscription.ended_at is not None or _is_away(subscription, here.date()):
        return False
    if subscription.hour is not None and here.hour < subscription.hour:
        return False
    if last is None or subscription.rhythm is Rhythm.AT_ONCE:
        return True
    passed = here.date() - last.astimezone(zone).date()
    return passed >= (WEEK if subscription.rhythm is Rhythm.WEEKLY else timedelta(days=1))


def _is_away(subscription: Subscription, today: date) -> bool:
    begun = subscription.paused_from is None or subscription.paused_from <= today
    return begun and subscription.paused_until is not None and today <= subscription.paused_until


def is_heartbeat_due(subscription: Subscription, now: datetime, last: datetime | None) -> bool:
    """Whether to say that all is running although nothing is new."""
    return subscription.heartbeat and (last is None or now - last >= WEEK)


# -- what can be kept ------------------------------------------------------------------------------
def checked(subscription: Subscription, register: Register) -> Subscription:
    """The subscription, if it can be kept. Raises BadSubscription."""
    _check_choices(subscription, register)
    if subscription.hour is not None and not 0 <= subscription.hour <= 23:
        raise BadSubscription(f"{subscription.hour} is no hour of the day: 0 to 23")
    check_holiday(subscription)
    if len(subscription.name) > NAME_AT_MOST or subscription.name != printable(subscription.name):
        raise BadSubscription(f"a name has at most {NAME_AT_MOST} characters that can be seen")
    try:
        ZoneInfo(subscription.zone)
        mail_address(subscription.address)
    except BadAddress as error:
        raise BadSubscription(str(error)) from error
    except (OSError, ValueError, KeyError) as error:
        zone = shortened(subscription.zone, 60)
        raise BadSubscription(f"{zone!r} is no time zone, as Pacific/Auckland is one") from error
    return subscription


def _check_choices(subscription: Subscription, register: Register) -> None:
    known: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("recommendation", subscription.recommendations, (r.id for r in register.recommendations)),
        ("addressee", subscription.addressees, (name for name, _ in register.addressees)),
        ("theme", subscription.themes, themes(register)),
    )
    for kind, chosen, there in known:
        names = tuple(there)
        if strange := [name for name in chosen if name not in names]:
            said = f"the register has no {kind} {shortened(strange[0], 80)!r}"
            raise BadSubscription(said if kind == "recommendation" else f"{said}: {_of(names)}")
    if Lane.BACKLOG in subscription.lanes:
        raise BadSubscription("the backlog is never mailed: choose happened or coming")
    if odd := [one for one in subscription.languages if not (one.isalpha() and len(one) <= 3)]:
        raise BadSubscription(f"{shortened(odd[0], 20)!r} is no language, as {_tongues(register)}")


def _of(names: Sequence[str]) -> str:
    return f"it has {'; '.join(names)}" if names else "it has none"


def _tongues(register: Register) -> str:
    return ", ".join(register.languages) or "en"


def check_holiday(subscription: Subscription) -> None:
    """Raises BadSubscription for days off that can't be."""
    first, last = subscription.paused_from, subscription.paused_until
    if first is not None and last is None:
        raise BadSubscription("a holiday needs a last day")
    if first is not None and last is not None and last < first:
        raise BadSubscription(f"the holiday ends on {last}, before it begins on {first}")


def themes(register: Register) -> tuple[str, ...]:
    """What the report's demands are headed by, in its order."""
    return tuple(dict.fromkeys(one.cite.heading for one in register.recommendations))


def theme_of(register: Register, words: str) -> str:
    """The theme that these words are or begin, in any case of letters. Raises BadSubscription."""
    wanted = words.strip().casefold()
    found = [one for one in themes(register) if one.casefold().startswith(wanted)]
    exact = [one for one in found if one.casefold() == wanted]
    if len(exact or found) != 1 or not wanted:
        told = f"{shortened(words, 80)!r} names no theme of the report, or several"
        raise BadSubscription(f"{told}: {_of(themes(register))}")
    return (exact or found)[0]


# -- in words --------------------------------------------------------------------------------------
def spoken(subscription: Subscription) -> str:
    """What a person wants, in a line."""
    if subscription.ended_at is not None:
        return f"ended on {subscription.ended_at:%Y-%m-%d}; nothing is sent"
    parts = [
        _when(subscription),
        _what(subscription),
        ", ".join(one.value for one in subscription.directions) or "both directions",
        ", ".join(one.value for one in subscription.lanes),
        ", ".join(subscription.languages),
        "only confirmed" * subscription.confirmed_only,
        "link only" * subscription.link_only,
        "neutral subject" * subscription.neutral,
        "a line a week when nothing is new" * subscription.heartbeat,
        "without the review file" * (not subscription.review_file),
        _paused(subscription.paused_from, subscription.paused_until),
    ]
    return "; ".join(part for part in parts if part)


def _what(subscription: Subscription) -> str:
    parts = (
        *subscription.recommendations,
        *(f"all that {one} was asked" for one in subscription.addressees),
        *(f"“{one}”" for one in subscription.themes),
    )
    return ", ".join(parts) or "every recommendation"


def _when(subscription: Subscription) -> str:
    if subscription.hour is None:
        return subscription.rhythm.value
    return f"{subscription.rhythm.value} after {subscription.hour}:00 {subscription.zone}"


def _paused(first: date | None, until: date | None) -> str:
    if until is None:
        return ""
    return f"paused from {first} until {until}" if first else f"paused until {until}"
