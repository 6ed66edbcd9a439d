"""What holds for every file of the catalogue."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from monitor.coverage import Coverage, coverage_of, gaps, strangers
from monitor.wiring import SHIPPED
from rules.records import Register
from rules.register import SHIPPED as SHIPPED_RULES
from spiders.records import Source, Tier
from tests.monitor.catalogue.shipped import enabled, shipped
from tests.monitor.test_coverage import REGISTER

FILES = sorted(path for path in SHIPPED.rglob("*.yml") if "demo" not in path.parts)


@pytest.fixture(scope="module")
def register() -> Register:
    """The first report's, without its signals: compiling those takes seconds."""
    folder = SHIPPED_RULES / "registers" / "hrw-kazakhstan-2004"
    report = yaml.safe_load((folder / "report.yml").read_text(encoding="utf-8"))
    return replace(
        REGISTER,
        id=report["id"],
        addressees=tuple((name, name) for name in report["addressees"]),
        recommendations=tuple(
            replace(REGISTER.recommendations[0], id=name, addressees=_addressees(folder, name))
            for name in report["order"]
        ),
    )


def _addressees(folder: Path, name: str) -> tuple[str, ...]:
    text = (folder / f"{name}.yml").read_text(encoding="utf-8")
    (line,) = re.findall(r"^addressees: .*$", text, re.MULTILINE)
    return tuple(yaml.safe_load(line)["addressees"])


@pytest.fixture(scope="module")
def coverage(register: Register) -> tuple[Coverage, ...]:
    return coverage_of(register, tuple(shipped().values()))


def test_each_file_is_called_after_its_source_and_no_two_alike() -> None:
    assert sorted(path.stem for path in FILES) == sorted(shipped())
    assert max(Counter(path.stem for path in FILES).values()) == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_tells_a_maintainer_something_and_says_what_it_expects(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "dates_that_parse:" in text


@pytest.mark.parametrize("source", enabled(), ids=lambda source: source.id)
def test_an_enabled_source_is_read_for_something_and_kept_within_bounds(source: Source) -> None:
    assert source.watches
    assert source.pace.delay >= 1
    assert source.pace.concurrent == 1
    assert source.finds == (source.tier is Tier.AGGREGATOR)


def test_what_is_disabled_says_so_in_one_sentence() -> None:
    reasons = [each.disabled_because for each in shipped().values() if each.disabled_because]
    assert all(reason[0].islower() and not reason.endswith(".") for reason in reasons)


def test_no_file_names_a_recommendation_or_addressee_that_the_register_lacks(
    register: Register,
) -> None:
    assert list(strangers(register, tuple(shipped().values()))) == []


def test_every_recommendation_has_an_independent_source_of_another_publisher(
    coverage: tuple[Coverage, ...],
) -> None:
    assert len(coverage) == 29
    assert [each.recommendation for each in coverage if "independent" in each.lacks] == []


def test_every_recommendation_has_a_primary_source_or_one_file_that_says_why_not(
    coverage: tuple[Coverage, ...],
) -> None:
    """Never both: who enables the missing source has to take the reason out."""
    assert all(bool(each.primary) != (len(each.why_no_primary) == 1) for each in coverage)


def test_a_reason_stands_only_in_the_file_of_a_source_that_is_not_read() -> None:
    stating = [s for s in shipped().values() if any(w.no_primary_for for w in s.watches)]
    assert all(source.disabled_because for source in stating)


def test_each_gap_is_told_with_its_reason(coverage: tuple[Coverage, ...]) -> None:
    assert all(sentence.endswith(")") for _, sentence in gaps(coverage))
