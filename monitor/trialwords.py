"""A trial of changed rules in sentences, for the terminal and the page alike."""

from collections.abc import Iterator, Mapping

from monitor.trying import Difference, Trial

HEADINGS: Mapping[Difference, str] = {
    Difference.NEW: "New: flagged by the change alone",
    Difference.GONE: "Gone: flagged until now",
    Difference.OTHERWISE: "Otherwise: flagged by both, in another way",
}


def trial_said(trial: Trial) -> Iterator[str]:
    """What it comes to, what was looked at, and what was not."""
    if trial.is_whole and not trial.documents:
        yield "No night has brought documents yet: there was nothing to hold the rules against."
        return
    changed = trial.total.changed
    counts = ", ".join(
        f"{changed[what]:,} {what.value}"
        for what in Difference
        if changed[what] or what is not Difference.OTHERWISE
    )
    yield (
        f"The changed rules would have flagged {trial.total.flagged:,} of the last "
        f"{_nights(trial)} {_documents(trial)}: {counts}."
    )
    yield f"Looked at: {', '.join(trial.names)}, which the change may judge otherwise."
    if not trial.is_whole:
        yield (
            f"Time ran out before {trial.asked} nights were read: {len(trial.nights)} were read "
            "whole, the newest first, and a part of the next. These numbers are of that much."
        )
    elif len(trial.nights) < trial.asked:
        yield f"{trial.asked} nights were asked for; no more than {len(trial.nights)} are stored."


def listed_said(trial: Trial, what: Difference) -> str:
    """How many rows of a kind are not listed; "" where all are."""
    listed = trial.of(what)
    told = sum(one.changed[what] for one in trial.counts.values())
    return f"and {told - len(listed):,} more" if told > len(listed) else ""


def _nights(trial: Trial) -> str:
    if len(trial.nights) == 1 and trial.is_whole:
        return "night's"
    return f"{len(trial.nights)} nights'" if trial.is_whole else "nights'"


def _documents(trial: Trial) -> str:
    return f"{trial.documents:,} {'document' if trial.documents == 1 else 'documents'}"
