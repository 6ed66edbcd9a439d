"""What waits is tried with growing pauses, given up at last, and never sent twice by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from monitor.contracts import Delivery
from monitor.posting import GIVEN_UP_AFTER, PAUSES, STALE_AFTER, UnknownMail, post_mails, send_again
from storage.contract import Store
from storage.memory import MemoryStore
from storage.post import Mail, MailState
from tests.factories import at, make_digest, make_mail
from tests.monitor.flagging import FixedClock


class Scripted:
    """Gives these states in turn, the last for ever. carried: the ids it was given."""

    def __init__(self, *states: MailState) -> None:
        self.states = list(states)
        self.carried: list[str] = []

    def carry(self, mail: Mail) -> Delivery:
        self.carried.append(mail.id)
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return Delivery(state=state, said=state.value)


def queued(*names: str) -> Store:
    store = MemoryStore()
    for name in names:
        store.queue_mail(make_digest(name), make_mail(name))
    return store


def clock(moment: timedelta = timedelta()) -> FixedClock:
    return FixedClock(at(0) + moment)


def test_each_mail_that_is_due_is_tried_once() -> None:
    carrier, store = Scripted(MailState.SENT), queued("a", "b")
    assert post_mails(store, carrier, clock()).said == "2 handed over"
    post_mails(store, carrier, clock())
    assert sorted(carrier.carried) == ["a", "b"]


def test_row_81_a_mail_that_waits_is_tried_again_after_growing_pauses() -> None:
    carrier, store, now = Scripted(MailState.WAITING), queued("a"), timedelta()
    for pause in PAUSES:
        post_mails(store, carrier, clock(now))
        (mail,) = store.mails()
        assert mail.due_at == at(0) + now + pause
        post_mails(store, carrier, clock(now + pause - timedelta(seconds=1)))
        now += pause
    assert len(carrier.carried) == len(PAUSES)


def test_row_81_after_four_days_it_is_given_up_and_shown() -> None:
    carrier, store = Scripted(MailState.WAITING), queued("a")
    post_mails(store, carrier, clock(GIVEN_UP_AFTER))
    (mail,) = store.mails()
    assert (mail.state, "given up" in mail.said) == (MailState.REFUSED, True)


@pytest.mark.parametrize("state", [MailState.REFUSED, MailState.UNSURE])
def test_rows_82_84_what_is_refused_or_unsure_is_never_tried_by_itself(state: MailState) -> None:
    carrier, store = Scripted(state), queued("a")
    for days in range(5):
        post_mails(store, carrier, clock(timedelta(days=days)))
    assert carrier.carried == ["a"]


def test_row_84_a_person_may_have_it_sent_again() -> None:
    carrier, store = Scripted(MailState.UNSURE, MailState.SENT), queued("a")
    post_mails(store, carrier, clock())
    send_again(store, "a", clock(timedelta(days=9)))
    post_mails(store, carrier, clock(timedelta(days=9)))
    assert [mail.state for mail in store.mails()] == [MailState.SENT]


def test_a_mail_that_never_was_can_not_be_sent_again() -> None:
    with pytest.raises(UnknownMail):
        send_again(queued(), "a", clock())


def test_row_86_a_worker_killed_while_sending_leaves_it_unsure() -> None:
    store, carrier = queued("a"), Scripted(MailState.SENT)
    with pytest.raises(KeyboardInterrupt):
        post_mails(store, _Killed(), clock())
    post_mails(store, carrier, clock(STALE_AFTER + timedelta(seconds=1)))
    assert (carrier.carried, store.mails()[0].state) == ([], MailState.UNSURE)


def test_row_86_a_killed_worker_leaves_unsure_only_what_it_was_at() -> None:
    store, carrier = queued("a", "b", "c"), Scripted(MailState.SENT)
    with pytest.raises(KeyboardInterrupt):
        post_mails(store, _Killed(), clock())
    post_mails(store, carrier, clock(STALE_AFTER + timedelta(seconds=1)))
    assert carrier.carried == ["b", "c"]


class _Killed:
    def carry(self, mail: Mail) -> Delivery:
        raise KeyboardInterrupt


def raced(store: Store, workers: int) -> list[str]:
    """The ids of the mails that were handed over by so many workers at once."""
    carrier = Scripted(MailState.SENT)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda _: post_mails(store, carrier, clock()), range(workers)))
    return carrier.carried


def test_row_87_of_two_workers_each_letter_is_sent_by_one() -> None:
    names = [f"mail-{n}" for n in range(30)]
    assert sorted(raced(queued(*names), 4)) == sorted(names)
