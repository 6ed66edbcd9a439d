"""Rows 81 to 85, 88 and 90: what each answer of a real server, at each phase, makes of a mail."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from monitor.smtp import MailServer, SmtpCarrier
from storage.post import Mail, MailState
from tests.crawl.certificates import Authority
from tests.factories import make_mail

PASSWORD = "hunter2-of-ours"
SECONDS = 2.0


class Scripted:
    """Answers as it is told. answers: by hook; None: as a good server. got: what it took."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.got: list[bytes] = []

    async def handle_MAIL(self, server: Any, s: Any, e: Any, address: str, o: Any) -> str:  # noqa: N802
        e.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, s: Any, e: Any, address: str, o: Any) -> str:  # noqa: N802
        answer = self.answers.get(address.partition("@")[0], self.answers.get("RCPT", "250 OK"))
        if answer.startswith("2"):
            e.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 kept")
        if answer == "drop":
            self.got.append(envelope.content)
            server.transport.abort()
        if answer.startswith("2") and answer != "drop":
            self.got.append(envelope.content)
        return answer


def authenticate(server: SMTP, s: Any, e: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


@contextmanager
def serving(handler: Scripted, **given: Any) -> Iterator[MailServer]:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=port, **given)
    controller.start()
    try:
        yield MailServer(host="localhost", port=port, user="", password="", security="none")
    finally:
        controller.stop()


def carry(server: MailServer, mail: Mail | None = None, **given: Any) -> tuple[MailState, str]:
    carrier = SmtpCarrier(server, "recwatch@example.org", seconds=SECONDS, **given)
    delivery = carrier.carry(mail or make_mail())
    return delivery.state, delivery.said


def test_a_mail_arrives_as_it_is_and_once() -> None:
    lines = "Subject: \u2028".encode("ascii", "ignore").decode() + "x\r\n\r\n.\r\n..two\r\nend\r\n"
    handler = Scripted()
    with serving(handler) as server:
        state, said = carry(server, make_mail(message=lines))
    assert (state, said) == (MailState.SENT, "250 kept")
    assert handler.got == [lines.encode()]


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "state"), [("451 later", MailState.WAITING), ("554 never", MailState.REFUSED)]
)
def test_rows_81_82_a_temporary_no_waits_and_a_final_one_is_shown(
    phase: str, answer: str, state: MailState
) -> None:
    handler = Scripted(**{phase: answer})
    with serving(handler) as server:
        found, said = carry(server)
    assert (found, answer in said, handler.got) == (state, True, [])


def test_row_83_one_bad_and_one_greylisted_reader_keep_no_letter_from_a_third() -> None:
    handler = Scripted(bad="550 nobody", grey="450 come again")
    with serving(handler) as server:
        states = [
            carry(server, make_mail(name, address=f"{name}@example.org"))[0]
            for name in ("bad", "grey", "good")
        ]
    assert states == [MailState.REFUSED, MailState.WAITING, MailState.SENT]


def test_row_84_a_connection_dropped_after_the_data_leaves_it_unsure() -> None:
    handler = Scripted(DATA="drop")
    with serving(handler) as server:
        state, said = carry(server)
    assert (state, "may have arrived" in said, len(handler.got)) == (MailState.UNSURE, True, 1)


@contextmanager
def answering(*answers: bytes | None) -> Iterator[MailServer]:
    """A server that says each of these at its turn; None: nothing any more; b"": it hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    gone = threading.Event()

    def serve() -> None:
        door, _ = listener.accept()
        with door:
            stream = door.makefile("rb")
            for answer in answers:
                if answer is None:
                    gone.wait(SECONDS * 3)
                    return
                if not answer:
                    return
                door.sendall(answer)
                if answer.startswith(b"354"):
                    while stream.readline() not in (b".\r\n", b""):
                        pass
                else:
                    stream.readline()

    threading.Thread(target=serve, daemon=True).start()
    try:
        port = listener.getsockname()[1]
        yield MailServer(host="127.0.0.1", port=port, user="", password="", security="none")
    finally:
        gone.set()
        listener.close()


OK, GO = b"250 OK\r\n", b"354 go\r\n"
HELLO = b"220 hello\r\n"


def test_row_85_silence_after_the_data_leaves_it_unsure() -> None:
    with answering(HELLO, OK, OK, OK, GO, None) as server:
        assert carry(server)[0] is MailState.UNSURE


@pytest.mark.parametrize(
    "answers",
    [
        (b"",),
        (None,),
        (b"421 busy\r\n",),
        (b"not smtp at all\r\n",),
        (HELLO, b""),
        (HELLO, OK, b""),
        (HELLO, OK, b"421 going down\r\n"),
        (HELLO, OK, OK, OK, b""),
        (HELLO, OK, OK, OK, None),
    ],
    ids=str,
)
def test_row_81_whatever_happens_before_the_data_is_tried_again(
    answers: tuple[bytes | None, ...],
) -> None:
    with answering(*answers) as server:
        assert carry(server)[0] is MailState.WAITING


def test_row_81_a_server_that_is_not_there_is_tried_again() -> None:
    gone = MailServer(host="127.0.0.1", port=9, user="", password="", security="none")
    assert carry(gone)[0] is MailState.WAITING


# -- row 90 ----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


def trusted(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority.file)


def secure(server: MailServer, password: str = PASSWORD, security: str = "starttls") -> MailServer:
    return MailServer(
        host=server.host, port=server.port, user="u", password=password, security=security
    )


def test_row_90_a_signed_in_and_encrypted_letter_arrives(authority: Authority) -> None:
    handler = Scripted()
    how = {"tls_context": authority.server(name="localhost"), "authenticator": authenticate}
    with serving(handler, auth_required=True, **how) as server:
        state, _ = carry(secure(server), context=trusted(authority))
    assert (state, len(handler.got)) == (MailState.SENT, 1)


@pytest.mark.parametrize(
    "fault", ["stripped", "wrong password", "stranger's certificate", "wrong name"]
)
def test_row_90_nothing_goes_out_and_no_secret_is_told(authority: Authority, fault: str) -> None:
    handler, how = Scripted(), dict[str, Any]()
    if fault != "stripped":
        name = "other.example" if fault == "wrong name" else "localhost"
        how = {"tls_context": authority.server(name=name), "authenticator": authenticate}
    context = None if fault == "stranger's certificate" else trusted(authority)
    password = "wrong-one" if fault == "wrong password" else PASSWORD
    with serving(handler, **how) as server:
        asked = secure(server, password)
        state, said = carry(asked, context=context)
    assert (state, handler.got) == (MailState.WAITING, [])
    assert password not in said and password not in repr(asked)


def test_the_name_of_this_machine_is_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    class Listening(Scripted):
        async def handle_EHLO(  # noqa: N802
            self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
        ) -> list[str]:
            names.append(hostname)
            session.host_name = hostname
            return answers

    with serving(Listening()) as server:
        carry(server)
    assert names == ["localhost"]
