"""The register that ships: it loads, its examples hold, and every process reads it alike."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rules
from rules.complaints import Loaded
from rules.examples import check_examples
from rules.formatting import format_rules
from rules.matcher import Matcher
from rules.packing import pack, unpack_rulebook
from rules.register import SHIPPED, Rulebook
from tests import __file__ as tests_file
from tests.kept import read_rules
from tests.rules.books import make_document

_MATCH = "from monitor.cli.main import main; main()"


def test_the_rules_that_are_imported_are_ours() -> None:
    assert Path(str(rules.__file__)).parents[1] == Path(tests_file).parents[1]


@pytest.fixture(scope="module")
def read() -> Loaded[Rulebook]:
    """What ships, read from its files and from nowhere else."""
    return read_rules()


def test_the_shipped_register_has_no_complaint(read: Loaded[Rulebook]) -> None:
    assert read.complaints == ()


def test_all_that_ships_can_be_kept(read: Loaded[Rulebook]) -> None:
    rulebook = read.item
    assert rulebook is not None
    again = unpack_rulebook(json.loads(json.dumps(pack(rulebook))))
    assert again.register == rulebook.register
    assert dict(again.concepts) == dict(rulebook.concepts)
    assert (again.cues, again.dates, again.places) == (
        rulebook.cues,
        rulebook.dates,
        rulebook.places,
    )


def test_every_shipped_example_is_answered_as_it_says(shipped: Matcher) -> None:
    assert check_examples(shipped) == ()


def test_a_case_that_the_report_names_is_told_of_its_own_recommendations_alone(
    shipped: Matcher,
) -> None:
    title = "Opposition leader {} was released from prison in Kazakhstan"
    told = {
        name: {
            match.recommendation
            for match in shipped.match(make_document("", title=title.format(name)))
        }
        for name in ("Galymzhan Zhakiyanov", "Vladimir Kozlov")
    }
    assert told == {"Galymzhan Zhakiyanov": {"KZ-ZHA-1"}, "Vladimir Kozlov": {"KZ-ASS-4"}}


@pytest.fixture(scope="module")
def lines(shipped_rules: Rulebook) -> str:
    """Every shipped example as a document."""
    found = (
        example
        for asked in shipped_rules.register.recommendations
        for signal in asked.signals
        for example in signal.examples
    )
    documents = (
        {"id": n, "title": "", "text": e.text, "language": e.language, "country": "KZ"}
        for n, e in enumerate(found)
    )
    return "".join(json.dumps(document) + "\n" for document in documents)


@pytest.mark.prove
def test_matches_do_not_depend_on_the_order_of_hashes(lines: str) -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", _MATCH, "match", "-"],
            input=lines,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_every_expression_that_ships_is_laid_out() -> None:
    files = sorted((SHIPPED / "registers").rglob("*.yml")) + sorted(
        (SHIPPED / "patterns").rglob("*.yml")
    )
    sources = {file: file.read_text(encoding="utf-8") for file in files}
    odd = [file.name for file, source in sources.items() if _laid_out(source) != source]
    assert odd == [], "run `recwatch rules format` on them"


def _laid_out(source: str) -> str | None:
    return format_rules(source, "rules").item
