"""The post of the store in memory."""

from dataclasses import replace
from datetime import datetime

from storage.post import Digest, Mail, MailState, Subscription


class Post:
    """Subscriptions and mails; every call is under the lock of the store that owns it."""

    def __init__(self) -> None:
        self.subscriptions: dict[str, Subscription] = {}
        self.mails: dict[str, Mail] = {}

    def queue(self, digests: dict[str, Digest], digest: Digest, mail: Mail) -> bool:
        """Keep both; False if the digest is known."""
        if digest.id in digests:
            return False
        digests[digest.id] = digest
        self.mails[mail.id] = mail
        return True

    def claim(self, now: datetime, stale_before: datetime, limit: int) -> tuple[Mail, ...]:
        """What is due, made SENDING; what was left SENDING becomes UNSURE."""
        for mail in list(self.mails.values()):
            if mail.state is MailState.SENDING and mail.changed_at < stale_before:
                self.mails[mail.id] = replace(mail, state=MailState.UNSURE, changed_at=now)
        waiting = [m for m in self.mails.values() if m.state is MailState.WAITING]
        due = sorted((m for m in waiting if m.due_at <= now), key=lambda m: (m.due_at, m.id))
        claimed = tuple(replace(m, state=MailState.SENDING, changed_at=now) for m in due[:limit])
        self.mails.update((mail.id, mail) for mail in claimed)
        return claimed

    def close(self, mail: Mail) -> None:
        """Keep what became of a mail. Raises ValueError for an unknown one."""
        if mail.id not in self.mails:
            raise ValueError(f"there is no mail {mail.id}")
        self.mails[mail.id] = mail

    def listed(self, state: MailState | None, limit: int) -> tuple[Mail, ...]:
        """The newest first."""
        found = [m for m in self.mails.values() if state in (None, m.state)]
        found.sort(key=lambda mail: mail.id)
        found.sort(key=lambda mail: mail.changed_at, reverse=True)
        return tuple(found[:limit])

    def waiting(self, address: str) -> tuple[Mail, ...]:
        """What waits to be sent to an address."""
        found = [m for m in self.mails.values() if m.address == address]
        waiting = [m for m in found if m.state is MailState.WAITING]
        return tuple(sorted(waiting, key=lambda m: (m.due_at, m.id)))

    def withdraw(self, mail_id: str, now: datetime, said: str) -> bool:
        """Make a mail WITHDRAWN; False if it does not wait any more."""
        mail = self.mails.get(mail_id)
        if mail is None or mail.state is not MailState.WAITING:
            return False
        self.mails[mail_id] = replace(mail, state=MailState.WITHDRAWN, changed_at=now, said=said)
        return True
