"""Reads how a sentence presents an act: done, planned, demanded, denied, or looked back on.

Cues are read in the clause around the act's own words; a cue inside the signal's evidence says
what the signal already knows, and does not count. Two turns cancel out: an appeal against a
release, rejected, leaves the release.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.cues import CueGroup, Cues, DateWords, Reads, SentenceWords
from rules.lexicon import Hit, Lexicon, all_rivals, longest
from rules.reading.dates import DateMention, DateReader, When
from rules.reading.listing import first_word, nearest_item
from rules.reading.segments import Span
from rules.records import Factuality

# A title is one sentence, and may hold several: "'Free him!' A court jailed the leader".
_ENDED = re.compile(r"[.!?…]{1,9}[\"')]{0,2} ")
_SIGNS = rf"[,;:()]| - |{_ENDED.pattern}"
_WORD = re.compile(r"\w+(?:[-']\w+)*")
_NEXT = re.compile(r"[ \"]{1,2}(\w+)")
_PARTED = re.compile(rf"[:;]|{_ENDED.pattern}")
# The word for "year" may stand between a date and its comma.
_AFTER_DATE = re.compile(r"(?: \w{1,5}\.?)?\s*,")
# Between a cue and a quotation may stand others, with what introduces them.
_OTHERS = re.compile(r'"[^"]*"|[:,]')
# What stands in brackets parts no date from its act: "ratified the covenant (1966) in January".
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_ORNAMENT = " \"'(-*>•●\n"
# What numbers an item of an enumeration: "A.", "12)", "(c)".
_NUMBERED = re.compile(r"\(?\w{1,3}[.)]\s{1,9}")
ASKS = "the sentence asks"
NO_WORDS = SentenceWords()
# A sentence that opens with a year so far back is of that time to its end.
FAR_YEARS = 10
# So many words before and behind an act may say that it is done again and again. A converb takes
# its tense from the verb that ends its chain.
HABIT_BEFORE, HABIT_BEHIND = 3, 7
# A day no more words away from a participle is the participle's own.
BESIDE = 1
# "Five years ago", before the date itself.
OPENS_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How an act is read, why, and the words at which that was seen (none where it is plain)."""

    factuality: Factuality
    why: str
    cues: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its cues and dates, found once for all signals. Offsets: the document's.

    breaks: where a clause ends, presuming: what asks about a thing that was done, item: with what
    an item of a list begins, as patterns.
    """

    plain: str
    breaks: re.Pattern[str]
    presuming: re.Pattern[str]
    item: re.Pattern[str]
    span: Span
    cues: tuple[Hit, ...]
    dates: tuple[DateMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is read: a signal's hits in a sentence, and those of them that are the act itself."""

    evidence: tuple[Hit, ...]
    words: tuple[Hit, ...]


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
    """The cues of one language (None: of all), compiled. Immutable, safe between threads.

    words: those that begin another clause or item, or ask about what was done, of all languages.
    """

    def __init__(
        self,
        cues: Sequence[Cues],
        dates: DateWords,
        language: str | None,
        words: SentenceWords = NO_WORDS,
    ) -> None:
        self._breaks = re.compile("|".join((_SIGNS, *map(_whole, words.breaks))))
        self._presuming = re.compile("|".join(map(_whole, words.presuming)) or "(?!)")
        self._item = first_word(words.joining)
        self._habits = (
            _words(words.habit_before),
            _ends(words.habit_ends),
            _words(words.habit_behind),
        )
        groups = [(file, g) for file in cues for g in file.groups if language in (g.language, None)]
        self._cues: list[_Cue] = []
        forms = []
        for file, group in groups:
            for side, found in enumerate((group.before, group.after)):
                forms += [(len(self._cues), form) for form in found]
                self._cues.append(_Cue(file.id, file.reads, group, side))
        self._own = [
            _Cue(file.id, file.reads, g, 0)
            for file, g in groups
            if g.tails or g.starts or g.is_word
        ]
        self._lexicon = Lexicon(forms)
        self._dates = DateReader(dates, language)
        self._silencing = all_rivals(len(self._cues))

    def sentence(self, plain: str, span: Span, published: date | None) -> Sentence:
        """The sentence at a place of a document, searched for cues and dates."""
        base = span[0]
        found = longest(self._lexicon.find(plain[base : span[1]]), self._silencing)
        placed = (Hit(base + h.start, base + h.end, h.concept, base + h.open) for h in found)
        dates = tuple(self._dates.read(plain, span, published))
        return Sentence(
            plain=plain,
            breaks=self._breaks,
            presuming=self._presuming,
            item=self._item,
            span=span,
            cues=tuple(hit for hit in placed if self._is_cue(hit, dates)),
            dates=dates,
        )

    def _is_cue(self, hit: Hit, dates: Iterable[DateMention]) -> bool:
        """Whether words found are a cue: "may" is none in "on 3 May"."""
        reads = self._cues[hit.concept].reads
        if reads is Reads.PLANNED:
            return not any(one.start <= hit.start and hit.end <= one.end for one in dates)
        return reads is not Reads.SAME

    def is_dated(self, plain: str, span: Span, published: date | None) -> bool:
        """Whether a sentence names a day that is not long ago."""
        dates = self._dates.read(plain, span, published)
        return any(found.when is not When.LONG_AGO for found in dates)

    def is_habit(self, plain: str, span: Span, words: Iterable[Hit]) -> bool:
        """Whether an act of a sentence is done again and again, and was not done once."""
        before, ends, behind = self._habits
        return any(
            before.search(" ".join(_WORD.findall(plain, span[0], word.start)[-HABIT_BEFORE:]))
            or ends.search(plain, word.start, word.end)
            or behind.search(" ".join(_WORD.findall(plain, word.end, span[1])[:HABIT_BEHIND]))
            for word in words
        )

    def looks_back(self, plain: str, spans: tuple[Span, Span], published: date | None) -> bool:
        """Whether a paragraph tells of the past; spans: the paragraph and its first sentence."""
        return self._dates.looks_back(plain, *spans, published)

    def read(self, sentence: Sentence, act: Act) -> Verdict:
        """How the sentence presents the act."""
        seen = list(self._seen(sentence, act))
        turns = [one for one in seen if one.cue.reads is Reads.TURNED]
        if len(turns) % 2:
            return _verdict(Factuality.DENIED, turns)
        for reads, factuality in (
            (Reads.DEMANDED, Factuality.DEMANDED),
            (Reads.PLANNED, Factuality.PLANNED),
        ):
            if found := [one for one in seen if one.cue.reads is reads]:
                return _verdict(factuality, found)
        if _asks(sentence, act):
            return Verdict(factuality=Factuality.PLANNED, why=ASKS)
        if old := _look_back(sentence, act):
            return Verdict(factuality=Factuality.PAST, why="a date long ago", cues=(old,))
        found = [one for one in seen if one.cue.reads is Reads.PAST]
        if found and not any(_dates_act(day, found, sentence, act) for day in _news(sentence, act)):
            return _verdict(Factuality.PAST, found)
        why = "turned twice" if turns else "nothing says otherwise"
        return Verdict(factuality=Factuality.ACTUAL, why=why, cues=tuple(one.span for one in turns))

    def _seen(self, sentence: Sentence, act: Act) -> Iterator[_Seen]:
        wish = False
        for hit in sentence.cues:
            cue = self._cues[hit.concept]
            if _bears(cue, (hit.start, hit.end), sentence, act):
                wish = wish or cue.reads in (Reads.DEMANDED, Reads.PLANNED)
                yield _Seen(cue, (hit.start, hit.end))
        for cue in self._own:
            if wish and cue.group.is_word:
                continue
            for word in act.words:
                if _own_word(cue.group, word, sentence):
                    yield _Seen(cue, (word.start, word.end))


