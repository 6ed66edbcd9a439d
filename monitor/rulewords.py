"""Rules' history in words, for the terminal and the page alike."""

from collections.abc import Iterator

from monitor.rulehistory import ChangedRules, FileChange, Period, is_file_of

HASH_SHOWN = 12
_FILES_AT_MOST = 12
_WHAT = {FileChange.CAME: "new", FileChange.WENT: "gone", FileChange.CHANGED: "changed"}


def period_said(period: Period) -> str:
    """Which rules judged when."""
    days = dict.fromkeys((f"{period.since:%Y-%m-%d}", f"{period.until:%Y-%m-%d}"))
    runs = "1 run" if period.runs == 1 else f"{period.runs} runs"
    return f"Rules {short_hash(period.digest)}, {' to '.join(days)} ({runs})"


def short_hash(digest: str) -> str:
    """What a set of rules is called."""
    return digest[:HASH_SHOWN] or "unnamed"


def raised_said(period: Period) -> str:
    """What runs of these rules raised."""
    if period.raised is None:
        return "Raised no flag of it."
    raised = period.raised
    flags = "1 flag" if raised.flags == 1 else f"{raised.flags:,} flags"
    return f"Raised {flags} of it, the last on {raised.last_at:%Y-%m-%d}."


def changed_said(period: Period, recommendation: str | None = None) -> Iterator[str]:
    """What differs from the rules before; of one recommendation first its own rule."""
    if period.rule_set is None:
        yield "What these rules said was not kept: they judged before sets of rules were kept."
    elif period.number == 1:
        yield "The first rules that are known."
    elif period.changed is None:
        yield "What changed is not known: the rules before were not kept."
    else:
        yield from _differing(period.changed, recommendation)


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
