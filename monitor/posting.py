"""Sending what waits: each mail is claimed by one process, tried, and its end kept.

4xx is tried again with growing pauses, for four days; 5xx is refused and shown; where nobody knows
whether the server has it, the mail is unsure, and only a person has it sent again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.contracts import Carrier, Clock, Delivery
from storage.contract import Store
from storage.post import Mail, MailState

PAUSES = tuple(timedelta(minutes=m) for m in (5, 15, 60, 180, 360, 720))
GIVEN_UP_AFTER = timedelta(days=4)
# Longer than a server may take over all phases of one mail.
STALE_AFTER = timedelta(minutes=20)
# Whoever is killed leaves unsure what it had claimed, so it claims what it is about to try.
_AT_ONCE = 1


class UnknownMail(KeyError):
    """There is no such mail: say so to whoever typed its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of the mails that were due, by state. path: of the last that lies in a file."""

    states: Mapping[MailState, int]
    path: Path | None = None

    @property
    def said(self) -> str:
        """In words: "2 handed over, 1 waiting to be tried again"."""
        found = [f"{n} {_WORDS[state]}" for state, n in self.states.items() if n]
        return ", ".join(found) or "no letter was due"


_WORDS = {
    MailState.SENT: "handed over",
    MailState.WAITING: "waiting to be tried again",
    MailState.REFUSED: "refused",
    MailState.UNSURE: "unsure",
    MailState.SENDING: "under way",
}


def post_mails(store: Store, carrier: Carrier, clock: Clock) -> Posted:
    """Try every mail that is due once. A claimed mail whose process died becomes unsure."""
    states: Counter[MailState] = Counter()
    path: Path | None = None
    while claimed := store.claim_mails(clock.now(), clock.now() - STALE_AFTER, _AT_ONCE):
        for mail in claimed:
            delivery = carrier.carry(mail)
            ended = _ended(mail, delivery, clock.now())
            store.close_mail(ended)
            states[ended.state] += 1
            path = delivery.path or path
    return Posted(states=states, path=path)


def _ended(mail: Mail, delivery: Delivery, now: datetime) -> Mail:
    tries = mail.tries + 1
    ended = replace(mail, state=delivery.state, tries=tries, said=delivery.said, changed_at=now)
    if delivery.state is not MailState.WAITING:
        return ended
    if now - mail.made_at >= GIVEN_UP_AFTER:
        said = f"given up after {GIVEN_UP_AFTER.days} days; last: {delivery.said}"
        return replace(ended, state=MailState.REFUSED, said=said)
    return replace(ended, due_at=now + PAUSES[min(tries, len(PAUSES)) - 1])


def send_again(store: Store, mail_id: str, clock: Clock) -> Mail:
    """Have a mail sent again, by a person's wish. Raises UnknownMail."""
    found = store.mail(mail_id)
    if found is None:
        raise UnknownMail(mail_id)
    now = clock.now()
    again = replace(found, state=MailState.WAITING, made_at=now, due_at=now, changed_at=now)
    store.close_mail(again)
    return again
