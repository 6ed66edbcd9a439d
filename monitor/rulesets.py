"""Opens a run and remembers the rules it judges by, so that a flag keeps the version behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from rules.records import RuleFile
from rules.register import SHIPPED, Rulebook
from rules.yamlfile import read_bytes
from storage.contract import Store
from storage.records import Run, RunState
from storage.rulesets import RuleSet

Read = Callable[[RuleFile], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInUse:
    """The rules that a run judges by. digest, files: as a rulebook has them. register: its id.

    read: gives what a file says now; None where it can't be read.
    """

    digest: str
    register: str
    files: tuple[RuleFile, ...]
    read: Read


def rules_in_use(rulebook: Rulebook, home: Path) -> RulesInUse:
    """A rulebook's files, to be read where they lie. home: the folder of the team's own."""

    def read(file: RuleFile) -> bytes | None:
        found = read_bytes((home if file.own else SHIPPED) / file.name, file.name)
        return found if isinstance(found, bytes) else None

    return RulesInUse(
        digest=rulebook.digest, register=rulebook.register.id, files=rulebook.files, read=read
    )


def open_run(store: Store, rules: RulesInUse, now: datetime) -> Run:
    """A new run, stored, and its rules with it."""
    run = Run(
        id=now.strftime("%Y%m%dT%H%M%S%f"),
        started_at=now,
        finished_at=None,
        state=RunState.RUNNING,
        rules=rules.digest,
    )
    store.open_run(run)
    remember_rules(store, rules, now)
    return run


def remember_rules(store: Store, rules: RulesInUse, now: datetime) -> None:
    """Keep a rule set that is new, with what its files say.

    A file that has changed since the rules were read keeps its hash alone: another text than the
    one that judged would be false.
    """
    if store.rule_set(rules.digest) is not None:
        return
    texts = {file.sha256: rules.read(file) for file in rules.files}
    kept = RuleSet(digest=rules.digest, register=rules.register, first_seen=now, files=rules.files)
    store.keep_rule_set(
        kept,
        {
            name: text
            for name, text in texts.items()
            if text is not None and sha256(text).hexdigest() == name
        },
    )
