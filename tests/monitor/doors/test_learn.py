"""`recwatch rules learn` as a person types it."""

import json
from pathlib import Path

import pytest

from tests.monitor.doors.said import Command

FREED = "The court has freed the editor."


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[str, str]:
    """A set in which the rules are wrong wherever the title speaks of an arrest."""
    documents, labels = [], []
    for number in range(90):
        is_event = number % 3 > 0
        name, title = f"b{number % 10}-{number}", "Out of prison" if is_event else "The arrest"
        documents.append(
            {"id": name, "title": title, "text": FREED, "country": "KZ", "language": "en"}
        )
        labels.append(f"{name}\t{'KZ-ZHA-1:progress' if is_event else 'NONE'}")
    given = tmp_path / "d.jsonl", tmp_path / "l.tsv"
    given[0].write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    given[1].write_text("\n".join(labels), encoding="utf-8")
    return str(given[0]), str(given[1])


def test_what_is_learnt_lies_over_the_rules_and_is_used_at_once(
    recwatch: Command, labelled: tuple[str, str]
) -> None:
    documents, labels = labelled
    before = recwatch("backtest", "--documents", documents, "--labels", labels, "--json").json
    said = recwatch("rules", "learn", "--fresh-documents", documents, "--fresh-labels", labels)
    assert said.code == 0, said.err
    assert "90 were answered without being learnt from" in said.out + said.err
    assert "precision\t0.667 (60 of 90)\t1.000 (60 of 60)" in said.out
    after = recwatch("backtest", "--documents", documents, "--labels", labels, "--json").json
    assert (before["pairs"]["false"], after["pairs"]["false"]) == (30, 0)
    assert before["pairs"]["found"] == after["pairs"]["found"] == 60


def test_files_that_do_not_pair_are_refused(recwatch: Command, labelled: tuple[str, str]) -> None:
    said = recwatch("rules", "learn", "--documents", labelled[0])
    assert said.code == 2
    assert "--documents: 1 files of documents, and 0 of labels" in " ".join(said.err.split())


def test_too_few_documents_are_refused_with_the_remedy(recwatch: Command, tmp_path: Path) -> None:
    documents, labels = tmp_path / "one.jsonl", tmp_path / "one.tsv"
    documents.write_text(json.dumps({"id": "a", "title": "", "text": FREED}), encoding="utf-8")
    labels.write_text("a\tNONE\n", encoding="utf-8")
    said = recwatch("rules", "learn", "--documents", str(documents), "--labels", str(labels))
    assert said.code == 2
    assert "label more documents" in " ".join(said.err.split())
