"""A letter as a mail message: headers that no title can break, two parts of equal content."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from monitor.digests.build import Letter
from monitor.mailaddress import mail_address
from monitor.printable import shortened
from storage.post import Mail

SUBJECT_AT_MOST = 120
# Reserved by RFC 2606: the letters of a tool that has no domain of its own claim nobody's.
DOMAIN = "recwatch.invalid"
_DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who letters are from. address: of the settings; "": of a domain that is nobody's."""

    address: str = ""

    @property
    def domain(self) -> str:
        """What Message-IDs end with."""
        return self.address.partition("@")[2] or DOMAIN

    def header(self, *, neutral: bool) -> Address:
        """As the reader sees it. Raises BadAddress."""
        name = "updates" if neutral else "recwatch"
        found = mail_address(self.address) if self.address else Address("", name, self.domain)
        return Address(name, found.username, found.domain)


def make_message(
    letter: Letter,
    *,
    digest_id: str,
    subscriber: str,
    made_at: datetime,
    sender: Sender | None = None,
    neutral: bool = False,
    is_notice: bool = False,
) -> EmailMessage:
    """The message. The same digest has the same Message-ID, whenever it is made.

    Letters of one week are one thread. neutral: no header tells what it is about. is_notice: it is
    no digest and tells an administrator of faults. Raises BadAddress.
    """
    by, list_name = sender or Sender(), "updates" if neutral else "recwatch digest"
    kind = "notice" if is_notice else _DIGEST
    message = EmailMessage(policy=SMTP)
    message["Subject"] = shortened(letter.subject, SUBJECT_AT_MOST)
    message["From"] = by.header(neutral=neutral)
    message["To"] = mail_address(subscriber)
    message["Date"] = made_at
    message["Message-ID"] = f"<digest.{digest_id}@{by.domain}>"
    message["References"] = _thread(subscriber, made_at, by.domain)
    message["List-Id"] = f"{list_name} <{kind}.{by.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def mail_of(message: EmailMessage, name: str, address: str, now: datetime) -> Mail:
    """The message as a mail that waits to be sent. name: the digest's id."""
    words = message.as_bytes().decode("ascii")
    return Mail(id=name, address=address, message=words, made_at=now, due_at=now, changed_at=now)


def is_digest(mail: Mail) -> bool:
    """Whether a mail that waits is a reader's letter, and no notice to an administrator."""
    head = message_from_string(mail.message, policy=SMTP)
    return f"<{_DIGEST}." in str(head["List-Id"] or "")


def _thread(subscriber: str, made_at: datetime, domain: str) -> str:
    year, week, _ = made_at.isocalendar()
    who = sha256(subscriber.encode()).hexdigest()[:12]
    return f"<week.{year}.{week:02}.{who}@{domain}>"
