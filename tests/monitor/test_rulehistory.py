"""Which rules judged when, what changed between them, and what is not known."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.rulehistory import FileChange, NotKept, difference, differing, phases
from monitor.rulesets import open_run, remember_rules, rules_in_use
from monitor.rulewords import changed_said
from rules.records import RuleFile
from rules.register import load_rulebook
from storage.contract import Store
from storage.memory import MemoryStore
from storage.records import Changes
from storage.rulesets import RuleSet
from tests.factories import at, make_event, make_flag, make_run, make_stored_document
from tests.monitor.tiny import write_rulebook

RULE = "registers/r/KZ-TRE-1.yml"


def make_set(digest: str, *files: tuple[str, bool, str]) -> RuleSet:
    kept = tuple(RuleFile(name=n, own=own, sha256=_hash(text)) for n, own, text in files)
    return RuleSet(digest=digest, register="r", first_seen=at(0), files=kept)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def keep(store: Store, rule_set: RuleSet, *texts: str) -> None:
    store.keep_rule_set(rule_set, {_hash(text): text.encode() for text in texts})


def night(store: Store, number: int, rules: str) -> None:
    store.open_run(make_run(number, rules=rules, started_at=at(0) + timedelta(days=number)))


@pytest.fixture
def store() -> Store:
    """Two nights by the first rules, two by the second."""
    kept = MemoryStore()
    keep(kept, make_set("a", (RULE, False, "one\ntwo\n")), "one\ntwo\n")
    keep(kept, make_set("b", (RULE, False, "one\nthree\n")), "one\nthree\n")
    for number, rules in enumerate("aabb", start=1):
        night(kept, number, rules)
    return kept


def test_nights_in_a_row_by_one_set_are_one_phase_newest_first(store: Store) -> None:
    found = phases(store)
    assert [(one.digest, one.runs) for one in found] == [("b", 2), ("a", 2)]
    assert found[0].since == at(0) + timedelta(days=3)


def test_rules_that_come_back_are_a_phase_of_their_own(store: Store) -> None:
    night(store, 5, "a")
    assert [one.digest for one in phases(store)] == ["a", "b", "a"]


def test_the_lines_that_changed_are_shown(store: Store) -> None:
    changed = phases(store)[0].changed_rule("KZ-TRE-1")
    assert changed is not None
    assert difference(store, changed)[1:] == (" one", "-two", "+three")


def test_a_text_that_was_not_kept_is_said_to_be_missing() -> None:
    kept = MemoryStore()
    keep(kept, make_set("a", (RULE, False, "one")))
    keep(kept, make_set("b", (RULE, False, "two")), "two")
    night(kept, 1, "a")
    night(kept, 2, "b")
    changed = phases(kept)[0].changed_rule("KZ-TRE-1")
    assert changed is not None
    with pytest.raises(NotKept, match="not kept"):
        difference(kept, changed)


def test_rules_of_before_sets_were_kept_are_said_to_be_unknown(store: Store) -> None:
    night(store, 0, "older")
    oldest, second = phases(store)[-1], phases(store)[-2]
    assert "was not kept" in " ".join(changed_said(oldest))
    assert "not known" in " ".join(changed_said(second))


def test_flags_are_counted_with_the_rules_that_raised_them(store: Store) -> None:
    flag = make_flag(1, run_id="run-3")
    events = (make_event(1, run_id="run-3", at=at(9)),)
    store.apply(Changes(documents=(make_stored_document(1),), flags=(flag,), events=events))
    newest, oldest = phases(store, "KZ-TRE-1")
    assert newest.raised is not None and newest.raised.flags == 1
    assert oldest.raised is None


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([(RULE, False, "a")], [(RULE, False, "b")], [(FileChange.CHANGED, False)]),
        ([(RULE, False, "a")], [(RULE, True, "b")], [(FileChange.CHANGED, True)]),
        ([(RULE, True, "b")], [(RULE, False, "a")], [(FileChange.CHANGED, False)]),
        ([(RULE, False, "a")], [(RULE, True, "a")], []),
        ([("concepts/c.yml", False, "a")], [("concepts/c.yml", False, "a"),
          ("concepts/c.yml", True, "b")], [(FileChange.CAME, True)]),
        ([(RULE, False, "a")], [], [(FileChange.WENT, False)]),
    ],
    ids=["changed", "own-instead", "own-no-more", "copied", "own-beside", "gone"],
)  # fmt: skip
def test_a_file_is_told_by_what_became_of_it(
    before: list[tuple[str, bool, str]],
    after: list[tuple[str, bool, str]],
    told: list[tuple[FileChange, bool]],
) -> None:
    found = differing(make_set("a", *before), make_set("b", *after))
    assert [(one.what, one.own) for one in found] == told


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rulebook(tmp_path_factory.mktemp("tiny"))


def test_a_run_keeps_the_rules_it_judges_by_and_their_words(book: Path, tmp_path: Path) -> None:
    rulebook = load_rulebook("tiny", book, tmp_path).item
    assert rulebook is not None
    store = MemoryStore()
    run = open_run(store, rules_in_use(rulebook, book), at(1))
    kept = store.rule_set(run.rules)
    assert kept is not None and (kept.register, kept.first_seen) == ("tiny", at(1))
    rule = next(file for file in kept.files if file.name.endswith("/KZ-ZHA-1.yml"))
    written = (book / rule.name).read_bytes()
    assert store.rule_text(rule.sha256) == written


def test_a_file_that_changed_since_it_was_read_is_kept_by_its_hash_alone(
    book: Path, tmp_path: Path
) -> None:
    rulebook = load_rulebook("tiny", book, tmp_path).item
    assert rulebook is not None
    changed = replace(rules_in_use(rulebook, book), read=lambda _: b"other words")
    store = MemoryStore()
    remember_rules(store, changed, at(1))
    kept = store.rule_set(rulebook.digest)
    assert kept is not None
    assert {store.rule_text(file.sha256) for file in kept.files} == {None}
