"""The sentences of a letter that count: subject, first line, and what was read."""

from collections.abc import Sequence
from datetime import date

from monitor.digests.content import HEADING_ORDER, Coverage, DigestContent, Trouble
from monitor.printable import shortened
from storage.records import Heading

SUBJECT_AT_MOST = 59
DAYS_NAMED = 7
LATE_AT_MOST = 5
HEADING_WORDS = {
    Heading.REGRESSION: ("regression", "regressions"),
    Heading.MIXED: ("mixed", "mixed"),
    Heading.PROGRESS: ("progress", "progress"),
}


def totals(content: DigestContent) -> str:
    """The first line: what was found, in how much, and what could not be read."""
    coverage = content.coverage
    found = [_counted(way, n) for way in HEADING_ORDER if (n := content.tally.get(way, 0))]
    if content.coming_count:
        found.append(f"{content.coming_count:,} coming")
    if not found and is_blind(coverage):
        return f"Nothing could be read: all of {many(coverage.sources, 'source')} failed."
    sentence = f"{', '.join(found) or 'Nothing new'}, from {many(coverage.sources, 'source')}"
    failed = f"; {many(coverage.failed, 'source')} failed" if coverage.failed else ""
    return f"{sentence}; {many(coverage.pages, 'page')} read{failed}."


def is_blind(coverage: Coverage) -> bool:
    """Whether no source gave anything at all: then no news is not even that."""
    return 0 < coverage.sources == coverage.failed


def _counted(heading: Heading, count: int) -> str:
    if heading is Heading.MIXED:
        return f"{count:,} pointing both ways"
    return f"{count:,} possible {HEADING_WORDS[heading][count != 1]}"


def many(count: int, thing: str) -> str:
    """A count with its thing, as many as there are."""
    return f"{count:,} {thing}{'s' * (count != 1)}"


def subject(content: DigestContent) -> str:
    """Counts first, the date last; the country goes, then the parts, where room is short."""
    counts = [(way, content.tally.get(way, 0)) for way in HEADING_ORDER]
    parts = [f"{n:,} {HEADING_WORDS[way][n != 1]}" for way, n in counts if n]
    parts += [f"{content.coming_count:,} coming"] * bool(content.coming_count)
    if not content.count:
        head = "Nothing could be read" if is_blind(content.coverage) else "Nothing new"
        return f"{head} - {content.day.day} {content.day:%b}"
    head, end = f"{content.count:,} new", f"{content.day.day} {content.day:%b}"
    full = f"{head}: {', '.join(parts)}"
    country = shortened(content.register.country, 8)
    for candidate in (f"{full} - {country}, {end}", f"{full} - {end}"):
        if len(candidate) <= SUBJECT_AT_MOST:
            return candidate
    return f"{head} - {end}"


def spoken_day(day: date) -> str:
    """A date that no one reads the wrong way round."""
    return f"{day.day} {day:%b %Y}"


def spoken_days(days: Sequence[date]) -> str:
    """Some dates; of many only the first and how many they are."""
    if len(days) > DAYS_NAMED:
        return f"{len(days)} nights from {spoken_day(days[0])} on"
    named = [spoken_day(day) for day in days]
    nights = "the night of" if len(days) == 1 else "the nights of"
    return f"{nights} {', '.join(named[:-1])}{' and ' * (len(named) > 1)}{named[-1]}"


# -- what was read ---------------------------------------------------------------------------------
def coverage_in_words(coverage: Coverage) -> tuple[str, ...]:
    """How much was read since the last letter, and which nights were late: a sentence each."""
    if not coverage.nights:
        return ("No night has run yet.",)
    read = f"{coverage.sources - coverage.failed:,} of {many(coverage.sources, 'source')}"
    pages = many(coverage.pages, "page")
    night = f"The night of {spoken_day(coverage.night)}" if coverage.night else "The last night"
    if coverage.nights == 1:
        first = f"{night} read {read}, {pages}."
    else:
        newest = f"{night[0].lower()}{night[1:]} read {read}"
        first = f"{coverage.nights} nights since your last letter read {pages}; {newest}."
    left_out = len(coverage.late) - LATE_AT_MOST
    more = (f"{many(left_out, 'more night')} came late.",) if left_out > 0 else ()
    return (first, *coverage.late[:LATE_AT_MOST], *more)


def trouble_in_words(trouble: Trouble) -> str:
    """One source that was not read as it should be, and what may help."""
    since = f", well last on {spoken_day(trouble.last_good)}" if trouble.last_good else ""
    cure = f". What may help: {shortened(trouble.cure, 200)}" if trouble.cure else ""
    name, reason = shortened(trouble.name, 80), shortened(trouble.reason, 200)
    return f"{name} ({trouble.state.value}{since}): {reason}{cure}"
