"""How a probe looks: a line a source, and below it what answered, what is allowed, what parsed."""

from collections.abc import Iterator

from monitor.contracts import Assessment
from monitor.cures import cure_for
from monitor.probing import Probe

_REFUSALS_SHOWN = 5


def rows_of(probe: Probe) -> list[tuple[str, str, str]]:
    """(source, verdict, what was found); the further rows of a source begin with nothing."""
    word, said = _verdict(probe)
    # Where nothing answered, the one line has said it all.
    details = _details(probe) if probe.lists else ()
    return [(probe.source.id, word, said), *(("", *row) for row in details)]


def _verdict(probe: Probe) -> tuple[str, str]:
    if not probe.was_asked:
        return "not asked", f"its turn did not come: recwatch sources check {probe.source.id}"
    if probe.is_usable:
        return "answers", _parsed(probe)
    reason = probe.outcome.reason
    cure = cure_for(reason)
    said = f"{reason}; cure: {cure}" if cure else reason
    return ("nothing parsed" if probe.lists else "no answer"), said


def _parsed(probe: Probe) -> str:
    documents = sum(1 if _is_prose(page) else len(page.documents) for page in probe.pages)
    listed = f"{len(probe.entries)} listed, {probe.dated} with a date that parses; "
    return f"{listed if probe.entries else ''}{documents} read"


def _details(probe: Probe) -> Iterator[tuple[str, str]]:
    for url, status in probe.lists:
        yield "list", f"{url}: HTTP {status}, robots.txt allows it"
    for refusal in probe.outcome.refusals[:_REFUSALS_SHOWN]:
        yield "refused", f"{refusal.url}: {refusal.reason}"
    for entry in probe.entries[:1]:
        yield "entry", f"{entry.title or entry.url} ({entry.published or 'no date'})"
    for page in probe.pages:
        yield "page", _page(page)


def _is_prose(page: Assessment) -> bool:
    """A watched page of paragraphs: one thing to read, however many there are."""
    return page.watched is not None and not page.watched.keyed


def _page(page: Assessment) -> str:
    if page.failure is not None and not page.documents:
        return f"{page.url}: {page.failure.kind}: {page.failure.reason}"
    first = page.documents[0].document if page.documents else None
    if first is None:
        return f"{page.url}: nothing to read"
    if _is_prose(page):
        return f"{page.url}: {first.title} ({len(page.documents)} paragraphs, {first.language})"
    day = first.published.isoformat() if first.published else "no date"
    more = f", and {len(page.documents) - 1} more" if len(page.documents) > 1 else ""
    length = f"{len(first.text):,} characters"
    return f"{page.url}: {first.title} ({length}, {first.language}, {day}){more}"
