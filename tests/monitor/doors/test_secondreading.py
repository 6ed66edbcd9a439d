"""Second readings as people type them: blind on the command line, too."""

import pytest

from storage.contract import Store
from tests.monitor.doors.said import Command


@pytest.fixture(autouse=True)
def all_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECWATCH_SECOND_READING", "1")


def test_a_second_reader_sees_nothing_of_the_first_and_then_agreement_counts(
    store: Store, recwatch: Command
) -> None:
    before = recwatch("review", "show", "1", "--json").json
    recwatch("review", "answer", "1", "progress", "--reviewer", "dana", "--note", "as I read it")
    assert recwatch("review", "show", "1", "--json").json == before
    assert recwatch("review", "undo", "1").code != 0
    recwatch("review", "answer", "1", "regression")
    assert len(store.reviews(1)) == 2
    told = recwatch("review", "agreement", "--json").json
    assert (told["together"]["pairs"], told["together"]["agreed"]) == (1, 0)
    assert told["differ"] == [{"first": "progress", "second": "regression", "count": 1}]


def test_agreement_says_that_there_is_none_yet(store: Store, recwatch: Command) -> None:
    assert "No flag has been read by two people" in recwatch("review", "agreement").err


@pytest.mark.parametrize("share", ["2", "-0.1", "often"])
def test_a_share_that_is_none_is_refused(
    recwatch: Command, monkeypatch: pytest.MonkeyPatch, share: str
) -> None:
    monkeypatch.setenv("RECWATCH_SECOND_READING", share)
    said = recwatch("review", "list")
    assert said.code == 2 and "RECWATCH_SECOND_READING" in said.err


def test_a_file_for_one_person_leaves_out_what_he_answered(
    store: Store, recwatch: Command, tmp_path: object
) -> None:
    recwatch("review", "answer", "1", "progress", "--reviewer", "dana")
    said = recwatch("review", "export", f"{tmp_path}/q.html", "--for", "dana", "--pseudonyms")
    assert "1 waiting flags" in said.err
