"""Keeping, pausing and ending what a person is sent, for the command line and the pages alike."""

from dataclasses import replace
from datetime import date
from secrets import randbelow

from monitor.contracts import Clock
from monitor.digests.message import is_digest
from monitor.endlinks import letters_secret, owner_of
from monitor.subscriptions import check_holiday, checked, subscriptions_of
from rules.records import Register
from storage.contract import Store
from storage.post import Subscription

WITHDRAWN = "the reader ended these letters"
_FAR = 2**31


class NoSubscription(KeyError):
    """Nobody is written to at this address: say so to whoever typed it."""


def subscription_at(store: Store, address: str) -> Subscription | None:
    """What is kept of an address, also where it ended its letters; None if nothing is."""
    return next((one for one in store.subscriptions() if one.address == address), None)


def everybody(store: Store, fallback: str) -> tuple[Subscription, ...]:
    """All that is kept, with those that ended; or the one of the settings where nothing is."""
    return store.subscriptions() or subscriptions_of(store, fallback)


def keep_wishes(
    store: Store, register: Register, wished: Subscription, *, fallback: str
) -> Subscription:
    """Keep what a person wants, in the place of what it was. Raises BadSubscription.

    Links in earlier letters go on to hold, unless the letters were ended: then they begin anew.
    """
    earlier = subscription_at(store, wished.address)
    if earlier is not None:
        series = earlier.series + (earlier.ended_at is not None)
    else:  # what was removed once must not be ended by the links of then
        series = 0 if wished.address == fallback else randbelow(_FAR)
    kept = checked(replace(wished, ended_at=None, series=series), register)
    store.keep_subscription(kept)
    return kept


def subscription_of(store: Store, address: str) -> Subscription:
    """What is kept of an address. Raises NoSubscription."""
    found = subscription_at(store, address)
    if found is None:
        raise NoSubscription(address)
    return found


def pause(
    store: Store, subscription: Subscription, first: date | None, until: date | None
) -> Subscription:
    """Send nothing from `first` (None: now) to `until`, both included; None: go on.

    Raises BadSubscription.
    """
    paused = replace(subscription, paused_from=first, paused_until=until)
    check_holiday(paused)
    store.keep_subscription(paused)
    return paused


def renew_links(store: Store, subscription: Subscription) -> Subscription:
    """Let the links in all earlier letters end nothing any more."""
    renewed = replace(subscription, series=subscription.series + 1)
    store.keep_subscription(renewed)
    return renewed


def end_letters(store: Store, subscription: Subscription, clock: Clock) -> Subscription:
    """Send nothing any more, at once: what waits is withdrawn, the address remembered as ended."""
    ended = replace(subscription, ended_at=clock.now())
    store.keep_subscription(ended)
    withdraw_digests(store, subscription.address, clock)
    return ended


def forget(store: Store, subscription: Subscription, clock: Clock, *, fallback: str) -> bool:
    """Forget an address and end its letters; True where it had to be remembered as ended.

    That is the address of the settings: forgotten, it would be written to as nobody else is.
    """
    address = subscription.address
    if address == fallback:
        end_letters(store, subscription, clock)
        return True
    store.drop_subscription(address)
    withdraw_digests(store, address, clock)
    return False


def withdraw_digests(store: Store, address: str, clock: Clock) -> None:
    """Take back the digests that wait to be sent; notices to an administrator go on."""
    for mail in store.waiting_mails(address):
        if is_digest(mail):
            store.withdraw_mail(mail.id, clock.now(), WITHDRAWN)


def owner(store: Store, token: str, fallback: str) -> Subscription | None:
    """Whose letters a link's token ends; None for a wrong one and for one that was used."""
    return owner_of(letters_secret(store), token, subscriptions_of(store, fallback))
