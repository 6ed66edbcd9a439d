"""Keeping, pausing and ending letters; and the links that end them."""

from dataclasses import replace
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digests.build import Letter
from monitor.digests.message import mail_of, make_message
from monitor.endlinks import letters_secret, owner_of, token_of
from monitor.subscriptions import BadSubscription, subscriptions_of
from monitor.wishes import (
    NoSubscription,
    end_letters,
    everybody,
    forget,
    keep_wishes,
    owner,
    pause,
    renew_links,
    subscription_of,
)
from storage.contract import Store
from storage.memory import MemoryStore
from storage.post import MailState, Subscription
from tests.factories import make_digest
from tests.monitor.flagging import AT, FixedClock, make_register

WHO, SETTINGS = "a@example.org", "team@example.org"
CLOCK = FixedClock()


def keep(store: Store, address: str = WHO, **wishes: object) -> Subscription:
    wished = replace(Subscription(address=address), **wishes)  # type: ignore[arg-type]
    return keep_wishes(store, make_register(), wished, fallback=SETTINGS)


def link(store: Store, subscription: Subscription) -> str:
    return token_of(letters_secret(store), subscription)


def waiting(store: Store, name: str, **given: object) -> None:
    letter = Letter(subject="s", text="t", html="")
    message: EmailMessage = make_message(
        letter,
        digest_id=name,
        subscriber=WHO,
        made_at=AT,
        **given,  # type: ignore[arg-type]
    )
    assert store.queue_mail(make_digest(name), mail_of(message, name, WHO, AT))


def test_wishes_take_the_place_of_earlier_ones_and_links_go_on_to_hold() -> None:
    store = MemoryStore()
    before = keep(store)
    after = keep(store, neutral=True)
    assert store.subscriptions() == (after,)
    assert owner(store, link(store, before), SETTINGS) == after


def test_ended_letters_end_at_once_and_what_waits_is_withdrawn() -> None:
    store = MemoryStore()
    kept = keep(store)
    waiting(store, "digest")
    waiting(store, "neutral", neutral=True)
    waiting(store, "notice", is_notice=True)
    end_letters(store, kept, CLOCK)
    assert subscriptions_of(store, SETTINGS) == ()
    assert [mail.id for mail in store.mails(MailState.WAITING)] == ["notice"]
    assert {m.said for m in store.mails(MailState.WITHDRAWN)} == {"the reader ended these letters"}


def test_the_reader_whom_the_settings_name_ends_them_for_good() -> None:
    store = MemoryStore()
    (reader,) = subscriptions_of(store, SETTINGS)
    found = owner(store, link(store, reader), SETTINGS)
    assert found == reader
    end_letters(store, found, CLOCK)
    assert subscriptions_of(store, SETTINGS) == ()
    assert owner(store, link(store, reader), SETTINGS) is None


def test_a_used_link_ends_nothing_after_letters_were_wanted_again() -> None:
    store = MemoryStore()
    used = link(store, end_letters(store, keep(store), CLOCK))
    again = keep(store)
    assert (again.ended_at, owner(store, used, SETTINGS)) == (None, None)
    assert owner(store, link(store, again), SETTINGS) == again


def test_renewed_links_leave_earlier_ones_without_effect() -> None:
    store = MemoryStore()
    before = keep(store)
    renewed = renew_links(store, before)
    assert owner(store, link(store, before), SETTINGS) is None
    assert owner(store, link(store, renewed), SETTINGS) == renewed


def test_what_was_removed_once_is_not_ended_by_the_links_of_then() -> None:
    store = MemoryStore()
    before = keep(store)
    assert not forget(store, before, CLOCK, fallback=SETTINGS)
    keep(store)
    assert owner(store, link(store, before), SETTINGS) is None


def test_the_address_of_the_settings_is_remembered_as_ended_when_it_is_removed() -> None:
    store = MemoryStore()
    assert forget(store, keep(store, SETTINGS), CLOCK, fallback=SETTINGS)
    assert subscriptions_of(store, SETTINGS) == ()
    assert [one.ended_at for one in everybody(store, SETTINGS)] == [AT]


def test_the_links_of_a_reader_by_the_settings_hold_once_wishes_are_kept() -> None:
    store = MemoryStore()
    (reader,) = subscriptions_of(store, SETTINGS)
    kept = keep(store, SETTINGS, neutral=True)
    assert owner(store, link(store, reader), SETTINGS) == kept


def test_a_holiday_is_kept_and_taken_back() -> None:
    store = MemoryStore()
    kept = keep(store)
    paused = pause(store, kept, date(2026, 12, 24), date(2026, 12, 31))
    assert store.subscriptions() == (paused,) and paused.paused_from == date(2026, 12, 24)
    pause(store, paused, None, None)
    assert store.subscriptions() == (kept,)
    with pytest.raises(BadSubscription):
        pause(store, kept, date(2026, 12, 24), None)


def test_who_has_no_subscription_is_named() -> None:
    with pytest.raises(NoSubscription, match=r"x@y\.org"):
        subscription_of(MemoryStore(), "x@y.org")


def test_the_secret_is_made_once_and_differs_between_databases() -> None:
    one, other = MemoryStore(), MemoryStore()
    assert letters_secret(one) == letters_secret(one) != letters_secret(other)


@given(st.text(max_size=60))
def test_row_93_no_text_but_the_link_itself_ends_letters(text: str) -> None:
    some = tuple(Subscription(address=f"{n}@example.org", series=n) for n in range(3))
    assert owner_of("secret", text, some) is None


@given(st.integers(0, 2), st.integers(0, 42), st.sampled_from("Aa0_-="))
def test_row_93_a_link_that_was_changed_ends_nothing(who: int, place: int, letter: str) -> None:
    some = tuple(Subscription(address=f"{n}@example.org", series=n) for n in range(3))
    token = token_of("secret", some[who])
    forged = token[:place] + letter + token[place + 1 :]
    assert owner_of("secret", token, some) == some[who]
    assert owner_of("secret", forged, some) == (some[who] if forged == token else None)
