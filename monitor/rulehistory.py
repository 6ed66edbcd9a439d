"""How rules changed: which set judged from when to when, what differs, and what each set raised.

    runs ─► phases of one rule set ─► what differs from the phase before ─► a diff of two texts

Known since sets are kept; flags of earlier nights name a set of which nothing else is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from enum import StrEnum
from itertools import groupby, pairwise

from rules.records import RuleFile
from storage.contract import Store
from storage.records import Run
from storage.rulesets import RaisedBy, RuleSet

RUNS_AT_MOST = 2000
LINES_AT_MOST = 5000  # of a text: what is longer takes too long to compare
_CONTEXT = 2


class FileChange(StrEnum):
    """What became of a file between two sets."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRules:
    """A file that differs. before, after: the hash of its text; None where it is not there."""

    name: str
    own: bool
    what: FileChange
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Runs in a row that judged by one set. number: counts from 1, the oldest first.

    rule_set: None where it was not kept. changed: what differs from the phase before, by name;
    None where that is not known. raised: what runs of this set raised of the recommendation asked
    for, in all its phases; None: nothing, or none was asked for.
    """

    number: int
    digest: str
    since: datetime
    until: datetime
    runs: int
    rule_set: RuleSet | None
    changed: tuple[ChangedRules, ...] | None
    raised: RaisedBy | None = None

    def changed_rule(self, recommendation: str) -> ChangedRules | None:
        """The recommendation's own file, where it differs."""
        found = (c for c in self.changed or () if is_file_of(c.name, recommendation))
        return next(found, None)


def is_file_of(name: str, recommendation: str) -> bool:
    """Whether a file of a set is that of a recommendation."""
    return name.startswith("registers/") and name.endswith(f"/{recommendation}.yml")


def text_of(store: Store, recommendation: str) -> str:
    """A recommendation's file as the newest run had it; "" where it was not kept.

    A team's own file goes before the one that ships.
    """
    kept = [store.rule_set(run.rules) for run in store.runs(1)]
    files = [f for one in kept if one for f in one.files if is_file_of(f.name, recommendation)]
    text = store.rule_text(files[-1].sha256) if files else None
    return text.decode("utf-8", "replace") if text is not None else ""


def phases(store: Store, recommendation: str | None = None) -> tuple[Phase, ...]:
    """Which set judged when, newest first; of the newest `RUNS_AT_MOST` runs."""
    runs = sorted(store.runs(RUNS_AT_MOST), key=lambda run: (run.started_at, run.id))
    known = {one.digest: one for one in store.rule_sets(RUNS_AT_MOST)}
    raised = {one.rules: one for one in store.raised_by(recommendation)} if recommendation else {}
    found = [
        _phase(number, digest, list(group), known, raised)
        for number, (digest, group) in enumerate(groupby(runs, lambda run: run.rules), start=1)
    ]
    return tuple(reversed([*found[:1], *(_compared(*pair) for pair in pairwise(found))]))


def _phase(
    number: int,
    digest: str,
    runs: Sequence[Run],
    known: Mapping[str, RuleSet],
    raised: Mapping[str, RaisedBy],
) -> Phase:
    return Phase(
        number=number,
        digest=digest,
        since=runs[0].started_at,
        until=runs[-1].started_at,
        runs=len(runs),
        rule_set=known.get(digest),
        changed=None,
        raised=raised.get(digest),
    )


def _compared(before: Phase, after: Phase) -> Phase:
    from dataclasses import replace

    if before.rule_set is None or after.rule_set is None:
        return after
    return replace(after, changed=tuple(differing(before.rule_set, after.rule_set)))


def differing(before: RuleSet, after: RuleSet) -> Iterator[ChangedRules]:
    """The files that differ, by name. A team's file in the place of one that ships is a change."""
    old, new = _by_name(before.files), _by_name(after.files)
    for name in sorted({*old, *new}):
        was, now = old.get(name, {}), new.get(name, {})
        alone = len(was) == len(now) == 1
        for own in sorted(now if alone else {*was, *now}):
            text = next(iter(was.values())) if alone else was.get(own)
            if text != now.get(own):
                yield _changed(name, own, text, now.get(own))


def _changed(name: str, own: bool, before: str | None, after: str | None) -> ChangedRules:
    what = FileChange.CAME if before is None else FileChange.CHANGED
    return ChangedRules(
        name=name,
        own=own,
        what=FileChange.WENT if after is None else what,
        before=before,
        after=after,
    )


def _by_name(files: Sequence[RuleFile]) -> dict[str, dict[bool, str]]:
    found: dict[str, dict[bool, str]] = {}
    for file in files:
        found.setdefault(file.name, {})[file.own] = file.sha256
    return found


class NotKept(Exception):
    """A text is not known any more, or is too long to compare: say so."""


def difference(store: Store, changed: ChangedRules) -> tuple[str, ...]:
    """The lines that differ with two around them, as `diff -u` writes them. Raises NotKept."""
    before, after = _lines(store, changed.before), _lines(store, changed.after)
    return tuple(
        line
        for line in unified_diff(before, after, n=_CONTEXT, lineterm="")
        if not line.startswith(("---", "+++"))
    )


def _lines(store: Store, sha256: str | None) -> list[str]:
    if sha256 is None:
        return []
    text = store.rule_text(sha256)
    if text is None:
        raise NotKept("what the file said then was not kept")
    lines = text.decode("utf-8", "replace").splitlines()
    if len(lines) > LINES_AT_MOST:
        raise NotKept(f"the file has more than {LINES_AT_MOST:,} lines: too long to compare here")
    return lines
