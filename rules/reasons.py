"""Puts verdicts into sentences that a researcher reads: how an act was read, and at which words."""

import re
from collections.abc import Sequence

from rules.candidates import AS_TITLE, Candidate, PageNews, Reading
from rules.matcher import Matcher
from rules.nearly import Gap, GapKind, NearMatch
from rules.reading.factuality import ASKS, Verdict
from rules.reading.segments import Span
from rules.records import Factuality

READ_AS = {
    Factuality.ACTUAL: "done",
    Factuality.PLANNED: "planned",
    Factuality.DEMANDED: "asked for, not done",
    Factuality.DENIED: "not done, or undone",
    Factuality.PAST: "a look back",
    Factuality.STATE: "a state that lasts, nobody is told to have acted",
}
_QUOTES_AT_MOST = 3
_PIECES_AT_MOST = 3
_GLOSS_AT_MOST = 40
_GLOSS_AT_LEAST = 6
_WHERE = {"document": "anywhere", "sentence": "in the same sentence"}
_QUESTION = "read as open, because the sentence is a question"
_BACKGROUND = "read as background: it stands behind the lead, and nothing there says it is new"
_YIELDS = "left to {}, a narrower recommendation on which title or lead report"
_GROUND = "read as a ground: the page reports what a body did, and this says why"
_REPEATED = "read as done: it stands behind the lead, and title or lead tell the same"


def factuality_said(
    verdict: Verdict, candidate: Candidate, reading: Reading, *, repeated: bool
) -> str:
    """How the act was read and because of which words. repeated: background, and yet reported."""
    if candidate.background:
        return _REPEATED if repeated else _BACKGROUND
    if verdict.why == ASKS:
        return _QUESTION
    read, quoted = f"read as {READ_AS[verdict.factuality]}", _quoted(verdict.cues, reading)
    if not verdict.cues:
        return read
    if verdict.why == AS_TITLE:
        return f"{read}, because the title says so: {quoted}"
    if verdict.factuality is Factuality.ACTUAL:
        return f"{read}, because {quoted} cancel each other out"
    side = _side(verdict.cues[0], candidate)
    return f"{read} because of {quoted}{side}" if side else f"{read} by the form of {quoted}"


def set_aside_said(candidate: Candidate, page: PageNews, reading: Reading) -> str:
    """Why the page's own news leaves a candidate out; empty where it does not."""
    if other := page.takes(candidate):
        return _YIELDS.format(other)
    return _GROUND if page.grounds_on(candidate, reading) else ""


def gap_said(gap: Gap) -> str:
    """What is missing, in words."""
    where = _WHERE.get(gap.scope, f"in the {gap.scope}")
    if gap.kind is GapKind.FAR:
        order, _, words = gap.asked.partition("/")
        follow = "do not follow each other" if order == "THEN" else "do not stand"
        return f"{_quotes(gap)} {follow} within {words} words"
    if gap.kind is GapKind.EXCLUDED:
        where = "in the document" if gap.scope == "document" else where
        return f"ruled out by {_excluded(gap)} {where}"
    if gap.kind is GapKind.ELSEWHERE:
        return f"{_quotes(gap)} for {_pieces(gap)} is there, but not {where}"
    return f"nothing {where} says {_pieces(gap)}"


def near_said(near: NearMatch) -> str:
    """What of a signal is there, and what keeps it from being satisfied."""
    return f"has {found_said(near)}; {'; '.join(gap_said(gap) for gap in near.gaps)}"


def found_said(near: NearMatch) -> str:
    """The words that stand for pieces of the signal, with their glosses."""
    return ", ".join(said_with_gloss(one.words, short_gloss(one.gloss)) for one in near.found)


def said_with_gloss(words: str, gloss: str) -> str:
    """Words of a text with what they mean in English."""
    return f"“{words}” ({gloss})" if gloss else f"“{words}”"


def short_gloss(gloss: str) -> str:
    """The beginning of a long gloss, up to a comma: an explanation names many."""
    if len(gloss) <= _GLOSS_AT_MOST:
        return gloss
    pieces = re.split(r"([,;:(])", gloss)
    short = pieces[0]
    while len(short) < _GLOSS_AT_LEAST and len(pieces) > 2:
        short += pieces[1] + pieces[2]
        pieces = pieces[2:]
    return short.strip()


def _quotes(gap: Gap) -> str:
    return " and ".join(f"“{word}”" for word in dict.fromkeys(gap.words))


def _excluded(gap: Gap) -> str:
    pairs = zip(gap.words, gap.pieces, strict=True)
    said = (said_with_gloss(words, short_gloss(piece[1])) for words, piece in pairs)
    return " with ".join(dict.fromkeys(said))


def _pieces(gap: Gap) -> str:
    """The pieces of a gap by their glosses; of many only the first."""
    named = [f"“{short_gloss(g)}” ({n})" if g else f"“{n}”" for n, g in gap.pieces]
    more = len(named) - _PIECES_AT_MOST
    return " or ".join(named[:_PIECES_AT_MOST]) + (f" or {more} more" if more > 0 else "")


def place_said(candidate: Candidate, matcher: Matcher, reading: Reading) -> str:
    """Whose affairs the act was taken for, with the words that name another country."""
    verdict = candidate.place
    if verdict.inside:
        return verdict.why
    ours = candidate.signal.exempt | {matcher.register.country}
    words = foreign_words(candidate.sentence, ours, reading)
    if not words:
        return f"not known to concern {matcher.register.country}: {verdict.why}"
    return f"read as another country's affair: {verdict.why} ({_quoted(words, reading)})"


def foreign_words(sentence: Span, ours: frozenset[str], reading: Reading) -> tuple[Span, ...]:
    """The words that name another country, from the nearest stretch that has any."""
    segments = reading.segments
    around = (sentence, segments.paragraph(sentence[0]), segments.title, *segments.lead)
    for start, end in around:
        text = segments.whole.plain[start:end]
        found = reading.tongue.gazetteer.namings(text)
        if words := [(start + n.start, start + n.end) for n in found if n.country not in ours]:
            return tuple(words)
    return ()


def _quoted(spans: Sequence[Span], reading: Reading) -> str:
    cased = reading.segments.whole.cased
    words = dict.fromkeys(" ".join(cased[start:end].split()) for start, end in spans)
    return ", ".join(f"“{word}”" for word in list(words)[:_QUOTES_AT_MOST])


def _side(cue: Span, candidate: Candidate) -> str:
    """Where a cue stands to the act's words; empty for an ending, which is inside of them."""
    hits = [part.hit for part in candidate.found.parts]
    if any(hit.start <= cue[0] and cue[1] <= hit.end for hit in hits):
        return ""
    nearest = min(hits, key=lambda hit: min(abs(hit.start - cue[1]), abs(cue[0] - hit.end)))
    return " before it" if cue[0] < nearest.start else " after it"
