"""The form of a person's wishes: from what is kept to its fields, and from its fields back.

`typed` is what stands in the fields, several values a name: it is shown again when something in it
can't be kept.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar
from zoneinfo import available_timezones

from monitor.subscriptions import BadSubscription
from monitor.web.visit import Form
from storage.post import Rhythm, Subscription
from storage.records import Heading, Lane

Typed = Mapping[str, tuple[str, ...]]
Word = TypeVar("Word", Heading, Lane, Rhythm)
_TICKS = ("confirmed_only", "link_only", "neutral", "heartbeat", "review_file")
RHYTHMS = {
    Rhythm.DAILY: "at most once a day",
    Rhythm.WEEKLY: "at most once a week",
    Rhythm.AT_ONCE: "at once, whenever there is something",
}


def typed_of(subscription: Subscription) -> Typed:
    """What the fields say of wishes that are kept."""
    one = subscription
    ticked = {name: ("1",) for name in _TICKS if getattr(one, name)}
    return ticked | {
        "address": (one.address,),
        "name": (one.name,),
        "recommendation": one.recommendations,
        "addressee": one.addressees,
        "theme": one.themes,
        "direction": tuple(each.value for each in one.directions),
        "lane": tuple(each.value for each in one.lanes),
        "language": one.languages,
        "rhythm": (one.rhythm.value,),
        "hour": () if one.hour is None else (str(one.hour),),
        "zone": (one.zone,),
        "paused_from": _as_typed(one.paused_from),
        "paused_until": _as_typed(one.paused_until),
    }


def typed_in(sent: Form) -> Typed:
    """What was typed, as it was."""
    return {name: sent.all(name) for name, _ in sent.fields}


def read_wishes(sent: Form, *, name: str) -> Subscription:
    """The wishes in a form that was sent. name: whose they are. Raises BadSubscription."""
    hour = sent.one("hour")
    if hour and not (hour.isascii() and hour.isdigit() and len(hour) < 3):
        raise BadSubscription("choose an hour from the list")
    return Subscription(
        address=sent.one("address").strip(),
        name=" ".join(name.split()),
        recommendations=_once(sent.all("recommendation")),
        addressees=_once(sent.all("addressee")),
        themes=_once(sent.all("theme")),
        directions=_words(sent.all("direction"), Heading),
        lanes=_words(sent.all("lane"), Lane),
        languages=_once(sent.all("language")),
        rhythm=_word(sent.one("rhythm", Rhythm.DAILY.value), Rhythm),
        hour=int(hour) if hour else None,
        zone=sent.one("zone").strip() or "UTC",
        paused_from=_day(sent.one("paused_from")),
        paused_until=_day(sent.one("paused_until")),
        confirmed_only=bool(sent.one("confirmed_only")),
        link_only=bool(sent.one("link_only")),
        neutral=bool(sent.one("neutral")),
        heartbeat=bool(sent.one("heartbeat")),
        review_file=bool(sent.one("review_file")),
    )


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The names of time zones, to choose from."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _words(values: Iterable[str], kind: type[Word]) -> tuple[Word, ...]:
    return tuple(_word(value, kind) for value in _once(values))


def _word(value: str, kind: type[Word]) -> Word:
    try:
        return kind(value)
    except ValueError as error:
        raise BadSubscription("choose from what the page offers") from error


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadSubscription("a holiday's days are written as 2026-12-31") from error


def _as_typed(day: date | None) -> tuple[str, ...]:
    return (day.isoformat(),) if day else ()
