"""How a night's account is told, and what it exits with."""

from datetime import timedelta

import pytest

from monitor.cli.nightview import print_sources, told
from spiders.records import SourceState
from tests.factories import NIGHT, make_source_night


def test_a_bad_night_tells_its_reason_the_last_good_one_and_the_cure() -> None:
    night = make_source_night(
        state=SourceState.FAILED,
        reason="HTTP 404",
        last_good=NIGHT - timedelta(days=3),
        cure="find the new one",
    )
    assert told(night, NIGHT) == (
        "HTTP 404; last good night 2026-02-26, 3 days ago; cure: find the new one"
    )


def test_a_good_night_tells_no_more_than_its_reason() -> None:
    night = make_source_night(reason="3 read", last_good=NIGHT - timedelta(days=1))
    assert told(night, NIGHT) == "3 read"


@pytest.mark.parametrize("state", SourceState)
def test_only_what_a_person_should_look_at_is_an_alarm(state: SourceState) -> None:
    alarms = {SourceState.PARTIAL, SourceState.FAILED, SourceState.SUSPICIOUS}
    assert print_sources([make_source_night(state=state)], NIGHT) == int(state in alarms)


def test_a_night_on_which_nothing_answers_is_an_alarm_though_no_source_is_proven(
    capsys: pytest.CaptureFixture[str],
) -> None:
    night = make_source_night(state=SourceState.UNPROVEN, read=0, unchanged=0)
    assert print_sources([night, night], NIGHT) == 1
    assert "not one source answered" in capsys.readouterr().err
