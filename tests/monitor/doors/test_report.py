"""`recwatch report` as a person types it."""

from pathlib import Path

from storage.contract import Store
from tests.monitor.doors.said import Command


def test_a_clause_says_where_it_stands_and_what_waits(store: Store, recwatch: Command) -> None:
    recwatch("review", "answer", "1", "progress")
    said = recwatch("report")
    assert said.code == 0, said.err
    assert "KZ-ZHA-1 Free the editor." in said.out
    assert "stands at “released” (3 of 4) since 2026-11-22, flag 1; nothing moved since" in said.out


def test_what_is_spent_takes_one_line(store: Store, recwatch: Command, rulebook: Path) -> None:
    file = rulebook / "registers" / "tiny" / "KZ-ZHA-1.yml"
    life = 'ladder: prisoner\nlife: {state: overtaken, on: 2027-01-01, why: "he died"}\n'
    text = file.read_text(encoding="utf-8").replace("ladder: prisoner\n", life)
    file.write_text(text, encoding="utf-8")
    said = recwatch("report")
    assert said.out == "KZ-ZHA-1 overtaken 2027-01-01: he died; nothing reopened it\n"


def test_programs_get_the_standing(store: Store, recwatch: Command) -> None:
    (one,) = recwatch("report", "--rec", "KZ-ZHA-1", "--json").json
    assert one["clauses"][0]["waiting"] == {"progress": 2}


def test_a_recommendation_that_is_not_there_ends_with_code_two(
    store: Store, recwatch: Command
) -> None:
    assert recwatch("report", "--rec", "NO-1").code == 2
