"""A run kept as JSON, and what another run gained and lost against it.

Kept are ids and answers, no titles and no texts: a result may be shared, its documents may not.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.backtest.records import Expected, Outcome, Pair
from monitor.backtest.run import Backtest
from rules.complaints import BadFiles, Complaint, Place
from rules.records import Toward

KIND = "recwatch backtest"
VERSION = 1
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed from one run to the next, over the pairs that both could have. Sorted.

    relabelled: how many pairs have another label now, and are not compared. unshared: how many
    documents only one of the runs has.
    """

    gained: tuple[Key, ...] = ()
    lost: tuple[Key, ...] = ()
    newly_false: tuple[Key, ...] = ()
    mended: tuple[Key, ...] = ()
    newly_taken: tuple[Key, ...] = ()
    let_go: tuple[Key, ...] = ()
    relabelled: int = 0
    unshared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRun:
    """An earlier run. documents: the ids it looked at. only: its one recommendation; None: all."""

    register: str
    rules: str
    documents: frozenset[str]
    only: str | None
    pairs: Mapping[Key, Pair] = field(default_factory=dict)


def as_saved(run: Backtest) -> SavedRun:
    """What is kept of a run."""
    return SavedRun(
        register=run.register,
        rules=run.rules,
        documents=frozenset(run.documents),
        only=run.only,
        pairs={(pair.document, pair.recommendation): pair for pair in run.pairs},
    )


def saved_as_json(run: SavedRun) -> dict[str, Any]:
    """The run as one JSON object, the same for the same answers."""
    return {
        "kind": KIND,
        "version": VERSION,
        "register": run.register,
        "rules": run.rules,
        "recommendation": run.only,
        "documents": sorted(run.documents),
        "pairs": [_pair_as_json(pair) for _, pair in sorted(run.pairs.items())],
    }


def _pair_as_json(pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.document,
        "language": pair.language,
        "recommendation": pair.recommendation,
        "expected": pair.expected.value if pair.expected else None,
        "answered": sorted(toward.value for toward in pair.answered),
    }


def read_saved(data: bytes, shown: str, register: str) -> SavedRun:
    """The earlier run of a file, which was over this register. Raises BadFiles."""
    try:
        found = json.loads(data)
        if found["kind"] != KIND or found["version"] != VERSION:
            raise ValueError(f"it is of another kind or version: {str(found['kind'])[:40]!r}")
        if found["register"] != register:
            raise ValueError(f"it is of the register {str(found['register'])[:80]!r}")
        pairs = [_pair(entry) for entry in found["pairs"]]
        return SavedRun(
            register=str(found["register"]),
            rules=str(found["rules"]),
            documents=frozenset(str(one) for one in found["documents"]),
            only=found.get("recommendation"),
            pairs={(pair.document, pair.recommendation): pair for pair in pairs},
        )
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        line = getattr(error, "lineno", 1)
        message = f"is no saved backtest that this run can be held against: {_cause(error)}"
        remedy = "name a file that `recwatch backtest --save` has written"
        place = Place(file=shown, line=line)
        raise BadFiles((Complaint(place=place, message=message, remedy=remedy),)) from error


def _cause(error: Exception) -> str:
    """A missing key says only its name; what Python calls the error helps nobody."""
    return f"it has no {error}" if isinstance(error, KeyError) else str(error)


def _pair(entry: Any) -> Pair:
    expected = entry["expected"]
    return Pair(
        document=str(entry["id"]),
        language=str(entry["language"]),
        recommendation=str(entry["recommendation"]),
        expected=None if expected is None else Expected(expected),
        answered=frozenset(Toward(toward) for toward in entry["answered"]),
    )


def compare(earlier: SavedRun, later: SavedRun) -> Difference:
    """What the later run gained and lost. Pairs of one recommendation, if either has only one."""
    shared = earlier.documents & later.documents
    only = earlier.only or later.only
    keys = sorted(
        key for key in {*earlier.pairs, *later.pairs} if key[0] in shared and only in (None, key[1])
    )
    changes = {key: (_fate(earlier, key), _fate(later, key)) for key in keys}
    relabelled = {key for key in keys if _label(earlier, key) != _label(later, key)}

    def such(before: Outcome | None, after: Outcome | None) -> tuple[Key, ...]:
        return tuple(k for k, v in changes.items() if v == (before, after) and k not in relabelled)

    return Difference(
        gained=such(Outcome.MISSED, Outcome.FOUND),
        lost=such(Outcome.FOUND, Outcome.MISSED),
        newly_false=such(None, Outcome.FALSE),
        mended=such(Outcome.FALSE, None),
        newly_taken=such(Outcome.STATED, Outcome.TAKEN),
        let_go=such(Outcome.TAKEN, Outcome.STATED),
        relabelled=len(relabelled),
        unshared=len(earlier.documents ^ later.documents),
    )


def _fate(run: SavedRun, key: Key) -> Outcome | None:
    return run.pairs[key].outcome if key in run.pairs else None


def _label(run: SavedRun, key: Key) -> Expected | None:
    return run.pairs[key].expected if key in run.pairs else None
