"""Who wants what is kept; a mail is claimed once, and its end stays."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from storage.contract import Store
from storage.post import MailState, Rhythm, Subscription
from storage.records import Heading, Lane
from tests.factories import at, make_digest, make_mail

FULL = Subscription(
    address="б@example.org",
    name="Айгүл",
    recommendations=("KZ-TRE-1",),
    addressees=("eu",),
    themes=("To the OSCE",),
    directions=(Heading.REGRESSION,),
    lanes=(Lane.COMING,),
    languages=("kk",),
    rhythm=Rhythm.WEEKLY,
    hour=7,
    zone="Asia/Almaty",
    paused_from=date(2026, 12, 24),
    paused_until=date(2026, 12, 31),
    confirmed_only=True,
    link_only=True,
    neutral=True,
    heartbeat=True,
    review_file=False,
    ended_at=at(7),
    series=3,
)


def queue(store: Store, *names: str, **given: object) -> None:
    for name in names:
        assert store.queue_mail(make_digest(name), make_mail(name, **given))


def test_a_subscription_comes_back_as_it_was_kept(store: Store) -> None:
    plain = Subscription(address="a@example.org")
    store.keep_subscription(FULL)
    store.keep_subscription(plain)
    assert store.subscriptions() == (plain, FULL)


def test_a_later_wish_takes_the_place_of_an_earlier(store: Store) -> None:
    store.keep_subscription(FULL)
    store.keep_subscription(replace(FULL, lanes=(), paused_until=None))
    assert store.subscriptions() == (replace(FULL, lanes=(), paused_until=None),)


def test_a_dropped_subscription_is_gone(store: Store) -> None:
    store.keep_subscription(FULL)
    assert (store.drop_subscription(FULL.address), store.subscriptions()) == (True, ())
    assert not store.drop_subscription(FULL.address)


def test_a_digest_is_queued_once_with_its_mail(store: Store) -> None:
    queue(store, "one")
    assert not store.queue_mail(make_digest("one"), make_mail("one", message="other"))
    assert store.mails() == (make_mail("one"),)
    assert [digest.id for digest in store.digests(make_digest().subscriber)] == ["one"]


def test_what_is_due_is_claimed_once_the_oldest_first(store: Store) -> None:
    queue(store, "late", due_at=at(9))
    queue(store, "b", "a")
    claimed = store.claim_mails(at(5), at(-60))
    assert [mail.id for mail in claimed] == ["a", "b"]
    assert {(m.state, m.changed_at) for m in claimed} == {(MailState.SENDING, at(5))}
    assert store.claim_mails(at(5), at(-60)) == ()


def test_no_more_are_claimed_than_asked_for(store: Store) -> None:
    queue(store, "a", "b", "c")
    assert len(store.claim_mails(at(5), at(-60), 2)) == 2


def test_a_mail_left_under_way_becomes_unsure_and_is_never_claimed(store: Store) -> None:
    """Row 86."""
    queue(store, "a")
    store.claim_mails(at(5), at(-60))
    assert store.claim_mails(at(30), at(10)) == ()
    assert [mail.state for mail in store.mails()] == [MailState.UNSURE]


def test_one_under_way_for_a_short_while_is_left_alone(store: Store) -> None:
    queue(store, "a")
    store.claim_mails(at(5), at(-60))
    store.claim_mails(at(30), at(5))
    assert [mail.state for mail in store.mails()] == [MailState.SENDING]


def test_what_became_of_a_mail_is_kept(store: Store) -> None:
    queue(store, "a", "b")
    ended = make_mail("a", state=MailState.REFUSED, tries=3, said="550 нет", changed_at=at(9))
    store.close_mail(ended)
    assert store.mails(MailState.REFUSED) == (ended,)
    assert [mail.id for mail in store.mails()] == ["a", "b"]


def test_a_mail_is_found_by_its_id(store: Store) -> None:
    queue(store, "a", "b")
    assert (store.mail("b"), store.mail("c")) == (make_mail("b"), None)


def test_an_unknown_mail_can_not_be_closed(store: Store) -> None:
    with pytest.raises(ValueError, match="no mail"):
        store.close_mail(make_mail("never"))


def test_only_what_waits_is_withdrawn(store: Store) -> None:
    queue(store, "later", due_at=at(9))
    queue(store, "sooner")
    queue(store, "other", address="other@example.org")
    waiting = store.waiting_mails(make_mail().address)
    assert [mail.id for mail in waiting] == ["sooner", "later"]
    assert store.withdraw_mail("later", at(5), "ended")
    claimed = store.claim_mails(at(10), at(-60))
    assert {mail.id for mail in claimed} == {"sooner", "other"}
    assert not store.withdraw_mail("sooner", at(11), "ended")
    assert not store.withdraw_mail("later", at(11), "ended")
    (withdrawn,) = store.mails(MailState.WITHDRAWN)
    assert (withdrawn.id, withdrawn.said, withdrawn.changed_at) == ("later", "ended", at(5))


def test_row_93_a_mail_is_withdrawn_or_claimed_and_never_both(store: Store) -> None:
    names = [f"mail-{n:02}" for n in range(20)]
    queue(store, *names)
    with ThreadPoolExecutor(4) as pool:
        withdrawn = pool.map(lambda name: (name, store.withdraw_mail(name, at(5), "")), names)
        claimed = pool.map(lambda _: store.claim_mails(at(5), at(-60), 3), range(8))
    taken = {mail.id for some in claimed for mail in some}
    back = {name for name, was in withdrawn if was}
    assert (taken & back, taken | back) == (set(), set(names))


def test_of_many_workers_each_mail_is_claimed_by_one(store: Store) -> None:
    """Row 87."""
    queue(store, *(f"mail-{n:02}" for n in range(40)))
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: store.claim_mails(at(5), at(-60), 7), range(16))
    claimed = [mail.id for some in found for mail in some]
    assert len(claimed) == len(set(claimed)) == 40


@pytest.mark.prove
def test_row_87_in_fifty_races_of_two_workers_no_mail_is_claimed_twice(store: Store) -> None:
    for race in range(50):
        queue(store, *(f"race-{race:02}-{n}" for n in range(6)))
        with ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda _: store.claim_mails(at(5), at(-60)), range(2))
        claimed = [mail.id for some in found for mail in some]
        assert len(claimed) == len(set(claimed)) == 6
