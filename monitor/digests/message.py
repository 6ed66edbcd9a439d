"""A letter as a mail message: headers that no title can break, two parts of equal content."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from monitor.digests.build import Letter
from monitor.printable import shortened

SUBJECT_AT_MOST = 120
# Reserved by RFC 2606: the letters of a tool that has no domain of its own claim nobody's.
DOMAIN = "recwatch.invalid"
SENDER = Address("recwatch", "recwatch", DOMAIN)


class BadAddress(ValueError):
    """The subscriber is no mail address: mend the setting."""


def make_message(
    letter: Letter, *, digest_id: str, subscriber: str, made_at: datetime
) -> EmailMessage:
    """The message. The same digest has the same Message-ID, whenever it is made.

    Letters of one week are one thread. Raises BadAddress.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = shortened(letter.subject, SUBJECT_AT_MOST)
    message["From"] = SENDER
    message["To"] = mail_address(subscriber)
    message["Date"] = made_at
    message["Message-ID"] = f"<digest.{digest_id}@{DOMAIN}>"
    message["References"] = _thread(subscriber, made_at)
    message["List-Id"] = f"recwatch digest <digest.{DOMAIN}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def mail_address(text: str) -> Address:
    """`text` as an address. Raises BadAddress."""
    try:
        # Address takes line breaks and other controls; a header must not.
        if not text.isprintable() or text.count("@") != 1 or text.endswith("@"):
            raise ValueError(text)
        return Address(addr_spec=text)
    except ValueError as error:
        raise BadAddress(f"{shortened(text, 80)!r} is not a mail address") from error


def _thread(subscriber: str, made_at: datetime) -> str:
    year, week, _ = made_at.isocalendar()
    who = sha256(subscriber.encode()).hexdigest()[:12]
    return f"<week.{year}.{week:02}.{who}@{DOMAIN}>"
