"""Seeing to letters: digests that are due, what the administrator should know, what waits.

Digests are made under the lease: of half a night they would tell half, and two who make them for
one reader at once would tell a flag twice. Handing them over needs no lease.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from monitor.contracts import Carrier, Clock, Delivery
from monitor.digests.build import Letter
from monitor.digests.deliver import NOTHING_NEW, DigestOutcome, queue_digests
from monitor.digests.edition import Edition
from monitor.digests.message import Sender, mail_of, make_message
from monitor.flagviews import Guide
from monitor.lease import leased
from monitor.notices import queue_notices
from monitor.posting import post_mails
from monitor.subscriptions import subscriptions_of
from storage.contract import LeaseHeld, Store
from storage.post import Subscription
from storage.records import Run, RunState

_LOOKED_AT = 50  # runs; more are never open at once
_WAITED_FOR = timedelta(hours=3)  # a night is tried three times within one

NOBODY = "nobody is sent letters: see recwatch subscribe list"
NOT_YET = "no letter is due at this hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What letters are sent with. fallback: who reads where nobody subscribed.

    administrator: who hears of faults; "": `fallback`, unless that reader ended all letters.
    """

    carrier: Carrier
    sender: Sender
    clock: Clock
    fallback: str
    administrator: str


def send_letters(store: Store, guide: Guide, desk: Desk, run: Run | None) -> DigestOutcome:
    """Make what is due, and try all that waits, by who holds the lease.

    run: the newest night; None: there was none.
    """
    readers = subscriptions_of(store, desk.fallback)
    return _posted(store, desk, readers, _made(store, guide, desk, readers, run))


def send_at_hour(store: Store, guide: Guide, desk: Desk) -> DigestOutcome:
    """As `send_letters`, between nights; a night makes its letters itself.

    One that was killed is waited for as well, for a while: it is about to be gone on with.
    """
    readers = subscriptions_of(store, desk.fallback)
    made: tuple[DigestOutcome, ...] = ()
    with suppress(LeaseHeld):
        if not _half_a_night(store, desk.clock):
            with leased(store):
                made = _made(store, guide, desk, readers, newest_night(store))
    return _posted(store, desk, readers, made)


def _half_a_night(store: Store, clock: Clock) -> bool:
    newest = next(iter(store.runs(1)), None)
    if newest is None or newest.state is not RunState.RUNNING:
        return False
    return clock.now() - newest.started_at < _WAITED_FOR


def newest_night(store: Store) -> Run | None:
    """The newest run that has ended, whose account is whole; None: there is none."""
    ended = (run for run in store.runs(_LOOKED_AT) if run.state is RunState.FINISHED)
    return next(ended, None)


def _made(
    store: Store, guide: Guide, desk: Desk, readers: Sequence[Subscription], run: Run | None
) -> tuple[DigestOutcome, ...]:
    run_id = run.id if run else ""
    edition = Edition(store=store, clock=desk.clock, guide=guide, run_id=run_id, sender=desk.sender)
    made = queue_digests(edition, readers)
    if run is not None:
        _tell_administrator(store, guide, desk, run)
    return made


def _posted(
    store: Store, desk: Desk, readers: Sequence[Subscription], made: Sequence[DigestOutcome]
) -> DigestOutcome:
    posted = post_mails(store, desk.carrier, desk.clock)
    letters = [one for one in made if one.letter is not None]
    return DigestOutcome(
        letter=letters[0].letter if letters else None,
        flags=sum(one.flags for one in letters),
        reason=posted.said if posted.states else _why_none(readers, made),
        path=posted.path,
    )


def _why_none(readers: Sequence[Subscription], made: Sequence[DigestOutcome]) -> str:
    if not readers:
        return NOBODY
    return NOTHING_NEW if made else NOT_YET


def _tell_administrator(store: Store, guide: Guide, desk: Desk, run: Run) -> None:
    ended = {one.address for one in store.subscriptions() if one.ended_at is not None}
    who = desk.administrator or ("" if desk.fallback in ended else desk.fallback)
    if not who:
        return
    queue_notices(
        store,
        desk.clock,
        guide,
        store.source_nights(run.id),
        run_id=run.id,
        administrator=who,
        sender=desk.sender,
    )


def send_trial(desk: Desk, address: str) -> Delivery:
    """Hand one letter over that says it is a trial; nothing is kept of it."""
    now = desk.clock.now()
    name = f"trial-{now:%Y%m%d-%H%M%S}"
    letter = Letter(subject="A trial", text="This letter says that letters arrive.\n", html="")
    message = make_message(
        letter, digest_id=name, subscriber=address, made_at=now, sender=desk.sender
    )
    return desk.carrier.carry(mail_of(message, name, address, now))
