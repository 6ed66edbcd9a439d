"""What arrives, of whatever nights there are: with a real store and a real server."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from monitor.away.attached import FileMaker
from monitor.digests.build import BYTES_AT_MOST
from monitor.digests.deliver import NOTHING_NEW
from monitor.digests.message import Sender
from monitor.letters import NOBODY, NOT_YET, Desk, send_letters, send_trial
from monitor.smtp import MailServer, SmtpCarrier
from monitor.wishes import end_letters, keep_wishes
from spiders.records import SourceState
from storage.contract import Store
from storage.post import MailState, Rhythm, Subscription
from storage.records import Changes, DocumentMatches, FlagEvent, Story
from storage.sql.store import open_store
from tests.databases import lay_database
from tests.factories import make_run, make_source_night
from tests.monitor.flagging import (
    AT,
    FixedClock,
    make_document,
    make_flag,
    make_guide,
    make_match,
    make_register,
    make_store,
)
from tests.monitor.test_smtp import Scripted, serving

WHO, TEAM, ADMIN = "reader@example.org", "team@example.org", "admin@example.org"
HOSTILE = {
    "CR LF": "Vote\r\nBcc: all@evil.example\r\n\r\nbody",
    "VT": "Vote\vBcc: all@evil.example",
    "NEL": "Vote\x85Bcc: all@evil.example",
    "U+2028": "Vote\u2028Bcc: all@evil.example",
    "bidi": "\u202eTXT.elif\u2066\u2069",
    "10 kB": "Выборы " * 800,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 40,
    "encoded word": "=?utf-8?q?Bcc=3A_all=40evil=2Eexample?=",
    "markup": "<script>alert(1)</script><img src=//evil.example/x>",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(lay_database(tmp_path / "recwatch.db"))) as kept:
        yield kept


def desk(server: MailServer, days: float = 0, **given: str) -> Desk:
    sender = Sender(address="digest@example.org", attach=FileMaker())
    return Desk(
        carrier=SmtpCarrier(server, sender.address),
        sender=replace(sender, origin=given.get("origin", "")),
        clock=FixedClock(AT + timedelta(days=days)),
        fallback=TEAM,
        administrator=given.get("administrator", ""),
    )


def sent(store: Store, days: float = 0, **given: str) -> list[EmailMessage]:
    """What arrives when letters are seen to."""
    handler = Scripted()
    with serving(handler) as server:
        send_letters(store, make_guide(), desk(server, days, **given), store.runs(1)[0])
    assert {mail.state for mail in store.mails()} <= {MailState.SENT, MailState.WITHDRAWN}
    return [message_from_bytes(got, policy=SMTP) for got in handler.got]  # type: ignore[misc]


def night(store: Store, state: SourceState = SourceState.OK, days: int = 0) -> None:
    run = make_run(days + 1)
    store.open_run(run)
    good = AT - timedelta(days=1)
    store.add_source_night(make_source_night("herald", run.id, state=state, last_good=good))
    store.close_run(run.id, AT)


def flag_titled(store: Store, number: int, title: str) -> None:
    flag, document = make_flag(number), make_document(number, title=title)
    event = FlagEvent(flag=number, run_id="run1", at=AT, what="raised", reason="")
    store.apply(
        Changes(
            documents=(document,),
            stories=(Story(id=flag.story_id, document_id=flag.document_id, run_id="run1"),),
            matches=(DocumentMatches(document_id=flag.document_id, matches=(make_match(),)),),
            flags=(flag,),
            events=(event,),
        )
    )


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_rows_88_89_one_bad_title_brings_no_header_and_stops_no_digest(
    store: Store, title: str
) -> None:
    night(store)
    flag_titled(store, 1, title)
    flag_titled(store, 2, "Суд освободил редактора")
    (letter,) = sent(store)
    assert letter["Bcc"] is None and letter["To"] == TEAM
    assert len(letter["Subject"]) < 60 and str(letter["Subject"]).isprintable()
    text = text_of(letter)
    assert "Суд освободил редактора" in text and text.count("  * ") == 2
    assert all(line.isprintable() and len(line) < 700 for line in text.splitlines())


@pytest.mark.prove
def test_row_91_a_thousand_flags_are_one_letter_under_its_size_with_the_rest_counted(
    store: Store,
) -> None:
    night(store)
    make_store(*(make_flag(number) for number in range(1, 1001)), store=store)
    (letter,) = sent(store)
    parts = [p for p in letter.walk() if p.get_content_type() == "multipart/alternative"]
    assert len(parts[0].as_bytes()) < BYTES_AT_MOST
    text = text_of(letter)
    shown, more = text.count("  * "), re.findall(r"^ *(\d+) more", text, re.MULTILINE)
    assert shown + sum(int(n) for n in more) == 1000
    assert letter["Subject"] == "1,000 new: 1,000 progress - KZ, 23 Nov"


def test_row_91_an_empty_day_is_silent_and_an_empty_week_a_line_to_whom_it_was_promised(
    store: Store,
) -> None:
    night(store)
    for who, wishes in ((WHO, {"heartbeat": True}), (TEAM, {})):
        wished = Subscription(address=who, **wishes)  # type: ignore[arg-type]
        keep_wishes(store, make_register(), wished, fallback=TEAM)
    told = [[letter["To"] for letter in sent(store, days)] for days in (0, 1, 6, 7, 8)]
    assert told == [[WHO], [], [], [WHO], []]


def test_row_91_where_every_source_failed_the_letter_and_a_notice_say_so(store: Store) -> None:
    night(store, SourceState.FAILED)
    wished = Subscription(address=WHO, heartbeat=True)
    keep_wishes(store, make_register(), wished, fallback=TEAM)
    letters = {letter["To"]: letter for letter in sent(store, administrator=ADMIN)}
    assert letters[WHO]["Subject"] == "Nothing could be read - 23 Nov"
    assert text_of(letters[WHO]).startswith("Nothing could be read: all of 1 source failed.")
    assert "1 source to look at" in letters[ADMIN]["Subject"]


def test_row_93_who_ended_letters_hears_of_no_fault_either_unless_named_for_it(
    store: Store,
) -> None:
    night(store, SourceState.FAILED)
    end_letters(store, Subscription(address=TEAM), FixedClock())
    assert sent(store) == []
    assert [letter["To"] for letter in sent(store, administrator=TEAM)] == [TEAM]


def test_row_94_no_letter_asks_a_machine_for_an_answer(store: Store) -> None:
    night(store, SourceState.FAILED)
    make_store(make_flag(1), store=store)
    handler = Scripted()
    with serving(handler) as server:
        work = desk(server, administrator=ADMIN)
        send_letters(store, make_guide(), work, store.runs(1)[0])
        send_trial(work, WHO)
    letters = [message_from_bytes(got, policy=SMTP) for got in handler.got]
    assert len(letters) == 3
    for letter in letters:
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["X-Auto-Response-Suppress"] == "All"
        assert re.search(r"<(digest|notice)\.example\.org>$", letter["List-Id"])
        assert letter["Return-Receipt-To"] is None and letter["Disposition-Notification-To"] is None


def test_row_94_a_bounce_changes_nothing_for_nothing_is_read_from_anybody(store: Store) -> None:
    night(store)
    make_store(make_flag(1), store=store)
    handler = Scripted(team="550 no such reader")
    with serving(handler) as server:
        for hours in (0, 1, 2):
            work = desk(server, days=hours / 24)
            send_letters(store, make_guide(), work, store.runs(1)[0])
    (mail,) = store.mails()
    assert (mail.state, mail.tries, handler.got) == (MailState.REFUSED, 1, [])


@pytest.mark.parametrize(
    ("wishes", "reason"), [({}, NOTHING_NEW), ({"hour": 23}, NOT_YET), (None, NOBODY)], ids=str
)
def test_why_there_is_no_letter_is_said(
    store: Store, wishes: dict[str, int] | None, reason: str
) -> None:
    night(store)
    wished = Subscription(address=WHO, rhythm=Rhythm.AT_ONCE, **(wishes or {}))  # type: ignore[arg-type]
    kept = keep_wishes(store, make_register(), wished, fallback=TEAM)
    if wishes is None:
        end_letters(store, kept, FixedClock())
    with serving(Scripted()) as server:
        outcome = send_letters(store, make_guide(), desk(server), store.runs(1)[0])
    assert (outcome.letter, outcome.reason) == (None, reason)
