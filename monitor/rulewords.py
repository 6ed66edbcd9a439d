"""Rules' history in words, for the terminal and the page alike."""

from collections.abc import Iterator

from monitor.rulehistory import ChangedRules, FileChange, Phase, is_file_of

HASH_SHOWN = 16
_FILES_AT_MOST = 12
_WHAT = {FileChange.CAME: "new", FileChange.WENT: "gone", FileChange.CHANGED: "changed"}


def phase_said(phase: Phase) -> str:
    """Which rules judged when."""
    days = dict.fromkeys((f"{phase.since:%Y-%m-%d}", f"{phase.until:%Y-%m-%d}"))
    runs = "1 run" if phase.runs == 1 else f"{phase.runs} runs"
    return f"Rules {short_hash(phase.digest)}, {' to '.join(days)} ({runs})"


def short_hash(digest: str) -> str:
    """What a set of rules is called."""
    return digest[:HASH_SHOWN] or "unnamed"


def raised_said(phase: Phase) -> str:
    """What runs of these rules raised."""
    if phase.raised is None:
        return "Raised no flag of it."
    raised = phase.raised
    flags = "1 flag" if raised.flags == 1 else f"{raised.flags:,} flags"
    return f"Raised {flags} of it, the last on {raised.last_at:%Y-%m-%d}."


def changed_said(phase: Phase, recommendation: str | None = None) -> Iterator[str]:
    """What differs from the rules before; of one recommendation first its own rule."""
    if phase.rule_set is None:
        yield "What these rules said was not kept: they judged before sets of rules were kept."
    elif phase.number == 1:
        yield "The first rules that are known."
    elif phase.changed is None:
        yield "What changed is not known: the rules before were not kept."
    else:
        yield from _differing(phase.changed, recommendation)


def _differing(changed: tuple[ChangedRules, ...], recommendation: str | None) -> Iterator[str]:
    own = [c for c in changed if recommendation and is_file_of(c.name, recommendation)]
    others = [c for c in changed if c not in own]
    if recommendation and not own:
        yield "Its own rule did not change."
    if own:
        yield f"Its own rule: {', '.join(map(named, own))}."
    if others:
        more = len(others) - _FILES_AT_MOST
        listed = ", ".join(map(named, others[:_FILES_AT_MOST]))
        beside = "Besides" if recommendation else "Changed"
        yield f"{beside}: {listed}{f' and {more} more' if more > 0 else ''}."


def named(changed: ChangedRules) -> str:
    """A file with what became of it."""
    own = ", the team's own" if changed.own else ""
    return f"{changed.name} ({_WHAT[changed.what]}{own})"
