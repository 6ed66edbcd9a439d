"""What waits, as the file that comes with a letter: whole, bounded, and only where it may be."""

from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from monitor.away import attached
from monitor.away.attached import FileMaker
from monitor.away.sheet import Fate, SheetRow, take_in
from monitor.digests.build import BYTES_AT_MOST
from monitor.digests.deliver import queue_digest
from monitor.reviews import record_answer
from storage.contract import Store
from storage.post import Subscription
from storage.records import Answer, Heading, Lane
from tests.monitor.flagging import AT, FixedClock, make_edition, make_flag, make_guide, make_store

WHO = "reader@example.org"


def letter_of(store: Store, *, origin: str = "", **wishes: Any) -> EmailMessage:
    """The letter that a reader of these wishes is sent."""
    edition = make_edition(store, origin=origin, attach=FileMaker())
    queue_digest(edition, Subscription(address=WHO, **wishes))
    (mail,) = store.mails()
    return message_from_string(mail.message, policy=SMTP)  # type: ignore[return-value]


def files_in(letter: EmailMessage) -> dict[str, str]:
    return {str(part.get_filename()): part.get_content() for part in letter.iter_attachments()}


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_letter_carries_what_waits_and_its_answers_come_back() -> None:
    store = make_store(make_flag(1), make_flag(2, lane=Lane.COMING))
    letter = letter_of(store)
    ((name, page),) = files_in(letter).items()
    assert name == "review-2026-11-23.html" and "2 flags wait" in page
    assert f"Look at it and answer: flag 1 in {name}" in text_of(letter)
    assert f"{name}, which comes with this letter, holds the 2 that wait" in text_of(letter)
    version = page.partition('data-flag="2" data-version="')[2].partition('"')[0]
    row = SheetRow(line=2, flag=2, version=version, answer=Answer.PROGRESS, note="")
    taken = take_in(store, [row], reviewer="aru", clock=FixedClock())
    assert [one.fate for one in taken] == [Fate.KEPT]


def test_regressions_are_the_first_in_the_file() -> None:
    store = make_store(make_flag(1), make_flag(2, heading=Heading.REGRESSION))
    ((_, page),) = files_in(letter_of(store)).items()
    assert page.index('id="flag-2"') < page.index('id="flag-1"')


@pytest.mark.parametrize(
    "given",
    [
        {"neutral": True},
        {"link_only": True},
        {"review_file": False},
        {"origin": "https://review.example.org"},
    ],
    ids=str,
)
def test_it_comes_with_no_letter_that_others_may_read_or_that_has_links(
    given: dict[str, Any],
) -> None:
    letter = letter_of(make_store(make_flag(1)), **given)
    assert files_in(letter) == {} and ".html" not in text_of(letter)


def test_what_is_answered_is_not_in_it() -> None:
    store = make_store(make_flag(1), make_flag(2))
    record_answer(store, 1, Answer.PROGRESS, note="", reviewer="Aigul", clock=FixedClock())
    letter = letter_of(store)
    ((_, page),) = files_in(letter).items()
    assert ('id="flag-1"' in page, 'id="flag-2"' in page) == (False, True)
    assert "recwatch review show 1" in text_of(letter)


def test_who_answered_before_is_not_named_in_it() -> None:
    store = make_store(make_flag(1))
    record_answer(store, 1, Answer.UNSURE, note="", reviewer="Aigul", clock=FixedClock())
    ((_, page),) = files_in(letter_of(store)).items()
    assert "Aigul" not in page and "a reviewer" in page


def test_row_91_of_a_thousand_the_first_travel_and_the_rest_are_counted() -> None:
    store = make_store(*(make_flag(number) for number in range(1, 1001)))
    letter = letter_of(store)
    ((name, page),) = files_in(letter).items()
    held = page.count("<article")
    assert held == attached.FLAGS_AT_MOST
    assert f"{name}, which comes with this letter, holds the first {held} of 1000" in text_of(
        letter
    )
    assert f"{1000 - held} more found no room here" in page
    body = [part for part in letter.walk() if part.get_content_type() == "multipart/alternative"]
    assert len(body[0].as_bytes()) < BYTES_AT_MOST


def test_the_file_is_held_to_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "BYTES_AT_MOST", 30_000)
    store = make_store(*(make_flag(number) for number in range(1, 41)))
    ((_, page),) = files_in(letter_of(store)).items()
    held = page.count("<article")
    assert len(page.encode()) <= 30_000 and 0 < held < 40
    assert f"{40 - held} more found no room" in page


def test_where_not_even_one_fits_no_file_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "BYTES_AT_MOST", 100)
    letter = letter_of(make_store(make_flag(1)))
    assert files_in(letter) == {} and "recwatch review show 1" in text_of(letter)


def test_readers_of_the_same_flags_share_one_file() -> None:
    store, maker = make_store(make_flag(1)), FileMaker()
    made = [maker(store, make_guide(), [store.flag(1)], AT) for _ in range(2)]
    assert made[0] is not None and made[0] is made[1]
