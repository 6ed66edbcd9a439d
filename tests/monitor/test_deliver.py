"""Which flags a digest tells, and that none is told twice."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.digests.deliver import DigestOutcome, digest_id, make_digest, queue_digest
from monitor.outbox import FolderCarrier
from monitor.posting import post_mails
from monitor.regrouping import join
from monitor.reviews import record_answer
from spiders.records import SourceOutcome, SourceState
from storage.contract import Store
from storage.post import Subscription
from storage.records import Answer, Lane, Run, RunState, SourceNight
from tests.monitor.flagging import AT, FixedClock, make_edition, make_flag, make_store

WHO = "team@example.org"


@pytest.fixture
def carrier(tmp_path: Path) -> FolderCarrier:
    return FolderCarrier(tmp_path / "outbox")


def deliver(store: Store, carrier: FolderCarrier, who: str = WHO) -> DigestOutcome:
    outcome = queue_digest(make_edition(store), Subscription(address=who))
    return replace(outcome, path=post_mails(store, carrier, FixedClock()).path)


def letters(tmp_path: Path) -> Iterator[Path]:
    return (tmp_path / "outbox").glob("*.eml")


def test_new_flags_make_a_letter_that_is_remembered(tmp_path: Path, carrier: FolderCarrier) -> None:
    store = make_store(make_flag(1), make_flag(2, lane=Lane.COMING))
    outcome = deliver(store, carrier)
    assert outcome.path is not None and outcome.path.exists()
    assert [digest.flags for digest in store.digests(WHO)] == [(1, 2)]


def test_nothing_new_makes_no_letter_and_says_so(carrier: FolderCarrier) -> None:
    outcome = deliver(make_store(), carrier)
    assert outcome.letter is None and "nothing new" in outcome.reason


def test_no_flag_is_told_twice_to_one_person(tmp_path: Path, carrier: FolderCarrier) -> None:
    store = make_store(make_flag(1))
    deliver(store, carrier)
    make_store(make_flag(2), store=store)
    assert (deliver(store, carrier).flags, deliver(store, carrier).flags) == (1, 0)


def test_another_person_is_told_all_of_it(carrier: FolderCarrier) -> None:
    store = make_store(make_flag(1))
    deliver(store, carrier)
    assert deliver(store, carrier, "other@example.org").flags == 1


def test_the_backlog_is_never_mailed(carrier: FolderCarrier) -> None:
    assert deliver(make_store(make_flag(1, lane=Lane.BACKLOG)), carrier).flags == 0


def test_what_a_person_found_not_relevant_is_not_mailed(carrier: FolderCarrier) -> None:
    store = make_store(make_flag(1), make_flag(2))
    clock = FixedClock()
    record_answer(store, 1, Answer.NOT_RELEVANT, note="", reviewer="aru", clock=clock)
    deliver(store, carrier)
    assert [digest.flags for digest in store.digests(WHO)] == [(2,)]


def test_what_a_person_has_confirmed_is_mailed_with_the_name(carrier: FolderCarrier) -> None:
    store = make_store(make_flag(1))
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="aru", clock=FixedClock())
    letter = deliver(store, carrier).letter
    assert letter is not None and "aru answered: progress" in letter.text


def test_a_letter_that_is_only_shown_is_not_remembered() -> None:
    store = make_store(make_flag(1))
    made = make_digest(make_edition(store), Subscription(address=WHO))
    assert made.letter is not None and store.digests(WHO) == ()


@pytest.mark.parametrize("call", ["queue_mail", "claim_mails", "close_mail"])
def test_a_crash_at_any_step_tells_every_flag_once(
    tmp_path: Path, carrier: FolderCarrier, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Row 86: more flags come before the next try, and none is told twice."""
    store = make_store(make_flag(1))
    with monkeypatch.context() as patched:
        patched.setattr(store, call, _die)
        with pytest.raises(KeyboardInterrupt):
            deliver(store, carrier)
    make_store(make_flag(2), store=store)
    deliver(store, carrier)
    told = [number for digest in store.digests(WHO) for number in digest.flags]
    assert sorted(told) == [1, 2]


def _die(*given: object) -> bool:
    raise KeyboardInterrupt


def test_the_first_line_says_what_could_not_be_read(carrier: FolderCarrier) -> None:
    store = make_store(make_flag(1))
    store.open_run(
        Run(id="run1", started_at=AT, finished_at=None, state=RunState.RUNNING, rules="")
    )
    for name, state in (("herald", SourceState.FAILED), ("post", SourceState.OK)):
        outcome = SourceOutcome(
            source_id=name, state=state, reason="no answer", read=0, unchanged=0, refused=0
        )
        store.add_source_night(SourceNight(run_id="run1", outcome=outcome))
    letter = deliver(store, carrier).letter
    assert letter is not None
    assert letter.text.splitlines()[0] == (
        "1 possible progress, from 2 sources; 0 pages read; 1 source failed."
    )


def test_a_digest_is_named_by_whom_it_tells_what() -> None:
    assert digest_id(WHO, (2, 1)) == digest_id(WHO, (1, 2))
    assert digest_id(WHO, (1,)) != digest_id("other@example.org", (1,))


def test_what_another_flag_tells_is_in_no_letter(carrier: FolderCarrier) -> None:
    store = make_store(make_flag(1), make_flag(2))
    join(store, 2, 1, reviewer="aru", clock=FixedClock())
    assert deliver(store, carrier).flags == 1
