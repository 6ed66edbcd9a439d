"""The app over a store in memory, and browsers' requests without a browser."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from monitor.web.app import make_app
from monitor.web.office import Office
from monitor.web.policy import make_policy
from rules.records import Ladder
from spiders.records import Page
from storage.archive import DamagedRecord
from storage.contract import Store
from storage.people import Account, Role
from storage.records import PageRecord
from tests.monitor.flagging import AT, FixedClock, make_flag, make_guide, make_store
from tests.web.bench import NearBench

BASE = "http://127.0.0.1:8420"
SAME = {"origin": BASE, "sec-fetch-site": "same-origin"}
PASSWORD = "four plain words here"


class NoArchive:
    """Evidence that is gone."""

    def read(self, record: PageRecord) -> Page:
        raise DamagedRecord("x.warc.gz", 0, "the file is missing")


def make_office(store: Store, *, single_user: str = "", origin: str = "") -> Office:
    return Office(
        store=store,
        guide=make_guide(),
        ladders={"prisoner": Ladder(id="prisoner", rungs=("eased", "released"))},
        reader=NoArchive(),
        clock=FixedClock(),
        policy=make_policy(8420, single_user=single_user, origin=origin),
        keep_cause=lambda error: "the cause is in errors.log",
        bench=NearBench(store),
    )


@pytest.fixture(scope="session")
def hashed() -> str:
    # The product's hashes are slow on purpose, and are tested apart; each says how slow it is.
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def store() -> Store:
    return make_store(*(make_flag(number) for number in range(1, 4)))


@pytest.fixture
def office(store: Store, hashed: str) -> Office:
    for role in Role:
        name = role.value.title()
        store.add_account(Account(name=name, role=role, password=hashed, made_at=AT))
    return make_office(store)


@pytest.fixture
def visitor(office: Office) -> Callable[[str], TestClient]:
    """A client for a role; "" for nobody."""
    app = make_app(office)

    def make(role: str) -> TestClient:
        client = TestClient(app, base_url=BASE, headers=SAME, follow_redirects=False)
        client.__enter__()
        if role:
            sent = {"name": role.title(), "password": PASSWORD}
            assert client.post("/sign-in", data=sent).status_code == 303
        return client

    return make
