"""`recwatch status` as a person types it."""

from storage.contract import Store
from tests.monitor.doors.said import Command


def test_a_status_is_set_listed_and_reported(store: Store, recwatch: Command) -> None:
    recwatch("review", "answer", "1", "progress")
    said = recwatch(
        "status", "set", "KZ-ZHA-1", "release", "done", "--rung", "released", "--flag", "1",
        "--note", "seen at home",
    )  # fmt: skip
    assert said.code == 0, said.err
    line = "done (“released”), says aru on "
    assert line in said.err
    assert f"KZ-ZHA-1 release: {line}" in recwatch("status").out
    assert line in recwatch("report").out


def test_programs_get_every_status(store: Store, recwatch: Command) -> None:
    recwatch("status", "set", "KZ-ZHA-1", "release", "unclear", "--note", "nobody knows")
    (one,) = recwatch("status", "list", "KZ-ZHA-1", "--json").json
    assert (one["implementation"], one["flags"], one["reviewer"]) == ("unclear", [], "aru")


def test_what_rests_on_nothing_ends_with_code_two(store: Store, recwatch: Command) -> None:
    said = recwatch("status", "set", "KZ-ZHA-1", "release", "done")
    assert said.code == 2
    assert "cites a flag" in said.err
    assert recwatch("status").out == ""


def test_an_unknown_recommendation_ends_with_code_two(store: Store, recwatch: Command) -> None:
    assert recwatch("status", "set", "NO-1", "release", "done", "--note", "x").code == 2
