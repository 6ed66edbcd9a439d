"""Rules in memory: the sets that runs judged by, and what became of their flags."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from rules.records import FLAGGING, Match
from storage.memory_queue import MemoryQueue
from storage.memory_unit import unit
from storage.records import Answer, Flag, FlagState, Run, StoredDocument
from storage.rulesets import Fired, JudgedFlag, RaisedBy, RuleSet, RuleTotal

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryRules(MemoryQueue):
    """The part of a store in memory that remembers rules."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: dict[str, Run] = {}
        self._matches: dict[str, tuple[Match, ...]] = {}
        self._rule_sets: dict[str, RuleSet] = {}
        self._rule_texts: dict[str, bytes] = {}

    @unit
    def keep_rule_set(self, rule_set: RuleSet, texts: Mapping[str, bytes]) -> bool:
        if rule_set.digest in self._rule_sets:
            return False
        self._rule_sets[rule_set.digest] = rule_set
        self._rule_texts = {**texts, **self._rule_texts}
        return True

    @unit
    def rule_set(self, digest: str) -> RuleSet | None:
        return self._rule_sets.get(digest)

    @unit
    def rule_sets(self, limit: int = 100) -> tuple[RuleSet, ...]:
        by_digest = sorted(self._rule_sets.values(), key=lambda one: one.digest)
        newest = sorted(by_digest, key=lambda one: one.first_seen, reverse=True)
        return tuple(newest[:limit])

    @unit
    def rule_text(self, sha256: str) -> bytes | None:
        return self._rule_texts.get(sha256)

    @unit
    def raised_by(self, recommendation: str) -> tuple[RaisedBy, ...]:
        at: defaultdict[str, list[datetime]] = defaultdict(list)
        for event, _ in self._events:
            flag = self._flags[event.flag]
            if flag.recommendation == recommendation and event.what == "raised":
                run = self._runs.get(event.run_id)
                at[run.rules if run else ""].append(event.at)
        found = [
            RaisedBy(rules=rules, flags=len(when), first_at=min(when), last_at=max(when))
            for rules, when in sorted(at.items())
        ]
        return tuple(sorted(found, key=lambda one: one.last_at, reverse=True))

    @unit
    def rule_totals(self) -> tuple[RuleTotal, ...]:
        of: defaultdict[str, list[Flag]] = defaultdict(list)
        for flag in self._flags.values():
            of[flag.recommendation].append(flag)
        return tuple(
            RuleTotal(
                recommendation=name,
                flags=len(found),
                last_raised=max(found, key=lambda flag: flag.number).raised_at,
                answers=Counter(answer for _, answer in self._answered(name)),
            )
            for name, found in sorted(of.items())
        )

    @unit
    def judged(self, recommendation: str, limit: int) -> tuple[JudgedFlag, ...]:
        newest_first = sorted(self._answered(recommendation), reverse=True)
        return tuple(
            JudgedFlag(flag=number, answer=answer, matches=self._says(number))
            for number, answer in newest_first[:limit]
        )

    def _answered(self, recommendation: str) -> list[tuple[int, Answer]]:
        """Its flags that do not wait, each with the answer that stands."""
        own = (f for f in self._flags.values() if f.recommendation == recommendation)
        numbers = (flag.number for flag in own if flag.state is FlagState.ANSWERED)
        return [(n, self._answers[n]) for n in numbers if n in self._answers]

    def _says(self, number: int) -> tuple[Match, ...]:
        flag = self._flags[number]
        known = self._matches.get(flag.document_id, ())
        return tuple(match for match in known if match.recommendation == flag.recommendation)

    @unit
    def fired(
        self, recommendation: str | None = None, since: datetime | None = None
    ) -> tuple[Fired, ...]:
        at: defaultdict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)
        for document_id, found in self._matches.items():
            fetched = self._documents[document_id].fetched_at
            for match in found:
                wanted = recommendation in (None, match.recommendation)
                if wanted and match.factuality in FLAGGING and (not since or fetched >= since):
                    at[match.recommendation, match.signal][document_id] = fetched
        return tuple(
            Fired(
                recommendation=name,
                signal=signal,
                documents=len(when),
                last_at=max(when.values()),
            )
            for (name, signal), when in sorted(at.items())
        )

    @unit
    def standing_of_run(
        self, run_id: str, after: str | None, limit: int
    ) -> tuple[StoredDocument, ...]:
        settled = [d for d in self._documents.values() if d.run_id == run_id]
        ids = [stored.document.id for stored in settled]
        if after is not None:
            settled = settled[ids.index(after) + 1 :] if after in ids else []
        return tuple(one for one in settled if one.superseded_by is None)[:limit]