def _words(written: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some words; "*майды" is an ending."""
    found = (rf"\b\w*{re.escape(one[1:])}\b" if one[0] == "*" else _whole(one) for one in written)
    return re.compile("|".join(found) or "(?!)")


def _ends(written: Iterable[str]) -> re.Pattern[str]:
    """A pattern for a word that ends in one of these ways."""
    return re.compile("|".join(rf"{re.escape(one)}\b" for one in written) or "(?!)")


def _whole(words: str) -> str:
    """A pattern for words as they stand."""
    return rf"\b{re.escape(words)}\b"


def _bears(cue: _Cue, span: Span, sentence: Sentence, act: Act) -> bool:
    """Whether a cue reaches the act, from its side and without a break."""
    if cue.group.leads:
        return _leads(cue.group, span, sentence) and any(
            word.start >= span[0] and not _PARTED.search(sentence.plain, span[1], word.start)
            for word in act.words
        )
    if any(hit.start < span[1] and span[0] < hit.end for hit in act.evidence):
        return False
    if cue.group.decided and _is_decided(cue.group, span, sentence):
        return False
    return any(_bears_on(word, cue, span, sentence) for word in act.words)


def _is_decided(group: CueGroup, cue: Span, sentence: Sentence) -> bool:
    words = _WORD.findall(sentence.plain, sentence.span[0], cue[0])
    return any(word in group.decided for word in words)


def _leads(group: CueGroup, cue: Span, sentence: Sentence) -> bool:
    """Whether a cue begins its sentence, or what follows a colon: "Activists: Release him"."""
    plain = sentence.plain
    before = plain[sentence.span[0] : cue[0]].rstrip(_ORNAMENT)
    begins = not before or before.endswith(":") or _numbers(plain, sentence.span[0], cue[0])
    taken_back = any(word in group.unless for word in _WORD.findall(before))
    following = _NEXT.match(plain, cue[1])
    return begins and not taken_back and (not following or following.group(1) not in group.next)


def _numbers(plain: str, start: int, end: int) -> bool:
    """Whether what stands there is nothing but the number of an item."""
    return _NUMBERED.fullmatch(plain, start, end) is not None


def _bears_on(word: Hit, cue: _Cue, span: Span, sentence: Sentence) -> bool:
    """Whether a cue reaches a word of the act, or the quotation in which it stands."""
    start, end = _quotation(word, sentence) if cue.group.quoted else (word.start, word.end)
    gap = (span[1], start) if cue.side == 0 else (end, span[0])
    if start >= end or gap[0] > gap[1]:
        return False
    if cue.group.lists:
        first = sentence.item if cue.side == 0 else None
        gap = nearest_item(sentence.plain, gap, cue.group.lists, first)
    return _reaches(cue.group, gap, sentence) and _suits(cue.group, word, sentence.plain)


def _look_back(sentence: Sentence, act: Act) -> Span | None:
    """A date long ago in the act's clause, or alone before the sentence's first comma."""
    dates = list(_dates(sentence, act))
    if any(found.when is When.NEWS for found in dates):
        return None
    old = next((found for found in dates if found.when is When.LONG_AGO), None)
    return (old.start, old.end) if old else None


def _news(sentence: Sentence, act: Act) -> list[DateMention]:
    """The days of this news that the act's own clause names."""
    return [found for found in _dates(sentence, act) if found.when is When.NEWS]


def _dates_act(day: DateMention, past: Sequence[_Seen], sentence: Sentence, act: Act) -> bool:
    """Whether a day is that of an act which cues put into the past, and not another verb's."""
    return not any(_keeps_off(one.span, day, sentence, act) for one in past)


def _keeps_off(cue: Span, day: DateMention, sentence: Sentence, act: Act) -> bool:
    """Whether a cue of the past parts an act from a day.

    It stands between them. A participle is the act itself, and has its own day beside it: "those
    arrested today", but not "today the friends of those arrested came".
    """
    if any(cue == (word.start, word.end) for word in act.words):
        start, end = min(day.end, cue[1]), max(day.start, cue[0])
        return start < end and len(_WORD.findall(sentence.plain[start:end])) > BESIDE
    return any(
        (day.end <= cue[0] and cue[1] <= word.start) or (word.end <= cue[0] and cue[1] <= day.start)
        for word in act.words
    )


def _dates(sentence: Sentence, act: Act) -> Iterator[DateMention]:
    """The dates of the act's own clause, but for those that the signal itself asks for.

    "Sentenced over the unrest of January 2022" is dated by its cause, not by the sentence.
    """
    for found in sentence.dates:
        asked_for = any(h.start < found.end and found.start < h.end for h in act.evidence)
        if not asked_for and _same_clause(found, sentence, act) and not _of_cause(found, act):
            yield found


def _of_cause(found: DateMention, act: Act) -> bool:
    """Whether a date long ago is that of the act's cause, whose words stand between them."""
    if found.cause is None or found.when is not When.LONG_AGO:
        return False
    start, end = found.cause
    if start < found.start:
        return any(word.end <= start for word in act.words)
    return any(word.start >= end for word in act.words)


def _asks(sentence: Sentence, act: Act) -> bool:
    """Whether the act stands in a question, and not in one that takes it for granted.

    "Politician jailed. What next?" is a title, and none of it asks whether he was jailed; nor does
    "Why was he jailed?".
    """
    return any(_is_asked(sentence, word) for word in act.words)


def _is_asked(sentence: Sentence, word: Hit) -> bool:
    plain, (start, stop) = sentence.plain, sentence.span
    end = _ENDED.search(plain, word.end, stop)
    if "?" not in (end.group() if end else plain[stop - 1 : stop]):
        return False
    before = _ENDED.finditer(plain, start, word.start)
    begun = max((found.end() for found in before), default=start)
    return not sentence.presuming.search(plain, begun, end.end() if end else stop)


def _verdict(factuality: Factuality, seen: Iterable[_Seen]) -> Verdict:
    files = ", ".join(dict.fromkeys(one.cue.file for one in seen))
    spans = tuple(one.span for one in seen)
    return Verdict(factuality=factuality, why=f"cues of {files}", cues=spans)


def _reaches(group: CueGroup, span: Span, sentence: Sentence) -> bool:
    """Whether a cue reaches over the words between it and the act."""
    gap = sentence.plain[slice(*span)]
    if group.quoted:
        gap = _OTHERS.sub("", gap)
    words = _WORD.findall(gap)
    if len(words) > group.within or any(word in group.unless for word in words):
        return False
    for found in sentence.breaks.finditer(gap):
        # Behind the gap stands the cue, or the act, which may be such a word itself.
        following = _WORD.search(gap, found.end()) or _WORD.match(sentence.plain, span[1])
        if following is None or following.group() not in group.joins:
            return False
    return True


def _own_word(group: CueGroup, word: Hit, sentence: Sentence) -> bool:
    """Whether the act's own word, or its place in the sentence, is a cue."""
    plain = sentence.plain
    if group.is_word:
        place = (word.start, word.end)
        return plain[slice(*place)] in group.ends and not _is_decided(group, place, sentence)
    tailed = any(plain.endswith(tail, word.open, word.end) for tail in group.tails)
    starts = group.starts and not plain[sentence.span[0] : word.start].strip(" \"'(-\n")
    if not tailed and not starts:
        return False
    return _suits(group, word, plain)


def _quotation(word: Hit, sentence: Sentence) -> Span:
    """The quotation in which a word stands, by its sentence's quotation marks; empty if none."""
    start, end = sentence.span
    if sentence.plain.count('"', start, word.start) % 2 == 0:
        return 0, 0
    closed = sentence.plain.find('"', word.end, end)
    return sentence.plain.rfind('"', start, word.start), closed + 1 or end


def _suits(group: CueGroup, word: Hit, plain: str) -> bool:
    """Whether the act's own word, and the one behind it, are such as a group asks for."""
    if group.ends and not plain.endswith(group.ends, word.start, word.end):
        return False
    if group.next and _followed(word, plain, group.next):
        return False
    return not group.adjective or _NEXT.match(plain, word.end) is not None


def _followed(word: Hit, plain: str, words: tuple[str, ...]) -> bool:
    following = _NEXT.match(plain, word.end)
    return following is not None and following.group(1) in words


def _opens(found: DateMention, sentence: Sentence) -> bool:
    """Whether no more than a preposition stands before a date: "On the 3rd of March, …".

    Or what says the same in other words: "Five years ago, on the 3rd of March, …".
    """
    before = sentence.plain[sentence.span[0] : found.start]
    first, comma, last = before.rpartition(", ")
    if comma and len(_WORD.findall(first)) <= OPENS_AT_MOST and not sentence.breaks.search(first):
        before = last
    return len(_WORD.findall(before)) <= 2 and not sentence.breaks.search(before)


def _same_clause(found: DateMention, sentence: Sentence, act: Act) -> bool:
    """Whether a date is that of the act's clause. A year far back opens a story of its time."""
    if found.years >= FAR_YEARS and _opens(found, sentence):
        return True
    breaks = sentence.breaks
    for word in act.words:
        start, end = min(found.end, word.end), max(found.start, word.start)
        gap = _BRACKETS.sub("", sentence.plain[start:end]) if start < end else ""
        if not breaks.search(gap):
            return True
        after = _AFTER_DATE.match(gap)
        if after and _opens(found, sentence) and not breaks.search(gap, after.end()):
            return True
    return False
