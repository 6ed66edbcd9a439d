"""Signing in: a new session each time, ended everywhere, and no telling who has an account."""

from collections.abc import Callable
from datetime import timedelta

from starlette.testclient import TestClient

from monitor.people import ABSOLUTE, IDLE, key_of
from monitor.web.office import Office
from storage.people import Role
from tests.monitor.flagging import AT
from tests.web.conftest import PASSWORD

Visitor = Callable[[str], TestClient]


def test_row96_a_session_that_was_slipped_in_is_not_taken_over(visitor: Visitor) -> None:
    client = visitor("")
    client.cookies.set("session", "chosen by somebody else")
    client.post("/sign-in", data={"name": "Reviewer", "password": PASSWORD})
    assert client.cookies.get("session", domain="127.0.0.1") != "chosen by somebody else"
    assert visitor("").get("/queue", headers={"cookie": "session=chosen"}).status_code == 303


def test_row96_the_store_never_holds_what_the_cookie_holds(
    visitor: Visitor, office: Office
) -> None:
    token = visitor("reviewer").cookies["session"]
    assert office.store.session(token) is None
    assert office.store.session(key_of(token)) is not None


def test_row96_the_cookie_is_out_of_reach_of_scripts(visitor: Visitor) -> None:
    answer = visitor("").post("/sign-in", data={"name": "Reviewer", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


def test_row96_wrong_name_and_wrong_password_read_alike(visitor: Visitor) -> None:
    client = visitor("")
    answers = [
        client.post("/sign-in", data={"name": name, "password": "not the right one"})
        for name in ("Reviewer", "Nobody")
    ]
    assert answers[0].status_code == answers[1].status_code == 401
    assert answers[0].text == answers[1].text


def test_row96_guessing_is_slowed_down(visitor: Visitor) -> None:
    client = visitor("")
    wrong = {"name": "Reviewer", "password": "not the right one"}
    codes = [client.post("/sign-in", data=wrong).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    right = {"name": "Reviewer", "password": PASSWORD}
    assert client.post("/sign-in", data=right).status_code == 429


def test_row96_signing_out_ends_the_session_on_the_server(visitor: Visitor) -> None:
    client = visitor("reviewer")
    token = client.cookies["session"]
    assert client.post("/sign-out").status_code == 303
    assert visitor("").get("/queue", headers={"cookie": f"session={token}"}).status_code == 303


def test_row96_signing_out_everywhere_ends_the_other_browser_too(visitor: Visitor) -> None:
    here, there = visitor("reviewer"), visitor("reviewer")
    here.post("/sign-out-everywhere")
    assert there.get("/queue").status_code == 303


def test_row96_a_session_ends_after_rest_and_after_a_day(visitor: Visitor, office: Office) -> None:
    client = visitor("reviewer")
    clock = office.clock
    for moment in (AT + IDLE - timedelta(minutes=1), AT + IDLE * 2 - timedelta(minutes=2)):
        clock.moment = moment  # type: ignore[attr-defined]
        assert client.get("/queue").status_code == 200
    clock.moment = AT + IDLE * 4  # type: ignore[attr-defined]
    assert client.get("/queue").status_code == 303
    assert AT + ABSOLUTE > AT + IDLE


def test_row96_a_changed_role_counts_at_once(visitor: Visitor, office: Office) -> None:
    from monitor.people import set_role

    client = visitor("reviewer")
    set_role(office.store, "reviewer", Role.READER)
    assert client.get("/queue").status_code == 303


def test_one_comes_back_to_where_one_wanted_to_go(visitor: Visitor) -> None:
    client = visitor("")
    led = client.get("/flags/2?lane=coming").headers["location"]
    assert led == "/sign-in?next=%2Fflags%2F2%3Flane%3Dcoming"
    sent = {"name": "Reader", "password": PASSWORD, "next": "/flags/2?lane=coming"}
    assert client.post("/sign-in", data=sent).headers["location"] == "/flags/2?lane=coming"
