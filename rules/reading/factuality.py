"""Reads how a sentence presents an act: done, planned, demanded, denied, or looked back on.

Cues are read in the clause around the act's own words; a cue inside the signal's evidence says
what the signal already knows, and does not count. Two turns cancel out: an appeal against a
release, rejected, leaves the release.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.cues import CueGroup, Cues, DateWords, Reads
from rules.lexicon import Hit, Lexicon, all_rivals, longest
from rules.reading.dates import DateMention, DateReader, When
from rules.reading.segments import Span
from rules.records import Factuality

_BOUNDARY = re.compile(r"[,;:()]| - |\b(?:but|но|однако|бірақ|алайда)\b")
_WORD = re.compile(r"\w+(?:[-']\w+)*")
_NEXT = re.compile(r"[ \"]{1,2}(\w+)")
_AFTER_DATE = re.compile(r"\s*,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How an act is read, why, and the words at which that was seen (none where it is plain)."""

    factuality: Factuality
    why: str
    cues: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is read: a sentence, the signal's hits in it, those of them that are the act."""

    plain: str
    span: Span
    evidence: tuple[Hit, ...]
    acts: tuple[Hit, ...]
    published: date | None


@dataclass(frozen=True, slots=True)
class _Cue:
    """One cue with its side. `side` 0: before the act."""

    file: str
    reads: Reads
    group: CueGroup
    side: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """A cue that was seen to bear on the act."""

    cue: _Cue
    span: Span


class FactualityReader:
    """The cues of one language (None: of all), compiled. Immutable, safe between threads."""

    def __init__(self, cues: Sequence[Cues], dates: DateWords, language: str | None) -> None:
        groups = [(file, g) for file in cues for g in file.groups if language in (g.language, None)]
        self._cues: list[_Cue] = []
        forms = []
        for file, group in groups:
            for side, found in enumerate((group.before, group.after)):
                forms += [(len(self._cues), form) for form in found]
                self._cues.append(_Cue(file.id, file.reads, group, side))
        self._own = [_Cue(file.id, file.reads, g, 0) for file, g in groups if g.tails or g.starts]
        self._lexicon = Lexicon(forms)
        self._dates = DateReader(dates, language)
        self._silencing = all_rivals(len(self._cues))

    def dates(self, sentence: Sentence) -> list[DateMention]:
        """The dates that a sentence names."""
        return self._dates.read(sentence.plain, sentence.span, sentence.published)

    def read(self, sentence: Sentence) -> Verdict:
        """How the sentence presents the act."""
        seen = list(self._seen(sentence))
        turns = [one for one in seen if one.cue.reads is Reads.TURNED]
        if len(turns) % 2:
            return _verdict(Factuality.DENIED, turns)
        for reads, factuality in (
            (Reads.DEMANDED, Factuality.DEMANDED),
            (Reads.PLANNED, Factuality.PLANNED),
        ):
            if found := [one for one in seen if one.cue.reads is reads]:
                return _verdict(factuality, found)
        if sentence.plain[: sentence.span[1]].endswith("?", sentence.span[0]):
            return Verdict(factuality=Factuality.PLANNED, why="the sentence asks")
        if old := self._look_back(sentence):
            return Verdict(factuality=Factuality.PAST, why="a date long ago", cues=(old,))
        if found := [one for one in seen if one.cue.reads is Reads.PAST]:
            return _verdict(Factuality.PAST, found)
        why = "turned twice" if turns else "nothing says otherwise"
        return Verdict(factuality=Factuality.ACTUAL, why=why, cues=tuple(one.span for one in turns))

    def _seen(self, sentence: Sentence) -> Iterator[_Seen]:
        base = sentence.span[0]
        text = sentence.plain[base : sentence.span[1]]
        for hit in longest(self._lexicon.find(text), self._silencing):
            span = base + hit.start, base + hit.end
            cue = self._cues[hit.concept]
            if cue.reads is not Reads.SAME and self._bears(cue, span, sentence):
                yield _Seen(cue, span)
        for cue in self._own:
            for act in sentence.acts:
                if _own_word(cue.group, act, sentence):
                    yield _Seen(cue, (act.start, act.end))

    @staticmethod
    def _bears(cue: _Cue, span: Span, sentence: Sentence) -> bool:
        if any(hit.start < span[1] and span[0] < hit.end for hit in sentence.evidence):
            return False
        for act in sentence.acts:
            gap = (span[1], act.start) if cue.side == 0 else (act.end, span[0])
            if gap[0] <= gap[1] and _reaches(cue.group, sentence.plain[gap[0] : gap[1]]):
                return not cue.group.next or not _followed(act, sentence.plain, cue.group.next)
        return False

    def _look_back(self, sentence: Sentence) -> Span | None:
        """A date long ago in the act's clause, or alone before the sentence's first comma."""
        dates = self.dates(sentence)
        if any(found.when is When.NEWS and _same_clause(found, sentence) for found in dates):
            return None
        for found in dates:
            if found.when is When.LONG_AGO and _same_clause(found, sentence):
                return found.start, found.end
        return None


def _verdict(factuality: Factuality, seen: Iterable[_Seen]) -> Verdict:
    files = ", ".join(dict.fromkeys(one.cue.file for one in seen))
    spans = tuple(one.span for one in seen)
    return Verdict(factuality=factuality, why=f"cues of {files}", cues=spans)


def _reaches(group: CueGroup, gap: str) -> bool:
    """Whether a cue reaches over the words between it and the act."""
    words = _WORD.findall(gap)
    if len(words) > group.within or any(word in group.unless for word in words):
        return False
    for boundary in _BOUNDARY.finditer(gap):
        following = _WORD.search(gap, boundary.end())
        if following is None or following.group() not in group.joins:
            return False
    return True


def _own_word(group: CueGroup, act: Hit, sentence: Sentence) -> bool:
    """Whether the act's own word, or its place in the sentence, is a cue."""
    plain = sentence.plain
    if group.next and _followed(act, plain, group.next):
        return False
    if group.adjective and _NEXT.match(plain, act.end) is None:
        return False
    if any(plain.endswith(tail, act.open, act.end) for tail in group.tails):
        return True
    return group.starts and not plain[sentence.span[0] : act.start].strip(" \"'(-\n")


def _followed(act: Hit, plain: str, words: tuple[str, ...]) -> bool:
    following = _NEXT.match(plain, act.end)
    return following is not None and following.group(1) in words


def _opens(before: str) -> bool:
    """Whether no more than a preposition stands before a date: "On the 3rd of March, …"."""
    return len(_WORD.findall(before)) <= 2 and not _BOUNDARY.search(before)


def _same_clause(found: DateMention, sentence: Sentence) -> bool:
    plain, span = sentence.plain, sentence.span
    for act in sentence.acts:
        start, end = min(found.end, act.end), max(found.start, act.start)
        gap = plain[start:end] if start < end else ""
        if not _BOUNDARY.search(gap):
            return True
        if (
            _opens(plain[span[0] : found.start])
            and _AFTER_DATE.match(gap)
            and not _BOUNDARY.search(gap.lstrip(" ,"))
        ):
            return True
    return False
