"""Who may make digests, and when: between nights, or the night itself; never of half a night."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psutil
import pytest

from monitor.contracts import Delivery
from monitor.digests.message import Sender
from monitor.lease import boot_id, leased, this_process
from monitor.letters import Desk, newest_night, send_at_hour, send_letters
from storage.contract import Store
from storage.post import Mail, MailState
from storage.records import Holder, Run, RunState
from tests.factories import make_digest, make_mail
from tests.monitor.flagging import AT, FixedClock, make_flag, make_guide, make_store

WHO = "team@example.org"


class Carrier:
    """Takes everything. carried: to whom."""

    def __init__(self) -> None:
        self.carried: list[str] = []

    def carry(self, mail: Mail) -> Delivery:
        self.carried.append(mail.address)
        return Delivery(state=MailState.SENT, said="250")


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


def desk(carrier: Carrier) -> Desk:
    return Desk(
        carrier=carrier, sender=Sender(), clock=FixedClock(), fallback=WHO, administrator=WHO
    )


@contextmanager
def night_at_work(store: Store) -> Iterator[None]:
    """Another process of this machine holds the lease: the one that started this one."""
    parent = psutil.Process(os.getppid())
    other = Holder(
        host=this_process().host,
        boot_id=boot_id(),
        pid=parent.pid,
        started=parent.create_time(),
    )
    store.take_lease(other, lambda _: True)
    yield
    store.drop_lease(other)


def test_while_a_night_is_at_work_no_letter_is_made_of_its_half(carrier: Carrier) -> None:
    store = make_store(make_flag(1))
    with night_at_work(store):
        send_at_hour(store, make_guide(), desk(carrier))
    assert (carrier.carried, store.digests(WHO)) == ([], ())


def test_while_a_night_is_at_work_what_waits_is_sent(carrier: Carrier) -> None:
    store = make_store()
    store.queue_mail(make_digest("a"), make_mail("a", address="reader@example.org"))
    with night_at_work(store):
        send_at_hour(store, make_guide(), desk(carrier))
    assert carrier.carried == ["reader@example.org"]


def test_between_nights_what_is_due_is_made_and_the_lease_is_free_again(carrier: Carrier) -> None:
    store = make_store(make_flag(1))
    send_at_hour(store, make_guide(), desk(carrier))
    with leased(store):
        assert [digest.flags for digest in store.digests(WHO)] == [(1,)]


def test_the_night_itself_makes_them_under_its_own_lease(carrier: Carrier) -> None:
    store = make_store(make_flag(1))
    with leased(store):
        send_letters(store, make_guide(), desk(carrier), None)
    assert carrier.carried == [WHO]


@pytest.mark.parametrize(("hours", "letters"), [(2, 0), (4, 1)])
def test_the_letters_wait_for_a_killed_night_and_not_for_ever(
    carrier: Carrier, hours: int, letters: int
) -> None:
    store = make_store(make_flag(1))
    began = AT - timedelta(hours=hours)
    store.open_run(
        Run(id="r1", started_at=began, finished_at=None, state=RunState.RUNNING, rules="")
    )
    send_at_hour(store, make_guide(), desk(carrier))
    assert len(carrier.carried) == letters


def test_a_night_that_was_killed_is_not_the_one_whose_account_is_given() -> None:
    store = make_store()
    for name in ("r1", "r2"):
        store.open_run(
            Run(id=name, started_at=AT, finished_at=None, state=RunState.RUNNING, rules="")
        )
    store.close_run("r1", AT)
    newest = newest_night(store)
    assert newest is not None and newest.id == "r1"
