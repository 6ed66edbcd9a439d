"""What a store remembers of rules: the sets that nights judged by, and what became of their flags.

A rule set is all files that a register's rules were read from; a run names it by its digest, and
a flag by the run that raised it. So an old flag keeps the version that made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from rules.records import Match, RuleFile
from storage.records import Answer, StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """digest: as in `Run.rules`. register: its id. first_seen: when a run first judged by it.

    files: by name, and of one name what ships before the team's own.
    """

    digest: str
    register: str
    first_seen: datetime
    files: tuple[RuleFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedBy:
    """The flags of a recommendation that runs of one rule set raised, and when."""

    rules: str
    flags: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTotal:
    """A recommendation's flags. last_raised: when its newest flag was raised.

    answers: how many flags have each for the one that stands.
    """

    recommendation: str
    flags: int
    last_raised: datetime
    answers: Mapping[Answer, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFlag:
    """An answered flag. matches: of the document it shows, on its recommendation."""

    flag: int
    answer: Answer
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """How many documents a signal was found in as done or planned; last_at: of the last fetch."""

    recommendation: str
    signal: str
    documents: int
    last_at: datetime


class KeepsRules(Protocol):
    """What a store promises of rules. `storage.contract` says what holds for every call."""

    def keep_rule_set(self, rule_set: RuleSet, texts: Mapping[str, bytes]) -> bool:
        """Keep a set, and what its files said, by hash; False if the set is known already.

        A text that is known is kept once. Files whose text is missing keep their hash alone.
        """

    def rule_set(self, digest: str) -> RuleSet | None:
        """A set by its digest; None if none was kept."""

    def rule_sets(self, limit: int = 100) -> tuple[RuleSet, ...]:
        """The sets that were first seen last, newest first."""

    def rule_text(self, sha256: str) -> bytes | None:
        """What a file said, by its hash; None where it was not kept."""

    def raised_by(self, recommendation: str) -> tuple[RaisedBy, ...]:
        """Which rule sets raised its flags, the newest first; "" for a run that named none."""

    def rule_totals(self) -> tuple[RuleTotal, ...]:
        """Recommendations with flags, by id. Answers count where the flag does not wait."""

    def judged(self, recommendation: str, limit: int) -> tuple[JudgedFlag, ...]:
        """Its flags that do not wait, the newest first."""

    def fired(
        self, recommendation: str | None = None, since: datetime | None = None
    ) -> tuple[Fired, ...]:
        """The signals that were found as done or planned, by (recommendation, signal).

        since: only documents fetched from then on. None: of all recommendations, of all time.
        """

    def standing_of_run(
        self, run_id: str, after: str | None, limit: int
    ) -> tuple[StoredDocument, ...]:
        """Versions that a run brought and that stand, in the order they were settled.

        after: only those that were settled behind this document of it.
        """
