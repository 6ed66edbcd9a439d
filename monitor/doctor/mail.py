"""Mail: signing in as a night would, without sending anything."""

import smtplib
import ssl

from monitor.doctor.verdict import Verdict, broken, doubtful, well
from monitor.smtp import MailServer, reason_of, signed_in

_SECONDS = 15.0


def probe_mail(server: MailServer, context: ssl.SSLContext | None = None) -> Verdict:
    """Whether the server takes our name. What it answers is not shown: it may repeat secrets."""
    if not server.host:
        return well("mail", "letters go into the outbox folder; no server is set")
    where = f"{server.host}:{server.port}"
    trusted = context or ssl.create_default_context()
    try:
        with signed_in(server, trusted, _SECONDS):
            pass
    except smtplib.SMTPAuthenticationError as error:
        return broken("mail", f"{where} refuses the user or password ({error.smtp_code})", _SIGN_IN)
    except ssl.SSLCertVerificationError as error:
        return broken(
            "mail",
            f"{where} shows a certificate that does not hold: {error.verify_message}",
            "name the server as its certificate does",
        )
    except (smtplib.SMTPException, OSError) as error:
        return broken("mail", f"{where} can't be used ({reason_of(error)})", _REACH)
    if server.security == "none":
        return doubtful("mail", f"{where} answers, without TLS", "RECWATCH_SMTP_SECURITY=starttls")
    return well("mail", f"{where} answers" + (" and takes the sign-in" if server.user else ""))


_SIGN_IN = "correct RECWATCH_SMTP_USER and the password; some providers want one for programs"
_REACH = "correct RECWATCH_SMTP_HOST, _PORT and _SECURITY (587 starttls, 465 tls)"
