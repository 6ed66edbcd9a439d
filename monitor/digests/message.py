"""A letter as a mail message: headers that no title can break, two parts of equal content."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from hashlib import sha256

from monitor.digests.build import Letter
from monitor.digests.content import ReviewFile
from monitor.flagviews import Guide
from monitor.mailaddress import mail_address
from monitor.printable import shortened
from storage.contract import Store
from storage.post import Mail
from storage.records import Flag

SUBJECT_AT_MOST = 120
# Reserved by RFC 2606: the letters of a tool that has no domain of its own claim nobody's.
DOMAIN = "recwatch.invalid"
_DIGEST = "digest"


class _Whole(UnstructuredHeader, BaseHeader):
    """A header that is never cut or encoded: the address in it has to be read by a program.

    The standard library folds a word longer than a line into encoded words, which lead nowhere.
    """

    max_count = 1

    def fold(self, *, policy: Policy) -> str:
        """The header as one line."""
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> "EmailPolicy[EmailMessage]":
    registry = HeaderRegistry()
    for name in ("list-unsubscribe", "references", "list-id"):
        registry.map_to_type(name, _Whole)
    return SMTP.clone(header_factory=registry)


Attach = Callable[[Store, Guide, Sequence[Flag], datetime], ReviewFile | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who letters are from, and what they offer their readers.

    address: of the settings; "": of a domain that is nobody's. origin: where the review pages are
    for everybody; "": nowhere. attach: makes the file of what waits; None: none comes along.
    """

    address: str = ""
    origin: str = ""
    attach: Attach | None = None

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
    end: str = "",
) -> EmailMessage:
    """The message. The same digest has the same Message-ID, whenever it is made.

    Letters of one week are one thread. neutral: no header tells what it is about. is_notice: it is
    no digest and tells an administrator of faults. end: the address that ends these letters, by a
    POST of one click (RFC 8058); "": there is none. Raises BadAddress.
    """
    by, list_name = sender or Sender(), "updates" if neutral else "recwatch digest"
    kind = "notice" if is_notice else _DIGEST
    message = EmailMessage(policy=_policy())
    message["Subject"] = shortened(letter.subject, SUBJECT_AT_MOST)
    message["From"] = by.header(neutral=neutral)
    message["To"] = mail_address(subscriber)
    message["Date"] = made_at
    message["Message-ID"] = f"<digest.{digest_id}@{by.domain}>"
    message["References"] = _thread(subscriber, made_at, by.domain)
    message["List-Id"] = f"{list_name} <{kind}.{by.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if end:
        message["List-Unsubscribe"] = f"<{end}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(message, letter)
    return message


def _fill(message: EmailMessage, letter: Letter) -> None:
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    if letter.file is not None:
        page = letter.file.page.encode("utf-8", "replace").decode()
        message.add_attachment(page, subtype="html", cte="base64", filename=letter.file.name)


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
