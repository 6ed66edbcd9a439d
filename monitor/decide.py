"""What settling decides, apart from doing it: lanes, headings, and when a flag is raised again.

    matches of a document ─► Finding per recommendation ─► raise │ reopen │ note │ nothing
                                                          ▲
                                              flags that the story has

Everything here is pure. A finding's `key` is what tells two flags of one story apart: another
direction, rung, person or place is another event, and near-identical text must not hide it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from rules.records import FLAGGING, Document, Evidence, Factuality, Match, Toward
from storage.records import Flag, FlagState, Heading, Lane

# Five letters tell names apart and let case endings pass: "Мамая" is "Мамай" with another ending.
_STEM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one document says on one recommendation that a person should see."""

    recommendation: str
    lane: Lane
    heading: Heading
    key: str


def findings(
    document: Document, matches: Iterable[Match], *, seen_on: date, baseline: date
) -> tuple[Finding, ...]:
    """One finding per recommendation with an actual or planned match, by recommendation id.

    seen_on stands in where no publication date is known. Demands, denials and look-backs give
    none: they belong on the timeline.
    """
    by_recommendation: dict[str, list[Match]] = {}
    for match in matches:
        if match.factuality in FLAGGING:
            by_recommendation.setdefault(match.recommendation, []).append(match)
    old = (document.published or seen_on) < baseline
    return tuple(
        _finding(recommendation, found, old=old)
        for recommendation, found in sorted(by_recommendation.items())
    )


def _finding(recommendation: str, matches: Sequence[Match], *, old: bool) -> Finding:
    actual = [m for m in matches if m.factuality is Factuality.ACTUAL]
    telling = actual or list(matches)
    lane = Lane.BACKLOG if old else Lane.HAPPENED if actual else Lane.COMING
    return Finding(
        recommendation=recommendation,
        lane=lane,
        heading=heading_of(telling),
        key=_key(telling, planned=not actual),
    )


def heading_of(matches: Iterable[Match]) -> Heading:
    """Where matches point together."""
    towards = {m.toward for m in matches}
    if len(towards) > 1:
        return Heading.MIXED
    return Heading.PROGRESS if towards == {Toward.PROGRESS} else Heading.REGRESSION


def _key(matches: Iterable[Match], *, planned: bool) -> str:
    towards: set[str] = set()
    rungs: set[str] = set()
    words: set[str] = set()
    for match in matches:
        towards.add(match.toward.value)
        rungs.add(match.rung or "")
        for evidence in match.evidence:
            words.update(_names(evidence) or {evidence.part})
    parts = {
        "planned": planned,
        "toward": sorted(towards),
        "rungs": sorted(rungs),
        "words": sorted(words),
    }
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _names(evidence: Evidence) -> set[str]:
    """The names in a quote. Other words count as their concept: "jailed" is "sentenced"."""
    words = evidence.quote.split()
    return {word.casefold()[:_STEM] for word in words if word[:1].isupper()}


def difference(old_key: str, new_key: str) -> str | None:
    """What the new finding has that the old one lacks, in words; None if nothing."""
    if old_key == new_key:
        return None
    old, new = json.loads(old_key), json.loads(new_key)
    if old["planned"] != new["planned"]:
        return "what was planned has happened" if old["planned"] else "it is only planned now"
    if set(new["toward"]) != set(old["toward"]):
        return f"another direction: {' and '.join(new['toward'])}"
    if not set(new["rungs"]) <= set(old["rungs"]):
        added = sorted(set(new["rungs"]) - set(old["rungs"]))
        return f"another rung: {', '.join(added)}"
    if not set(new["words"]) <= set(old["words"]):
        return "other names or words"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A flag to store and what to say of it. `what` is "raised", "reopened" or "noted"."""

    flag: Flag
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The document that gives rise to a decision."""

    story_id: str
    document_id: str
    run_id: str
    at: datetime


def decide_new(
    found: Sequence[Finding], story_flags: Sequence[Flag], occasion: Occasion, *, next_number: int
) -> tuple[Intent, ...]:
    """Flags for a document that is new to its story: only what the story does not have yet."""
    intents: list[Intent] = []
    for finding in found:
        known = [f for f in story_flags if f.recommendation == finding.recommendation]
        news = [difference(flag.key, finding.key) for flag in known]
        if known and None in news:
            continue
        reason = f"the same story with {news[-1]}" if known else "first seen"
        flag = _raised(finding, occasion, next_number + len(intents), reason)
        intents.append(Intent(flag=flag, what="raised"))
    return tuple(intents)


def _raised(finding: Finding, occasion: Occasion, number: int, reason: str) -> Flag:
    return Flag(
        number=number,
        recommendation=finding.recommendation,
        story_id=occasion.story_id,
        document_id=occasion.document_id,
        lane=finding.lane,
        heading=finding.heading,
        key=finding.key,
        reason=reason,
        raised_at=occasion.at,
        run_id=occasion.run_id,
    )


def decide_version(
    found: Sequence[Finding],
    shown: Sequence[Flag],
    story_flags: Sequence[Flag],
    occasion: Occasion,
    *,
    next_number: int,
    completed: bool,
    anew: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Intent, ...]:
    """Flags for a new version of a document: carried over, reopened, or newly raised.

    shown: the flags that showed the version before. completed: an article took the place of its
    entry, which is no edit. anew: why flags, by number, wait for a person again whatever is found.
    """
    by_recommendation = {f.recommendation: f for f in found}
    carried = tuple(
        _anew(_carry(flag, by_recommendation, occasion, completed), anew.get(flag.number))
        for flag in shown
    )
    covered = {flag.recommendation for flag in shown}
    fresh = [f for f in found if f.recommendation not in covered]
    return carried + decide_new(fresh, story_flags, occasion, next_number=next_number)


def _carry(flag: Flag, found: dict[str, Finding], occasion: Occasion, completed: bool) -> Intent:
    cause = "the article itself is here now" if completed else "the page was edited"
    finding = found.get(flag.recommendation)
    if finding is None:
        return _reopened(flag, f"{cause}: it no longer says what was flagged")
    news = difference(flag.key, finding.key)
    moved = replace(
        flag,
        document_id=occasion.document_id,
        lane=finding.lane,
        heading=finding.heading,
        key=finding.key,
    )
    if news is None or (completed and finding.heading is flag.heading):
        return Intent(flag=replace(moved, reason=f"{cause}; the same is said"), what="noted")
    return _reopened(moved, f"{cause}: {news}")


def _anew(intent: Intent, why: str | None) -> Intent:
    if why is None:
        return intent
    cause = intent.flag.reason.removesuffix("; the same is said")
    return _reopened(intent.flag, f"{cause}; {why}")


def _reopened(flag: Flag, reason: str) -> Intent:
    return Intent(flag=replace(flag, state=FlagState.WAITING, reason=reason), what="reopened")


def decide_gone(
    shown: Sequence[Flag], on: date, why: str = "the source took the page away"
) -> tuple[Intent, ...]:
    """Flags whose words the source has taken away: each waits for a person again."""
    return tuple(_reopened(f, f"{why} ({on.isoformat()})") for f in shown)
