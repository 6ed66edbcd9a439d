"""Which flags a digest tells, and that none is told twice."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.digests.deliver import DigestOutcome, digest_id, make_digest
from monitor.outbox import FolderMailer
from monitor.reviews import record_answer
from spiders.records import SourceOutcome, SourceState
from storage.contract import Store
from storage.records import Answer, Lane, Run, RunState, SourceNight
from tests.monitor.flagging import AT, FixedClock, make_flag, make_guide, make_store

WHO = "team@example.org"


@pytest.fixture
def mailer(tmp_path: Path) -> FolderMailer:
    return FolderMailer(tmp_path / "outbox")


def deliver(store: Store, mailer: FolderMailer | None, who: str = WHO) -> DigestOutcome:
    return make_digest(store, FixedClock(), make_guide(), mailer, subscriber=who, run_id="run1")


def letters(tmp_path: Path) -> Iterator[Path]:
    return (tmp_path / "outbox").glob("*.eml")


def test_new_flags_make_a_letter_that_is_remembered(tmp_path: Path, mailer: FolderMailer) -> None:
    store = make_store(make_flag(1), make_flag(2, lane=Lane.COMING))
    outcome = deliver(store, mailer)
    assert outcome.path is not None and outcome.path.exists()
    assert [digest.flags for digest in store.digests(WHO)] == [(1, 2)]


def test_nothing_new_makes_no_letter_and_says_so(mailer: FolderMailer) -> None:
    outcome = deliver(make_store(), mailer)
    assert outcome.letter is None and "nothing new" in outcome.reason


def test_no_flag_is_told_twice_to_one_person(tmp_path: Path, mailer: FolderMailer) -> None:
    store = make_store(make_flag(1))
    deliver(store, mailer)
    make_store(make_flag(2), store=store)
    assert (deliver(store, mailer).flags, deliver(store, mailer).flags) == (1, 0)


def test_another_person_is_told_all_of_it(mailer: FolderMailer) -> None:
    store = make_store(make_flag(1))
    deliver(store, mailer)
    assert deliver(store, mailer, "other@example.org").flags == 1


def test_the_backlog_is_never_mailed(mailer: FolderMailer) -> None:
    assert deliver(make_store(make_flag(1, lane=Lane.BACKLOG)), mailer).flags == 0


def test_what_a_person_found_not_relevant_is_not_mailed(mailer: FolderMailer) -> None:
    store = make_store(make_flag(1), make_flag(2))
    clock = FixedClock()
    record_answer(store, 1, Answer.NOT_RELEVANT, note="", reviewer="aru", clock=clock)
    deliver(store, mailer)
    assert [digest.flags for digest in store.digests(WHO)] == [(2,)]


def test_what_a_person_has_confirmed_is_mailed_with_the_name(mailer: FolderMailer) -> None:
    store = make_store(make_flag(1))
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="aru", clock=FixedClock())
    letter = deliver(store, mailer).letter
    assert letter is not None and "aru answered: progress" in letter.text


def test_a_preview_sends_and_remembers_nothing(tmp_path: Path) -> None:
    store = make_store(make_flag(1))
    outcome = deliver(store, None)
    assert outcome.letter is not None and store.digests(WHO) == ()


def test_a_crash_after_the_hand_over_does_not_make_a_second_letter(
    tmp_path: Path, mailer: FolderMailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(make_flag(1))
    with monkeypatch.context() as patched:
        patched.setattr(store, "add_digest", _die)
        with pytest.raises(KeyboardInterrupt):
            deliver(store, mailer)
    deliver(store, mailer)
    assert len(list(letters(tmp_path))) == 1


def _die(digest: object) -> bool:
    raise KeyboardInterrupt


def test_a_letter_that_could_not_be_handed_over_counts_as_not_sent(tmp_path: Path) -> None:
    class FullMailer:
        def deliver(self, message: EmailMessage, name: str) -> Path:
            raise OSError(28, "No space left on device")

    store = make_store(make_flag(1))
    with pytest.raises(OSError, match="No space"):
        make_digest(store, FixedClock(), make_guide(), FullMailer(), subscriber=WHO, run_id="run1")
    assert store.digests(WHO) == ()


def test_the_first_line_says_what_could_not_be_read(mailer: FolderMailer) -> None:
    store = make_store(make_flag(1))
    store.open_run(
        Run(id="run1", started_at=AT, finished_at=None, state=RunState.RUNNING, rules="")
    )
    for name, state in (("herald", SourceState.FAILED), ("post", SourceState.OK)):
        outcome = SourceOutcome(
            source_id=name, state=state, reason="no answer", read=0, unchanged=0, refused=0
        )
        store.add_source_night(SourceNight(run_id="run1", outcome=outcome))
    letter = deliver(store, mailer).letter
    assert letter is not None
    assert letter.text.splitlines()[0] == (
        "1 possible progress, from 2 sources; 0 pages read; 1 source failed."
    )


def test_a_digest_is_named_by_whom_it_tells_what() -> None:
    assert digest_id(WHO, (2, 1)) == digest_id(WHO, (1, 2))
    assert digest_id(WHO, (1,)) != digest_id("other@example.org", (1,))
