"""What a store remembers of rules: the sets that nights judged by, and what came of them."""

from dataclasses import replace

import pytest

from rules.records import Factuality, RuleFile
from storage.contract import Store
from storage.records import Answer, Changes, DocumentMatches, FlagState
from storage.rulesets import Fired, RaisedBy, RuleSet
from tests.factories import (
    at,
    hash_of,
    make_event,
    make_flag,
    make_match,
    make_review,
    make_run,
    make_stored_document,
)

FILE = RuleFile(name="registers/r/KZ-TRE-1.yml", own=True, sha256=hash_of("text"))


def make_set(digest: str = "a", minutes: int = 1, *files: RuleFile) -> RuleSet:
    return RuleSet(digest=digest, register="r", first_seen=at(minutes), files=files or (FILE,))


@pytest.fixture
def flagged(store: Store) -> Store:
    """Three flags of one recommendation, raised by two rule sets, and one of another."""
    for number, rules in ((1, "a"), (2, "b")):
        store.open_run(make_run(number, rules=rules))
    flags = [make_flag(n, run_id=f"run-{min(n, 2)}", raised_at=at(n)) for n in (1, 2, 3)]
    flags.append(make_flag(4, recommendation="KZ-ZHA-1", raised_at=at(4)))
    store.apply(
        Changes(
            documents=tuple(make_stored_document(n) for n in range(1, 5)),
            matches=tuple(
                DocumentMatches(
                    document_id=flag.document_id, matches=(make_match(flag.recommendation),)
                )
                for flag in flags
            ),
            flags=tuple(flags),
            events=tuple(make_event(f.number, run_id=f.run_id, at=f.raised_at) for f in flags),
        )
    )
    return store


def test_a_rule_set_comes_back_with_the_words_of_its_files(store: Store) -> None:
    kept = make_set()
    assert store.keep_rule_set(kept, {FILE.sha256: "text é".encode()})
    assert store.rule_set("a") == kept
    assert store.rule_text(FILE.sha256) == "text é".encode()


def test_a_known_rule_set_keeps_the_day_it_was_first_seen(store: Store) -> None:
    store.keep_rule_set(make_set(minutes=1), {})
    assert not store.keep_rule_set(make_set(minutes=9), {})
    assert store.rule_sets() == (make_set(minutes=1),)


def test_a_text_is_kept_once_and_what_was_not_kept_is_none(store: Store) -> None:
    store.keep_rule_set(make_set("a"), {FILE.sha256: b"text"})
    store.keep_rule_set(make_set("b"), {FILE.sha256: b"text"})
    assert store.rule_text(FILE.sha256) == b"text"
    assert store.rule_text("other") is None
    assert store.rule_set("c") is None


def test_rule_sets_come_newest_first(store: Store) -> None:
    kept = [make_set("b", 1), make_set("a", 1), make_set("c", 5)]
    for one in kept:
        store.keep_rule_set(one, {})
    assert [one.digest for one in store.rule_sets(2)] == ["c", "a"]


def test_a_flag_keeps_the_rule_set_that_raised_it(flagged: Store) -> None:
    assert flagged.raised_by("KZ-TRE-1") == (
        RaisedBy(rules="b", flags=2, first_at=at(2), last_at=at(3)),
        RaisedBy(rules="a", flags=1, first_at=at(1), last_at=at(1)),
    )


def test_a_reopened_flag_is_still_its_first_rule_sets(flagged: Store) -> None:
    again = replace(flagged.flag(1), run_id="run-2")
    event = make_event(1, "reopened", run_id="run-2", at=at(9))
    flagged.apply(Changes(flags=(again,), events=(event,)))
    assert [(one.rules, one.flags) for one in flagged.raised_by("KZ-TRE-1")] == [("b", 2), ("a", 1)]


def test_totals_count_the_answer_that_stands(flagged: Store) -> None:
    for flag, answer in (
        (1, Answer.PROGRESS),
        (1, Answer.NOT_RELEVANT),
        (2, Answer.NOT_RELEVANT),
        (2, Answer.PROGRESS),
        (2, Answer.UNDO),
        (3, Answer.UNSURE),
        (4, Answer.REGRESSION),
    ):
        flagged.add_review(make_review(flag, answer))
    first, second = flagged.rule_totals()
    assert (first.recommendation, first.flags, first.last_raised) == ("KZ-TRE-1", 3, at(3))
    assert dict(first.answers) == {Answer.NOT_RELEVANT: 2}
    assert dict(second.answers) == {Answer.REGRESSION: 1}


def test_judged_flags_come_with_their_matches_newest_first(flagged: Store) -> None:
    for flag, answer in (
        (1, Answer.PROGRESS), (2, Answer.NO_CHANGE), (1, Answer.NOT_RELEVANT), (1, Answer.UNDO)
    ):  # fmt: skip
        flagged.add_review(make_review(flag, answer))
    found = flagged.judged("KZ-TRE-1", 10)
    assert [(one.flag, one.answer) for one in found] == [
        (2, Answer.NO_CHANGE),
        (1, Answer.PROGRESS),
    ]
    assert found[0].matches == (make_match(),)
    assert flagged.judged("KZ-TRE-1", 1) == found[:1]


def test_a_flag_that_waits_is_not_judged(flagged: Store) -> None:
    flagged.add_review(make_review(1, Answer.PROGRESS))
    flagged.add_review(make_review(1, Answer.UNDO))
    flagged.add_review(make_review(2, Answer.UNSURE))
    assert flagged.judged("KZ-TRE-1", 10) == ()
    assert flagged.flag(1).state is FlagState.WAITING


def test_signals_say_in_how_many_documents_they_were_found(flagged: Store) -> None:
    assert flagged.fired() == (
        Fired(recommendation="KZ-TRE-1", signal="op1-ratified", documents=3, last_at=at(3)),
        Fired(recommendation="KZ-ZHA-1", signal="op1-ratified", documents=1, last_at=at(4)),
    )
    assert [one.documents for one in flagged.fired("KZ-TRE-1", at(2))] == [2]


@pytest.mark.parametrize("factuality", [Factuality.DEMANDED, Factuality.DENIED, Factuality.PAST])
def test_what_flags_nothing_does_not_fire(store: Store, factuality: Factuality) -> None:
    match = make_match(factuality=factuality)
    document = make_stored_document(1)
    told = DocumentMatches(document_id="document-1", matches=(match,))
    store.apply(Changes(documents=(document,), matches=(told,)))
    assert store.fired() == ()


def test_a_runs_standing_documents_are_read_piece_by_piece(store: Store) -> None:
    stored = [make_stored_document(n) for n in range(1, 5)]
    stored.append(make_stored_document(5, run_id="run-2"))
    changes = Changes(documents=tuple(stored), superseded=(("document-2", "document-5"),))
    store.apply(changes)
    first = store.standing_of_run("run-1", None, 2)
    assert [one.document.id for one in first] == ["document-1", "document-3"]
    rest = store.standing_of_run("run-1", "document-3", 2)
    assert [one.document.id for one in rest] == ["document-4"]
    assert store.standing_of_run("run-1", "document-4", 2) == ()
    assert store.standing_of_run("run-1", "unknown", 2) == ()
