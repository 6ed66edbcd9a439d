"""`recwatch subscribe`, `mail` and `digest` as a person types them."""

from pathlib import Path

import pytest

from storage.contract import Store
from storage.post import MailState
from tests.monitor.doors.said import Command


def test_a_subscription_is_set_listed_paused_and_removed(store: Store, recwatch: Command) -> None:
    who = "aru@example.org"
    said = recwatch("subscribe", "set", who, "--direction", "regression", "--rhythm", "weekly")
    assert (said.code, "weekly; every recommendation; regression" in said.err) == (0, True)
    assert who in recwatch("subscribe", "list").out
    assert "paused until 2026-12-31" in recwatch("subscribe", "pause", who, "2026-12-31").err
    assert recwatch("subscribe", "remove", who).code == 0
    assert store.subscriptions() == ()


def test_a_wish_that_can_not_be_kept_ends_with_code_two(store: Store, recwatch: Command) -> None:
    said = recwatch("subscribe", "set", "a@example.org", "--recommendation", "NO-1")
    assert (said.code, "no recommendation" in said.err) == (2, True)
    assert recwatch("subscribe", "pause", "a@example.org", "2026-12-31").code == 2
    assert recwatch("subscribe", "remove", "a@example.org").code == 2


def test_a_holiday_outlives_other_wishes(store: Store, recwatch: Command) -> None:
    who = "aru@example.org"
    recwatch("subscribe", "set", who)
    recwatch("subscribe", "pause", who, "2026-12-31", "--from", "2026-12-24")
    said = recwatch("subscribe", "set", who, "--no-file", "--neutral")
    assert "paused from 2026-12-24 until 2026-12-31" in said.err
    assert recwatch("subscribe", "pause", who, "2026-12-01", "--from", "2026-12-24").code == 2


def test_an_addressee_or_a_theme_stands_for_what_it_was_asked(
    store: Store, recwatch: Command
) -> None:
    who = "aru@example.org"
    said = recwatch("subscribe", "set", who, "--addressee", "government", "--theme", "pris")
    assert "all that government was asked, “Prisoners”" in said.err
    assert f"{who}: 2 flags" in recwatch("digest").err
    assert "it has Prisoners" in recwatch("subscribe", "set", who, "--theme", "weather").err


def test_whom_the_settings_name_is_not_written_to_after_the_removal(
    store: Store, recwatch: Command
) -> None:
    recwatch("subscribe", "set", "team@example.org")
    assert "remembered as one that ended" in recwatch("subscribe", "remove", "team@example.org").err
    assert recwatch("digest").code == 0 and store.mails() == ()
    assert "ended on" in recwatch("subscribe", "list").out
    assert "now they go on" in recwatch("subscribe", "set", "team@example.org").err


def test_who_gets_letters_after_the_last_removal_is_said(store: Store, recwatch: Command) -> None:
    recwatch("subscribe", "set", "aru@example.org")
    said = recwatch("subscribe", "remove", "aru@example.org")
    assert "Letters go to team@example.org" in said.err


def test_each_subscriber_is_told_what_he_wants(store: Store, recwatch: Command, home: Path) -> None:
    recwatch("subscribe", "set", "all@example.org", "--neutral")
    recwatch("subscribe", "set", "coming@example.org", "--lane", "coming", "--link-only")
    said = recwatch("digest")
    assert "all@example.org: 2 flags" in said.err
    assert "coming@example.org: 1 flags" in said.err
    letters = [path.read_text("utf-8") for path in (home / "outbox").iterdir()]
    assert sorted("Subject: Update" in letter for letter in letters) == [True, True]
    (discreet,) = [letter for letter in letters if "coming@example.org" in letter]
    assert "KZ-ZHA-1" not in discreet and "herald" not in discreet


def test_what_became_of_letters_is_listed(store: Store, recwatch: Command) -> None:
    recwatch("digest")
    (one,) = recwatch("mail", "queue", "--json").json
    assert (one["state"], one["tries"]) == ("sent", 1)
    assert "No letter is unsure." in recwatch("mail", "queue", "--state", "unsure").err


def test_a_server_that_is_not_there_leaves_the_letter_waiting(
    store: Store, recwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    setenv = monkeypatch.setenv
    for name, value in (("HOST", "127.0.0.1"), ("PORT", "9"), ("FROM", "r@example.org")):
        setenv(f"RECWATCH_SMTP_{name}", value)
    assert "1 waiting to be tried again" in recwatch("digest").err
    (mail,) = store.mails()
    assert mail.state is MailState.WAITING
    assert recwatch("mail", "test").code == 1
    assert "1 waiting" in recwatch("mail", "retry", mail.id).err


def test_a_server_without_a_sender_is_said(
    store: Store, recwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECWATCH_SMTP_HOST", "127.0.0.1")
    said = recwatch("digest")
    assert (said.code, "RECWATCH_SMTP_FROM" in said.err) == (2, True)
    assert store.digests("team@example.org") == ()


def test_a_letter_that_never_was_can_not_be_sent_again(store: Store, recwatch: Command) -> None:
    assert recwatch("mail", "retry", "nothing").code == 2
