"""`recwatch verify` as a person types it."""

from storage.contract import Store
from tests.monitor.doors.said import Command


def test_what_differs_is_named_and_ends_with_code_one(store: Store, recwatch: Command) -> None:
    said = recwatch("verify")
    assert said.code == 1
    assert "flag 1\tthe page p1 of its document is gone" in said.out


def test_programs_get_what_differs(store: Store, recwatch: Command) -> None:
    assert recwatch("verify", "--json").json[0]["place"] == "flag 1"
