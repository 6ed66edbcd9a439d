"""Changed rules held against stored documents: what would be flagged, newly, no more, otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.trialwords import trial_said
from monitor.trying import ROWS_AT_MOST, Difference, RulesToTry, rules_to_try, try_rules
from rules.register import load_rulebook
from rules.rulefolders import ChangedFile
from storage.memory import MemoryStore
from storage.records import Changes, StoredDocument
from tests.factories import at, make_document, make_run, make_stored_document
from tests.monitor.tiny import write_rulebook

FREED = "The court has freed the editor."
ARRESTED = "Police have arrested the editor."
DRIVER = "The court has freed the driver."
OTHER = "It rained."


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rulebook(tmp_path_factory.mktemp("tiny"))


def rules(book: Path, *changes: tuple[str, str]) -> RulesToTry | None:
    """The tiny rules, and the same with words replaced."""
    text = (book / "registers" / "tiny" / "KZ-ZHA-1.yml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    changed = [
        ChangedFile(folder="registers/tiny", name="KZ-ZHA-1.yml", shown="x.yml", data=text.encode())
    ]
    before, after = load_rulebook("tiny", None, book), load_rulebook("tiny", None, book, changed)
    assert before.item and after.item, after.complaints
    return rules_to_try(before.item, after.item, changed, None)


# Every example of a near miss still is one for who loads it; whether it holds, `rules test` says.
WIDER = ("SENT(@release NEAR/6 @editor)", "SENT(@release)")
NONE = ("SENT(@release NEAR/6 @editor)", "SENT(@release NEAR/6 bicycle)")
BACKWARD = ("toward: progress\n    rung: released", "toward: regression\n    rung: arrested")


def stored(night: int, number: int, text: str) -> StoredDocument:
    document = make_document(number, text=text, title="")
    return make_stored_document(number, document=document, run_id=f"run-{night}")


def make_store(*nights: Sequence[str]) -> MemoryStore:
    """A night a list of texts, the oldest first."""
    store, number = MemoryStore(), 0
    for night, texts in enumerate(nights, start=1):
        store.open_run(make_run(night, started_at=at(0) + timedelta(days=night)))
        for text in texts:
            number += 1
            store.apply(Changes(documents=(stored(night, number, text),)))
    return store


def test_what_a_wider_rule_finds_is_new(book: Path) -> None:
    found = rules(book, WIDER)
    assert found is not None
    trial = try_rules(make_store([FREED, DRIVER, OTHER]), found)
    assert (trial.documents, trial.total.flagged) == (3, 2)
    (row,) = trial.rows
    assert (row.what, row.document_id, row.before) == (Difference.NEW, "document-2", ())
    assert row.after == ("released: progress",)
    assert [p.text for p in row.passages[0].pieces if p.part] == ["freed"]


def test_what_a_narrower_rule_loses_is_gone_with_the_words_that_counted(book: Path) -> None:
    found = rules(book, NONE)
    assert found is not None
    (row,) = try_rules(make_store([FREED, ARRESTED]), found).rows
    assert (row.what, row.after) == (Difference.GONE, ())
    assert row.passages[0].text == FREED


def test_what_both_flag_in_another_way_is_otherwise(book: Path) -> None:
    found = rules(
        book,
        BACKWARD,
        (
            "toward: regression\n    rung: arrested\n    when: SENT(@arr",
            "toward: progress\n    rung: released\n    when: SENT(@arr",
        ),
    )
    assert found is not None
    trial = try_rules(make_store([FREED, OTHER]), found)
    assert trial.total.changed == {
        Difference.NEW: 0, Difference.GONE: 0, Difference.OTHERWISE: 1
    }  # fmt: skip


def test_a_recommendation_that_nobody_expected_to_differ_is_told_too(book: Path) -> None:
    found = rules(book, WIDER)
    assert found is not None
    trial = try_rules(make_store([FREED, DRIVER]), replace(found, names=()))
    assert trial.names == ("KZ-ZHA-1",)
    assert (trial.total.flagged, trial.total.changed[Difference.NEW]) == (1, 1)


def test_a_change_that_alters_no_verdict_needs_no_documents(book: Path) -> None:
    assert rules(book, ("asks: Free the editor.", "asks: Free her.")) is None


def test_only_the_last_nights_with_documents_are_read_newest_first(book: Path) -> None:
    found = rules(book, WIDER)
    assert found is not None
    store = make_store([FREED], [DRIVER], [], [DRIVER, FREED])
    trial = try_rules(store, found, 2)
    assert (trial.documents, len(trial.nights), trial.is_whole) == (3, 2, True)
    assert trial.nights == (at(0).date() + timedelta(days=4), at(0).date() + timedelta(days=2))


def test_runs_of_one_day_are_one_night(book: Path) -> None:
    found = rules(book, WIDER)
    assert found is not None
    store = make_store([FREED])
    store.open_run(make_run(7, started_at=at(300) + timedelta(days=1)))
    store.apply(Changes(documents=(stored(7, 9, DRIVER),)))
    assert try_rules(store, found, 1).documents == 2


def test_a_version_that_was_replaced_is_not_read(book: Path) -> None:
    found = rules(book, WIDER)
    assert found is not None
    store = make_store([DRIVER])
    new = stored(1, 2, OTHER)
    store.apply(Changes(documents=(new,), superseded=(("document-1", "document-2"),)))
    assert try_rules(store, found).total.flagged == 0


def test_when_time_runs_out_it_says_how_much_was_read(book: Path) -> None:
    found = rules(book, WIDER)
    assert found is not None
    left = iter([False, False, False, True])
    trial = try_rules(make_store([DRIVER, FREED], [DRIVER, DRIVER]), found, is_over=left.__next__)
    assert (trial.documents, len(trial.nights), trial.is_whole) == (3, 1, False)
    said = " ".join(trial_said(trial))
    assert "Time ran out before 30 nights were read: 1 were read whole" in said
    assert "would have flagged 3 of the last nights' 3 documents: 3 new, 0 gone" in said


def test_all_is_counted_and_only_so_much_is_kept(book: Path) -> None:
    found = rules(book, WIDER)
    assert found is not None
    many = ROWS_AT_MOST + 5
    trial = try_rules(make_store([DRIVER] * many), found)
    assert trial.total.changed[Difference.NEW] == many
    assert len(trial.rows) == ROWS_AT_MOST
