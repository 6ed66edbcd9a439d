"""Handing a mail to a server, phase by phase, so that it is known what a failure means.

    connect ─► TLS ─► sign in ─► MAIL ─► RCPT ─► DATA ─► the end of the data ─► the answer to it

Up to DATA nothing was taken, so trying again is safe. Once the data is out, no answer means that
nobody knows: such a mail is UNSURE and never sent again by itself.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from monitor.contracts import Delivery
from monitor.printable import shortened
from storage.post import Mail, MailState

SECONDS = 30.0
_SAID_AT_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed over. security: "starttls", "tls" or "none"."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str


class _Answered(Exception):
    """A phase ended with an answer that is no yes. code: of the server; 0: there was none."""

    def __init__(self, phase: str, code: int, said: str) -> None:
        super().__init__(f"{phase}: {said}")
        self.phase = phase
        self.code = code


class SmtpCarrier:
    """Sends each mail in a connection of its own. context: what certificates are trusted."""

    def __init__(
        self,
        server: MailServer,
        sender: str,
        *,
        context: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._server = server
        self._sender = sender
        self._context = context or ssl.create_default_context()
        self._seconds = seconds

    def carry(self, mail: Mail) -> Delivery:
        """Hand one mail over. Never raises for what a server or a network can do."""
        try:
            with signed_in(self._server, self._context, self._seconds) as client:
                return self._hand_over(client, mail)
        except _Answered as error:
            refused = 500 <= error.code < 600 and error.phase in ("MAIL", "RCPT", "DATA")
            state = MailState.REFUSED if refused else MailState.WAITING
            return Delivery(state=state, said=_said(str(error)))
        except (smtplib.SMTPException, OSError) as error:
            return Delivery(state=MailState.WAITING, said=_said(reason_of(error)))

    def _hand_over(self, client: smtplib.SMTP, mail: Mail) -> Delivery:
        _ask(client, "MAIL", f"FROM:<{self._sender}>")
        _ask(client, "RCPT", f"TO:<{mail.address}>")
        _ask(client, "DATA", "", wanted=(354,))
        return _last_phase(client, mail.message.encode("ascii"))


def _ask(
    client: smtplib.SMTP, phase: str, words: str, wanted: tuple[int, ...] = (250, 251)
) -> None:
    try:
        code, said = client.docmd(phase, words)
    except (smtplib.SMTPException, OSError) as error:
        raise _Answered(phase, 0, reason_of(error)) from error
    if code not in wanted:
        raise _Answered(phase, code, f"{code} {said.decode('utf-8', 'replace')}")


def _last_phase(client: smtplib.SMTP, data: bytes) -> Delivery:
    """From here on silence may mean that the server has it."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").replace(b"\r\n.", b"\r\n..")
    try:
        client.send((b"." + lines if lines.startswith(b".") else lines).rstrip(b"\r\n"))
        client.send(b"\r\n.\r\n")
        code, words = client.getreply()
    except (smtplib.SMTPException, OSError) as error:
        said = f"no answer after the data: {reason_of(error)}; it may have arrived"
        return Delivery(state=MailState.UNSURE, said=_said(said))
    said = f"{code} {words.decode('utf-8', 'replace')}"
    if 200 <= code < 300:
        return Delivery(state=MailState.SENT, said=_said(said))
    state = MailState.WAITING if 400 <= code < 500 else MailState.REFUSED
    return Delivery(state=state, said=_said(f"after the data: {said}"))


@contextmanager
def signed_in(
    server: MailServer, context: ssl.SSLContext, seconds: float = SECONDS
) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted as asked for, or none, and signed in.

    Raises SMTPException and OSError; also where STARTTLS is not offered: never in the clear.
    """
    client = _connected(server, context, seconds)
    try:
        client.ehlo_or_helo_if_needed()
        if server.user:
            client.login(server.user, server.password)
        yield client
    finally:
        with suppress(smtplib.SMTPException, OSError):
            client.quit()
        client.close()


def _connected(server: MailServer, context: ssl.SSLContext, seconds: float) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.host, server.port, local_hostname="localhost", timeout=seconds, context=context
        )
    # Our own name is nobody's business: a laptop's may say whose it is.
    client = smtplib.SMTP(server.host, server.port, local_hostname="localhost", timeout=seconds)
    try:
        if server.security == "starttls":
            client.starttls(context=context)
    except BaseException:
        client.close()
        raise
    return client


def reason_of(error: Exception) -> str:
    """What went wrong, without what a server may have repeated of our secrets."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"sign-in refused ({error.smtp_code})"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {error.verify_message}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it does not offer STARTTLS, or no sign-in"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"answered {error.smtp_code}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def _said(text: str) -> str:
    return shortened(text, _SAID_AT_MOST)
