"""Letters ended by the link in them, as mail programs, scanners and people do."""

import re
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from starlette.testclient import TestClient

from monitor.digests.deliver import queue_digests
from monitor.subscriptions import subscriptions_of
from monitor.web.app import make_app
from monitor.wishes import keep_wishes
from storage.contract import Store
from storage.post import MailState, Subscription
from storage.records import FlagQuery, Lane
from tests.monitor.flagging import (
    make_edition,
    make_flag,
    make_register,
    make_store,
)
from tests.web.conftest import make_office

ORIGIN = "https://review.some-organisation-with-a-long-name.example.org"
WHO, OTHER, SETTINGS = "reader@example.org", "other@example.org", "team@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def store() -> Store:
    kept = make_store(make_flag(1), make_flag(2, lane=Lane.COMING))
    for who in (WHO, OTHER):
        keep_wishes(kept, make_register(), Subscription(address=who), fallback=SETTINGS)
    return kept


@pytest.fixture
def client(store: Store) -> TestClient:
    """A stranger: no cookie, no origin, nothing that a browser says."""
    app = make_app(make_office(store, origin=ORIGIN, subscriber=SETTINGS))
    return TestClient(app, base_url=ORIGIN, follow_redirects=False)


def letters(store: Store) -> dict[str, EmailMessage]:
    """What is sent to whom."""
    readers = subscriptions_of(store, SETTINGS)
    queue_digests(make_edition(store, address="digest@example.org", origin=ORIGIN), readers)
    return {
        mail.address: message_from_string(mail.message, policy=SMTP)  # type: ignore[misc]
        for mail in store.mails()
    }


def link_in(letter: EmailMessage) -> str:
    """As a mail program reads it."""
    found = re.fullmatch(r"<(https://[^<>\s]+)>", letter["List-Unsubscribe"])
    assert found is not None and letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return found[1]


def readers(store: Store) -> list[str]:
    return [one.address for one in subscriptions_of(store, SETTINGS)]


def test_row_93_one_click_ends_this_list_alone_and_at_once(
    store: Store, client: TestClient
) -> None:
    link = link_in(letters(store)[WHO])
    answer = client.post(link, data=ONE_CLICK)
    assert (answer.status_code, "These letters have ended" in answer.text) == (200, True)
    assert readers(store) == [OTHER]
    assert [(m.address, m.state) for m in store.mails(MailState.WITHDRAWN)] == [
        (WHO, MailState.WITHDRAWN)
    ]


def test_row_93_the_other_form_that_the_standard_allows_ends_them_too(
    store: Store, client: TestClient
) -> None:
    link = link_in(letters(store)[WHO])
    client.post(link, files={"List-Unsubscribe": (None, "One-Click")})
    assert readers(store) == [OTHER]


def test_row_93_a_wrong_link_and_a_used_one_are_told_the_same(
    store: Store, client: TestClient
) -> None:
    link = link_in(letters(store)[WHO])
    client.post(link, data=ONE_CLICK)
    used, wrong = client.post(link, data=ONE_CLICK), client.post(f"{link}x", data=ONE_CLICK)
    assert (used.status_code, used.text) == (wrong.status_code, wrong.text)
    assert "ends no letters" in used.text and readers(store) == [OTHER]


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "Two"}, {"a": "b"}], ids=str)
def test_row_93_a_post_that_is_not_one_click_ends_nothing(
    store: Store, client: TestClient, body: dict[str, str]
) -> None:
    link = link_in(letters(store)[WHO])
    assert client.post(link, data=body).status_code == 400
    assert len(readers(store)) == 2


def test_row_93_who_reads_by_the_settings_alone_ends_them_for_good() -> None:
    store = make_store(make_flag(1))
    app = make_app(make_office(store, origin=ORIGIN, subscriber=SETTINGS))
    link = link_in(letters(store)[SETTINGS])
    TestClient(app, base_url=ORIGIN).post(link, data=ONE_CLICK)
    make_store(make_flag(2), store=store)
    assert readers(store) == [] and len(letters(store)) == 1


def test_row_93_trying_links_is_slowed_down_for_one_place_and_its_time(
    store: Store, client: TestClient
) -> None:
    link = link_in(letters(store)[WHO])
    codes = [client.post(f"{ORIGIN}/letters/{n}", data=ONE_CLICK).status_code for n in range(30)]
    assert codes[:21] == [200] * 21 and codes[-1] == 429
    assert client.post(link, data=ONE_CLICK).status_code == 429  # nor does a right one tell more
    elsewhere = TestClient(client.app, base_url=ORIGIN, client=("192.0.2.7", 50000))
    assert elsewhere.post(link, data=ONE_CLICK).status_code == 200


def test_row_92_a_scanner_that_opens_every_link_changes_nothing(
    store: Store, client: TestClient
) -> None:
    letter = letters(store)[WHO]
    words = "".join(part.get_content() for part in letter.walk() if not part.is_multipart())
    links = {one.rstrip(".") for one in re.findall(rf"{ORIGIN}[^\s\"<>]*", words)}
    links.add(link_in(letter))
    assert {re.sub(r"(letters)/.*", r"\1/…", one.removeprefix(ORIGIN)) for one in links} == {
        "/flags/1", "/flags/2", "/letters/…", "/mine/letters",
    }  # fmt: skip
    before = (store.subscriptions(), store.mails(), store.flags(FlagQuery()))
    for link in links:
        assert client.get(link).status_code in (200, 303)
        assert client.head(link).status_code in (200, 405)
    assert before == (store.subscriptions(), store.mails(), store.flags(FlagQuery()))


def test_the_page_has_a_button_that_ends_and_one_that_pauses(
    store: Store, client: TestClient
) -> None:
    link = link_in(letters(store)[WHO])
    shown = client.get(link).text
    assert f'action="{link.removeprefix(ORIGIN)}"' in shown and "Nothing has changed yet" in shown
    own = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
    paused = client.post(f"{link}/pause", data={"until": "2026-12-31"}, headers=own)
    assert "None is sent until 2026-12-31" in paused.text
    (reader,) = [one for one in store.subscriptions() if one.address == WHO]
    assert str(reader.paused_until) == "2026-12-31" and readers(store) == [OTHER, WHO]


@pytest.mark.parametrize("until", ["", "tomorrow", "2026-11-22", "99999-01-01"])
def test_a_pause_needs_a_day_to_come(store: Store, client: TestClient, until: str) -> None:
    link = link_in(letters(store)[WHO])
    own = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
    assert client.post(f"{link}/pause", data={"until": until}, headers=own).status_code == 400


def test_the_page_tells_nobody_whether_a_link_is_right(store: Store, client: TestClient) -> None:
    link = link_in(letters(store)[WHO])
    token = link.rpartition("/")[2]
    wrong = client.get(f"{ORIGIN}/letters/nothing").text
    assert client.get(link).text.replace(token, "nothing") == wrong


def test_a_hostile_token_stays_text(client: TestClient) -> None:
    shown = client.get(f"{ORIGIN}/letters/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert "<script>alert" not in shown.text


def test_without_a_public_address_there_is_no_link(store: Store) -> None:
    chosen = subscriptions_of(store, SETTINGS)
    queue_digests(make_edition(store, run_id="", address="digest@example.org"), chosen)
    for mail in store.mails():
        assert "List-Unsubscribe" not in mail.message and "https://review" not in mail.message
