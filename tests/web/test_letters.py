"""`/mine/letters`: the wishes of a person, by a plain form."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from monitor.web.app import make_app
from monitor.web.visit import Form
from monitor.web.wishform import Typed, read_wishes, typed_of
from storage.contract import Store
from storage.memory import MemoryStore
from storage.post import Rhythm, Subscription
from storage.records import Heading, Lane
from tests.monitor.flagging import AT
from tests.web.conftest import BASE, SAME, make_office

Visitor = Callable[[str], TestClient]
PAGE = "/mine/letters"
FULL = Subscription(
    address="a@example.org",
    name="Reader",
    recommendations=("KZ-ZHA-1",),
    addressees=("government",),
    themes=("Prisoners",),
    directions=(Heading.REGRESSION,),
    lanes=(Lane.COMING,),
    languages=("ru", "de"),
    rhythm=Rhythm.WEEKLY,
    hour=0,
    zone="Asia/Almaty",
    paused_from=date(2026, 12, 24),
    paused_until=date(2026, 12, 31),
    confirmed_only=True,
    link_only=True,
    neutral=True,
    heartbeat=True,
    review_file=False,
)


def as_sent(typed: Typed) -> dict[str, Any]:
    return {name: list(values) for name, values in typed.items()}


@pytest.mark.parametrize("kept", [FULL, Subscription(address="b@example.org")], ids=["all", "none"])
def test_what_the_form_shows_is_what_it_keeps(kept: Subscription) -> None:
    fields = [(name, value) for name, values in typed_of(kept).items() for value in values]
    assert read_wishes(Form(tuple(fields)), name=kept.name) == kept


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser without scripts would send of the form on the page."""
    from lxml import html

    form = html.fromstring(page).get_element_by_id("form").find(".//form")
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def test_a_browser_sends_the_form_back_as_it_was_kept(visitor: Visitor, store: Store) -> None:
    store.keep_subscription(FULL)
    client = visitor("reader")
    fields = fields_of(client.get(PAGE, params={"address": FULL.address}).text)
    assert client.post(PAGE, data=fields).headers["location"] == f"{PAGE}?told=kept"
    assert store.subscriptions() == (FULL,)


def test_a_reader_keeps_letters_of_her_own(visitor: Visitor, store: Store) -> None:
    client = visitor("reader")
    sent = {"address": " me@example.org ", "name": "Editor", "direction": "regression"}
    assert client.post(PAGE, data=sent).status_code == 303
    (kept,) = store.subscriptions()
    assert (kept.address, kept.name, kept.directions) == (
        "me@example.org", "Reader", (Heading.REGRESSION,),
    )  # fmt: skip
    assert "me@example.org" in client.get(PAGE).text
    assert "me@example.org" not in visitor("editor").get(PAGE).text
    assert "me@example.org" in visitor("administrator").get(PAGE).text


@pytest.mark.parametrize("act", ["", "/end", "/renew"])
def test_row96_letters_of_others_are_for_administrators(
    visitor: Visitor, store: Store, act: str
) -> None:
    store.keep_subscription(FULL)
    sent = as_sent(typed_of(replace(FULL, neutral=False)))
    assert visitor("editor").post(f"{PAGE}{act}", data=sent).status_code in (400, 403)
    assert store.subscriptions() == (FULL,)
    assert visitor("administrator").post(f"{PAGE}{act}", data=sent).status_code == 303
    assert store.subscriptions() != (FULL,)


def test_nobody_but_an_administrator_learns_whose_letters_an_address_gets(
    visitor: Visitor, store: Store
) -> None:
    store.keep_subscription(FULL)
    client = visitor("editor")
    told = [client.get(PAGE, params={"address": a}) for a in (FULL.address, "no@example.org")]
    assert told[0].text == told[1].text and told[0].status_code == 400


def test_one_person_has_a_few_addresses(visitor: Visitor, store: Store) -> None:
    client = visitor("reader")
    for n in range(4):
        last = client.post(PAGE, data={"address": f"{n}@example.org"})
    assert (last.status_code, "administrator" in last.text) == (400, True)
    assert len(store.subscriptions()) == 3


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"address": "nobody"}, "not a mail address"),
        ({"address": "a@b.org\r\nBcc: c@d.org"}, "not a mail address"),
        ({"zone": "../etc/passwd"}, "no time zone"),
        ({"hour": "25"}, "no hour of the day"),
        ({"hour": "x"}, "from the list"),
        ({"rhythm": "hourly"}, "from what the page offers"),
        ({"lane": "backlog"}, "never mailed"),
        ({"theme": "<script>alert(1)</script>"}, "no theme"),
        ({"paused_from": "2026-12-31", "paused_until": "2026-12-24"}, "before it begins"),
        ({"paused_until": "soon"}, "written as"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_can_not_be_kept_is_said_and_nothing_typed_is_lost(
    visitor: Visitor, store: Store, wrong: dict[str, str], says: str
) -> None:
    sent = {"address": "me@example.org", "direction": "regression", "zone": "UTC"} | wrong
    answer = visitor("reader").post(PAGE, data=sent)
    assert (answer.status_code, says in answer.text, store.subscriptions()) == (400, True, ())
    assert fields_of(answer.text)["direction"] == ["regression"]
    assert "<script>alert" not in answer.text


def test_ended_letters_begin_again_when_somebody_keeps_them(visitor: Visitor, store: Store) -> None:
    store.keep_subscription(replace(FULL, ended_at=AT))
    client = visitor("reader")
    shown = client.get(PAGE, params={"address": FULL.address}).text
    assert "begins them again" in shown and "ended on 2026-11-23" in shown
    client.post(PAGE, data=fields_of(shown))
    assert store.subscriptions() == (replace(FULL, series=1),)


def test_whoever_runs_it_alone_sees_whom_the_settings_name() -> None:
    store = MemoryStore()
    office = make_office(store, single_user="aru", subscriber="team@example.org")
    client = TestClient(make_app(office), base_url=BASE, headers=SAME, follow_redirects=False)
    assert re.search(r"team@example\.org.*daily; every recommendation", client.get(PAGE).text, re.S)
    assert client.post(f"{PAGE}/end", data={"address": "team@example.org"}).status_code == 303
    assert [one.ended_at for one in store.subscriptions()] == [AT]
