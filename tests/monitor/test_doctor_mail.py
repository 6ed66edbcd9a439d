"""Row 90: signing in to a mail server without sending: refused, in the clear, or well."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from monitor.doctor.mail import probe_mail
from monitor.doctor.verdict import Level
from monitor.smtp import MailServer
from tests.crawl.certificates import Authority

PASSWORD = "hunter2"


class Refusing:
    """A handler that would keep what was sent; nothing may be."""

    def __init__(self) -> None:
        self.sent = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.sent += 1
        return "250 kept"


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    # Not "handled": the server itself says that it was refused.
    return AuthResult(success=right, handled=False)


def free_port() -> int:
    """aiosmtpd wants to know its port before it has one."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def handler() -> Refusing:
    return Refusing()


@pytest.fixture
def server(handler: Refusing, authority: Authority) -> Iterator[MailServer]:
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=authority.server(),
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    )
    yield from running(controller)


@pytest.fixture
def plain(handler: Refusing) -> Iterator[MailServer]:
    yield from running(Controller(handler, hostname="127.0.0.1", port=free_port()))


def running(controller: Controller) -> Iterator[MailServer]:
    controller.start()
    port = controller.port
    yield MailServer(host="127.0.0.1", port=port, user="us", password=PASSWORD, security="starttls")
    controller.stop()


@pytest.fixture
def trusting(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority.file))


def test_a_sign_in_that_is_taken_is_well(server: MailServer, trusting: ssl.SSLContext) -> None:
    assert probe_mail(server, trusting).level is Level.OK


def test_a_sign_in_sends_nothing(
    server: MailServer, trusting: ssl.SSLContext, handler: Refusing
) -> None:
    probe_mail(server, trusting)
    assert handler.sent == 0


def test_a_wrong_password_is_broken_and_not_shown(
    server: MailServer, trusting: ssl.SSLContext
) -> None:
    """Row 90."""
    verdict = probe_mail(replace(server, password="not-hunter2"), trusting)
    assert (verdict.level, "not-hunter2" in str(verdict)) == (Level.FAIL, False)
    assert "refuses the user or password (535)" in verdict.finding


def test_a_certificate_of_nobody_known_is_broken(server: MailServer) -> None:
    """Row 90."""
    assert "certificate" in probe_mail(server).finding


def test_a_server_that_no_longer_offers_tls_gets_no_password(plain: MailServer) -> None:
    """Row 90."""
    assert "does not offer STARTTLS" in probe_mail(plain).finding


def test_a_server_without_tls_by_choice_is_doubtful(plain: MailServer) -> None:
    chosen = replace(plain, security="none", user="")
    assert probe_mail(chosen).level is Level.WARN


def test_a_server_that_is_not_there_is_broken(plain: MailServer) -> None:
    assert probe_mail(replace(plain, host="127.0.0.2", port=1)).level is Level.FAIL


def test_no_server_is_well() -> None:
    none = MailServer(host="", port=587, user="", password="", security="starttls")
    assert "outbox" in probe_mail(none).finding


def test_a_certificate_for_another_name_is_broken(
    handler: Refusing, authority: Authority, trusting: ssl.SSLContext, tmp_path: Path
) -> None:
    """Row 90."""
    context = authority.server("mail.invalid")
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), tls_context=context)
    for given in running(controller):
        assert "certificate that does not hold" in probe_mail(given, trusting).finding
