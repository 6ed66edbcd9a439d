"""What people find by hand, from the form of the page to the flag that waits: by the real parts."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from monitor.cli.finding import taker
from monitor.cli.serve import make_office as office_of
from monitor.lease import this_process
from monitor.web.app import make_app
from monitor.web.policy import make_policy
from monitor.wiring import load_settings, open_store
from storage.contract import Store
from storage.found import Find, FindState
from storage.records import FlagQuery
from tests.crawl.site import Reply, Site
from tests.night.commands import keep_rules, recwatch
from tests.night.test_archive import RATIFIED
from tests.web.conftest import BASE, SAME

pytestmark = pytest.mark.timeout(600)  # each is a run with processes of its own
PATH = "/2006/01/freed.html"
TEXT = (
    "Kazakhstan has ratified the International Covenant on Civil and Political Rights, the "
    "foreign ministry in Astana said on Monday.\n\nThe president signed the law on ratification."
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    site.replies[PATH] = Reply(RATIFIED)
    yield site
    site.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[Store]:
    home = tmp_path_factory.mktemp("byhand")
    keep_rules(home / "cache")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "HOME": str(home),
            "CONTACT": "a test",
            "SHIPPED_CATALOGUE": "false",
            "LOOPBACK": json.dumps([site.host]),
        }.items():
            patch.setenv(f"RECWATCH_{name}", value)
        with closing(open_store(load_settings())) as kept:
            yield kept


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    """A browser at the desk of one, with all that `serve` has."""
    office = office_of(load_settings(), store, make_policy(8420, single_user="aru"))
    return TestClient(make_app(office), base_url=BASE, headers=SAME, follow_redirects=False)


@pytest.fixture(scope="module")
def fetched(client: TestClient, store: Store, site: Site) -> Find:
    sent = {"address": site.url(PATH), "tier": "intergovernmental", "outlet": "UN"}
    assert client.post("/found/address", data=sent).status_code == 303
    return store.finds(limit=1)[0]


@pytest.mark.prove
def test_an_address_is_fetched_at_once_and_its_flag_waits(fetched: Find, store: Store) -> None:
    assert (fetched.state, fetched.said) == (FindState.TAKEN, "")
    (flag,) = store.flags(FlagQuery(recommendation="KZ-TRE-1"))
    assert flag.document_id == fetched.document_id


@pytest.mark.prove
def test_who_speaks_is_as_the_person_said(fetched: Find, client: TestClient) -> None:
    page = client.get(f"/document/{fetched.document_id}").text
    assert "<bdi>Found by hand</bdi> (intergovernmental)" in page
    assert "of “<bdi>UN</bdi>”" in page


@pytest.mark.prove
def test_what_is_found_twice_is_one_document(
    fetched: Find, client: TestClient, store: Store, site: Site
) -> None:
    sent = {"address": site.url(PATH), "tier": "intergovernmental"}
    client.post("/found/address", data=sent)
    second = store.finds(limit=1)[0]
    assert second.said == "this text was stored already"
    assert second.document_id == fetched.document_id


@pytest.mark.prove
def test_an_address_that_answers_nothing_says_why(
    client: TestClient, store: Store, site: Site
) -> None:
    client.post("/found/address", data={"address": site.url("/nothing"), "tier": "ngo"})
    find = store.finds(limit=1)[0]
    assert (find.state, find.document_id) == (FindState.FAILED, None)
    assert "404" in find.said


@pytest.mark.prove
def test_the_guard_holds_for_what_people_name(client: TestClient, store: Store) -> None:
    """Row 16: an address of this machine that nobody has allowed."""
    client.post("/found/address", data={"address": "http://127.0.0.1:9/x", "tier": "ngo"})
    assert store.finds(limit=1)[0].state is FindState.FAILED


def test_a_text_has_the_title_and_the_day_that_a_person_gives(
    client: TestClient, store: Store
) -> None:
    given = {"tier": "ngo", "title": "Kazakhstan ratifies the covenant", "published": "2006-01-24"}
    file = {"file": ("named.txt", TEXT.encode(), "text/plain")}
    client.post("/found/file", data=given | {"covers": "1"}, files=file)
    find = store.finds(limit=1)[0]
    stored = store.document(find.document_id or "")
    assert stored is not None
    assert (stored.document.title, str(stored.document.published)) == (
        given["title"],
        given["published"],
    )
    assert (stored.source_id, stored.document.country) == ("added-ngo", "KZ")


@pytest.mark.prove
def test_while_a_night_runs_it_waits_and_is_not_lost(client: TestClient, store: Store) -> None:
    elsewhere = replace(this_process(), host="another-machine")
    store.take_lease(elsewhere, lambda _: False)
    file = {"file": ("named.txt", b"A text of a person.", "text/plain")}
    client.post("/found/file", data={"tier": "ngo", "title": "Waiting"}, files=file)
    assert store.finds(limit=1)[0].state is FindState.WAITING
    said = client.post("/found/waiting").text
    assert "A night is running" in said or "a night is running" in said
    store.drop_lease(elsewhere)
    assert taker(load_settings(), store)() == ""
    assert store.finds(limit=1)[0].state is FindState.TAKEN


@pytest.mark.prove
def test_a_night_takes_in_what_waits(tmp_path: Path) -> None:
    from tests.factories import make_find

    store = open_store(load_settings(home=tmp_path))
    store.add_find(make_find(address="", kind="text/plain", text=TEXT, title="Ratified"))
    store.close()
    _, _, err = recwatch(tmp_path, "run")
    assert "Found by hand: Ratified: taken" in err
