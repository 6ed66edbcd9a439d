"""Mail: signing in as a night would, without sending anything."""

import smtplib
import ssl
from dataclasses import dataclass

from monitor.doctor.verdict import Verdict, broken, doubtful, well

_SECONDS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed over. security: "starttls", "tls" or "none"."""

    host: str
    port: int
    user: str
    password: str
    security: str


def probe_mail(server: MailServer, context: ssl.SSLContext | None = None) -> Verdict:
    """Whether the server takes our name. What it answers is not shown: it may repeat secrets."""
    if not server.host:
        return well("mail", "letters go into the outbox folder; no server is set")
    where = f"{server.host}:{server.port}"
    trusted = context or ssl.create_default_context()
    try:
        with _connected(server, trusted) as client:
            if server.user:
                client.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        return broken("mail", f"{where} refuses the user or password ({error.smtp_code})", _SIGN_IN)
    except ssl.SSLCertVerificationError as error:
        return broken(
            "mail",
            f"{where} shows a certificate that does not hold: {error.verify_message}",
            "name the server as its certificate does",
        )
    except (smtplib.SMTPException, OSError) as error:
        return broken("mail", f"{where} can't be used ({_why(error)})", _REACH)
    if server.security == "none":
        return doubtful("mail", f"{where} answers, without TLS", "RECWATCH_SMTP_SECURITY=starttls")
    return well("mail", f"{where} answers" + (" and takes the sign-in" if server.user else ""))


_SIGN_IN = "correct RECWATCH_SMTP_USER and the password; some providers want one for programs"
_REACH = "correct RECWATCH_SMTP_HOST, _PORT and _SECURITY (587 starttls, 465 tls)"


def _connected(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    client = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if server.security == "starttls":
            client.starttls(context=context)  # raises where it is not offered: never in the clear
    except BaseException:
        client.close()
        raise
    return client


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it does not offer STARTTLS, or no sign-in"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
