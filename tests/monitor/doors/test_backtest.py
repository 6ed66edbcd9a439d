"""`recwatch backtest` as a person types it."""

import json
from pathlib import Path

import pytest

from rules.records import Toward
from storage.contract import Store
from storage.found import Miss
from tests.monitor.doors.said import Command
from tests.monitor.flagging import AT

TEXTS = {
    "found": ("The court has freed the editor.", "KZ-ZHA-1:progress"),
    "missed": ("The court let the editor go.", "KZ-ZHA-1:progress"),
    "false": ("Police have arrested the editor.", "NONE"),
    "quiet": ("It rained.", "NONE"),
}


@pytest.fixture
def measured(tmp_path: Path) -> tuple[str, ...]:
    """The options that name a set of four documents and their labels."""
    documents = [
        {"id": name, "title": name, "text": text, "country": "KZ", "language": "en"}
        for name, (text, _) in TEXTS.items()
    ]
    given = tmp_path / "d.jsonl", tmp_path / "l.tsv"
    given[0].write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    labels = (f"{name}\t{label}\n" for name, (_, label) in TEXTS.items())
    given[1].write_text("".join(labels), encoding="utf-8")
    return "--documents", str(given[0]), "--labels", str(given[1])


def test_figures_come_first_and_mistakes_with_reasons_after(
    recwatch: Command, measured: tuple[str, ...]
) -> None:
    said = recwatch("backtest", *measured)
    assert said.code == 0, said.err
    assert "KZ-ZHA-1\t1\t1\t1\t0.500 (0.09-0.91)\t0.500 (0.09-0.91)\n" in said.out
    missed, false = said.out.index("Missed: 1"), said.out.index("False alarms: 1")
    assert missed < false
    assert "nothing in the same sentence says “to set free” (@release)" in said.out[missed:false]
    assert "at “arrested” (to arrest), “editor” (the editor)" in said.out[false:]


def test_programs_get_the_same_figures(recwatch: Command, measured: tuple[str, ...]) -> None:
    said = recwatch("backtest", *measured, "--json").json
    assert said["languages"]["en"]["recall"] == said["pairs"]["recall"]
    assert [(m["kind"], m["id"]) for m in said["mistakes"]] == [
        ("missed", "missed"),
        ("false", "false"),
    ]


def test_a_run_against_itself_changes_nothing(
    recwatch: Command, measured: tuple[str, ...], tmp_path: Path
) -> None:
    kept = str(tmp_path / "r.json")
    recwatch("backtest", *measured, "--save", kept)
    said = recwatch("backtest", *measured, "--against", kept, "--json").json["difference"]
    assert set(map(str, said.values())) == {"[]", "0"}


def test_what_a_rule_gained_is_named(
    recwatch: Command, measured: tuple[str, ...], tmp_path: Path, rulebook: Path
) -> None:
    kept = str(tmp_path / "r.json")
    recwatch("backtest", *measured, "--save", kept)
    words = rulebook / "concepts" / "all.yml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("[freed,", "[freed, let,"), encoding="utf-8")
    said = recwatch("backtest", *measured, "--against", kept)
    assert "gained: 1\n    KZ-ZHA-1 missed" in said.out


def test_a_fault_in_the_labels_measures_nothing(
    recwatch: Command, measured: tuple[str, ...], tmp_path: Path
) -> None:
    Path(measured[3]).write_text("found\tKZ-ZHA-7:progress\n", encoding="utf-8")
    said = recwatch("backtest", *measured, "--save", str(tmp_path / "r.json"))
    assert (said.code, said.out) == (2, "") and not (tmp_path / "r.json").exists()
    assert "l.tsv:1:7 the register has no recommendation 'KZ-ZHA-7'" in said.err


@pytest.mark.parametrize(
    "words",
    [("--rec", "NO-1"), ("--against", "nowhere.json"), ("--save", "no/such/folder/r.json")],
)
def test_what_can_not_be_used_ends_with_code_two(
    recwatch: Command, measured: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert recwatch("backtest", *measured, *words).code == 2


def miss(store: Store, toward: Toward | None = Toward.PROGRESS, **given: str) -> None:
    """A person says that the one document should have been flagged."""
    fields = {"document_id": "d1", "recommendation": "KZ-ZHA-1"} | given
    store.add_miss(Miss(number=0, toward=toward, note="", reviewer="aru", at=AT, **fields))


def test_what_people_missed_counts_as_missed_until_the_rules_find_it(
    recwatch: Command, store: Store
) -> None:
    miss(store)
    said = recwatch("backtest", "--found-by-hand", "--json")
    (mistake,) = json.loads(said.out)["mistakes"]
    assert (mistake["kind"], mistake["id"]) == ("missed", "d1")


def test_what_was_taken_back_is_no_case(recwatch: Command, store: Store) -> None:
    miss(store)
    miss(store, None)
    said = recwatch("backtest", "--found-by-hand")
    assert "0 documents that people said should have been flagged." in said.err


def test_a_miss_of_a_demand_that_is_gone_is_told(recwatch: Command, store: Store) -> None:
    miss(store, recommendation="KZ-OLD-1")
    assert "1 more are of recommendations" in recwatch("backtest", "--found-by-hand").err


@pytest.mark.parametrize("words", [(), ("--labels", "x.tsv"), ("--documents", "x.jsonl")])
def test_a_measure_of_nothing_is_refused(recwatch: Command, words: tuple[str, ...]) -> None:
    said = recwatch("backtest", *words)
    assert said.code == 2
    assert "--found-by-hand" in said.err
