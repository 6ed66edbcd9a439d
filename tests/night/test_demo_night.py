"""One night, end to end, over the newsroom; then the night after."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.night.commands import night, recwatch


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(home: Path) -> dict[str, Any]:
    return night(home)


@pytest.fixture(scope="module")
def first_answers(home: Path, first: dict[str, Any]) -> dict[str, Any]:
    del first
    return dict(json.loads(recwatch(home, "demo", "answers", "--json")[1]))


@pytest.fixture(scope="module")
def second(home: Path, first_answers: dict[str, Any]) -> dict[str, Any]:
    del first_answers
    assert recwatch(home, "demo", "advance")[0] == 0
    return night(home)


def test_every_source_of_the_newsroom_ends_well(first: dict[str, Any]) -> None:
    assert {s["state"] for s in first["sources"]} == {"ok"}


def test_no_planted_event_is_missed(first_answers: dict[str, Any]) -> None:
    assert first_answers["missing"] == []


def test_every_planted_event_has_its_direction_and_lane(first_answers: dict[str, Any]) -> None:
    assert first_answers["differing"] == []


def test_no_noise_is_flagged(first_answers: dict[str, Any]) -> None:
    assert first_answers["not_planted"] == []


def test_the_letter_lies_in_the_outbox(first: dict[str, Any]) -> None:
    assert Path(first["digest"]["path"]).stat().st_size > 0


def test_the_second_night_reports_the_three_changes_alone(second: dict[str, Any]) -> None:
    assert second["documents"] == {"new": 1, "changed": 1, "completed": 0, "gone": 1}


def test_what_both_nights_kept_is_as_it_was_kept(home: Path, second: dict[str, Any]) -> None:
    del second
    code, out, err = recwatch(home, "verify")
    assert (code, out) == (0, ""), err
