"""Holds a document against every signal of a register. Pure: same document, same matches.

One pass of an automaton screens the document (rules/screen.py); concepts are found, sentences cut
and signals evaluated only where something could be satisfied. What signals found is weighed by what
else the page speaks of, where that was learnt (rules/weighing/). `read` and `candidates` go through
the whole document instead, for explanations; both come to the same matches. A signal without a
scope looks within one sentence. What is told of what is found, rules/candidates.py says.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from rules.candidates import (
    Candidate,
    CompiledSignal,
    Reading,
    evidence,
    told,
)
from rules.expression import Found, Hits, find_in_document
from rules.flat import flatten
from rules.lexicon import Hit, Silencing, longest
from rules.people import People
from rules.reading.asides import AsideReader
from rules.reading.factuality import Act, Verdict
from rules.reading.frames import first_heading, office_city
from rules.reading.places import PlaceReader
from rules.reading.segments import Segments, Span
from rules.records import Document, Factuality, Match, Register, Tells
from rules.screen import Passed, Plan
from rules.text import Folded, fold
from rules.tongues import Tongue
from rules.weighing.weigh import kept
from rules.weighing.weigher import Weigher
from rules.wrapped import unwrapped

# In one sentence so many acts of a signal are read; the first actual one counts.
READINGS_AT_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The concepts by number.

    counts_as: the concepts that a hit counts for. acts, countries: which are acts, and whose naming
    says whose affairs a text tells of.
    """

    ids: tuple[str, ...]
    glosses: tuple[str, ...]
    counts_as: tuple[tuple[int, ...], ...]
    silencing: Silencing
    acts: frozenset[int]
    countries: Mapping[int, str]

    def gloss(self, part: str) -> str:
        """What a piece of a signal means, in English; empty for a plain word."""
        if not part.startswith("@") or part[1:] not in self.ids:
            return ""
        return self.glosses[self.ids.index(part[1:])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A compiled register. Immutable, safe between threads.

    tongues[None]: for other languages. concerned: the countries that the register is about, its own
    and its addressees'. addressed: those that are addressees themselves, alone.
    """

    register: Register
    digest: str
    vocabulary: Vocabulary
    signals: tuple[CompiledSignal, ...]
    plan: Plan
    triggers: Mapping[int, tuple[CompiledSignal, ...]]
    concerned: frozenset[str]
    addressed: frozenset[str]
    asides: AsideReader
    abbreviations: re.Pattern[str]
    tongues: Mapping[str | None, Tongue]
    people: People
    weigher: Weigher

    @property
    def unweighed(self) -> "Matcher":
        """The same, by the signals alone."""
        return replace(self, weigher=self.weigher.without_scale)

    def match(self, document: Document) -> tuple[Match, ...]:
        """The matches, in the register's order. Their evidence quotes the document exactly."""
        tongue, whole = self._tongue(document), self._folded(document)
        bits = _title_first(tongue.screen.lines(flatten(whole.plain)), _headline(document))
        if self.plan.passed(bits) is None:
            return ()
        segments = self._segments(document, whole)
        passed = self.plan.passed(bits, segments.news_lines)
        return () if passed is None else self._read_passed(document, segments, passed)

    def _read_passed(
        self, document: Document, segments: Segments, passed: Passed
    ) -> tuple[Match, ...]:
        """The matches of what the screen let through."""
        lines = {*segments.news_lines, *passed.lines}
        raw = self._search(document, segments, map(segments.line, sorted(lines)))
        hits = self._hits(segments, raw)
        reading = self._reading(document, hits, raw)
        found = [
            (self.signals[order], sentence, ways)
            for order, node in passed.signals
            for sentence, ways in self._by_sentence(find_in_document(node, hits), hits)
        ]
        candidates = (self._candidate(*one, reading, abroad=False) for one in found)
        inside = [one for one in candidates if one is not None]
        return self._matches(inside, reading)

    def read(self, document: Document) -> Reading | None:
        """The whole document searched; None where it holds no word of any signal."""
        segments = self._segments(document, self._folded(document))
        raw = self._search(document, segments, [(0, len(segments.whole.plain))])
        return self._reading(document, self._hits(segments, raw), raw) if raw else None

    def verdicts(self, reading: Reading) -> tuple[Match, ...]:
        """The matches of a document that was read whole: the same as of `match`."""
        inside = [candidate for candidate in self.candidates(reading) if candidate.place.inside]
        return self._matches(inside, reading)

    def _matches(self, inside: Sequence[Candidate], reading: Reading) -> tuple[Match, ...]:
        """What a page tells, after it is weighed."""
        chosen = told(inside, reading)
        outcomes = self.weigher.outcomes(chosen, reading)
        return tuple(self._match(one, reading) for one in kept(chosen, outcomes))

    def _tongue(self, document: Document) -> Tongue:
        return self.tongues.get(document.language) or self.tongues[None]

    def _folded(self, document: Document) -> Folded:
        """Title and text, folded. No rule sees the city of the writer's office, unless it is at
        home."""
        tongue = self._tongue(document)
        whole = fold(f"{document.title}\n{unwrapped(document.text)}", tongue.respelling)
        start, end = office_city(whole.cased, _title_end(whole.starts, len(document.title)) + 1)
        plain = whole.plain
        if (
            start == end
            or self.register.country in tongue.gazetteer.named(plain[start:end]).countries
        ):
            return whole
        return replace(whole, plain=plain[:start] + " " * (end - start) + plain[end:])

    def _segments(self, document: Document, whole: Folded) -> Segments:
        tongue = self._tongue(document)
        return Segments(
            whole,
            title_end=_title_end(whole.starts, len(_headline(document))),
            abbreviations=self.abbreviations,
            asides=self.asides,
            looks_away=lambda *spans: self._looks_away(whole.plain, spans, document, tongue),
        )

    def _search(self, document: Document, segments: Segments, spans: Iterable[Span]) -> list[Hit]:
        """All hits in spans of whole lines, in order; surnames are those of persons."""
        lexicon, whole = self._tongue(document).lexicon, segments.whole
        found = [hit for span in spans for hit in lexicon.find(whole.plain, span)]
        return self.people.resolve(found, whole, document.published)

    def _hits(self, segments: Segments, raw: list[Hit]) -> Hits:
        return Hits(segments, self._by_concept(longest(raw, self.vocabulary.silencing)))

    def _reading(self, document: Document, hits: Hits, raw: Iterable[Hit]) -> Reading:
        tongue, countries = self._tongue(document), self.vocabulary.countries
        names = [(h.start, countries[h.concept]) for h in raw if h.concept in countries]
        home, covers = self.register.country, document.country
        gazetteer, addressed = tongue.gazetteer, self.addressed
        places = PlaceReader(hits.segments, gazetteer, home, covers, addressed, names)
        return Reading(
            document=document, segments=hits.segments, hits=hits, places=places, tongue=tongue
        )

    def _looks_away(
        self, plain: str, spans: tuple[Span, Span], document: Document, tongue: Tongue
    ) -> bool:
        """Whether a paragraph tells of the past, or of countries that the register is not about.

        spans: the paragraph and its first sentence. Read with the words of all languages too, for
        it need not be in its document's.
        """
        text = plain[slice(*spans[0])]
        for one in (tongue, self.tongues[None]):
            named = one.gazetteer.named(text).countries
            if named and named.isdisjoint(self.concerned):
                return True
            if one.factuality.looks_back(plain, spans, document.published):
                return True
        return False

    def _by_concept(self, found: Iterable[Hit]) -> dict[int, list[Hit]]:
        counts_as = self.vocabulary.counts_as
        hits: dict[int, list[Hit]] = {}
        for hit in found:
            for concept in counts_as[hit.concept]:
                hits.setdefault(concept, []).append(hit)
        return hits

    def triggered(self, hits: Hits) -> list[CompiledSignal]:
        """The signals that could be satisfied, in the register's order."""
        present = hits.by_concept.keys()
        signals = {
            signal.order: signal
            for concept in present
            for signal in self.triggers.get(concept, ())
            if not any(need.isdisjoint(present) for need in signal.needs)
        }
        return [signals[order] for order in sorted(signals)]

    def candidates(self, reading: Reading) -> list[Candidate]:
        """Every signal in every sentence that satisfies it, read for place and factuality."""
        hits = reading.hits
        candidates = (
            self._candidate(signal, sentence, ways, reading, abroad=True)
            for signal in self.triggered(hits)
            for sentence, ways in self._by_sentence(find_in_document(signal.node, hits), hits)
        )
        return [one for one in candidates if one is not None]

    def _by_sentence(self, found: Iterable[Found], hits: Hits) -> list[tuple[Span, list[Found]]]:
        """The ways to satisfy a signal by the sentence of their act, in order."""
        by_sentence: dict[Span, list[Found]] = {}
        for one in found:
            sentence = hits.sentence(self._acts(one)[0].start)
            by_sentence.setdefault(sentence, []).append(one)
        return sorted(by_sentence.items())

    def _candidate(
        self,
        signal: CompiledSignal,
        sentence: Span,
        ways: Sequence[Found],
        reading: Reading,
        *,
        abroad: bool,
    ) -> Candidate | None:
        """What a sentence says of a signal. abroad: also where it is of another country."""
        new = [one for one in ways if reading.is_news(one, sentence, signal.exempt)]
        on = [] if new else [w for w in ways if reading.is_told_on(w, sentence, signal.exempt)]
        told_by = self._by_act(new or on or ways)[:READINGS_AT_MOST]
        place = reading.places.read(sentence, self._acts(told_by[0])[0].start, signal.exempt)
        if not place.inside and not abroad:
            return None
        verdict, best = self._best(told_by, sentence, reading)
        if signal.signal.tells is Tells.STATE and verdict.factuality is Factuality.ACTUAL:
            verdict = Verdict(factuality=Factuality.STATE, why="a state, no act")
        return Candidate(
            signal=signal,
            found=best,
            sentence=sentence,
            factuality=verdict,
            place=place,
            background=not new,
            once=bool(on) and not reading.is_habit(sentence, self._acts(best)),
        )

    def _by_act(self, ways: Sequence[Found]) -> list[Found]:
        """The shortest way for each act: how it is told does not hang on what else is there."""
        shortest: dict[tuple[Hit, ...], Found] = {}
        for one in ways:
            shortest.setdefault(self._acts(one), one)
        return list(shortest.values())

    def _best(
        self, ways: Sequence[Found], sentence: Span, reading: Reading
    ) -> tuple[Verdict, Found]:
        """How a sentence tells a signal: by the first way that is actual, or the first."""
        read = [(self._factuality(one, sentence, reading), one) for one in ways]
        return next((r for r in read if r[0].factuality is Factuality.ACTUAL), read[0])

    def _acts(self, found: Found) -> tuple[Hit, ...]:
        """The hits that are the act: those of act concepts, or all if there are none."""
        hits = tuple(part.hit for part in found.parts)
        return tuple(hit for hit in hits if hit.concept in self.vocabulary.acts) or hits

    def _factuality(self, found: Found, span: Span, reading: Reading) -> Verdict:
        sentence = reading.sentence(span)
        act = Act(
            evidence=tuple(part.hit for part in found.parts),
            words=tuple(hit for hit in self._acts(found) if span[0] <= hit.start < span[1]),
        )
        return reading.tongue.factuality.read(sentence, act)

    def _match(self, candidate: Candidate, reading: Reading) -> Match:
        signal = candidate.signal.signal
        return Match(
            recommendation=candidate.signal.recommendation.id,
            clause=signal.clause,
            signal=signal.id,
            toward=signal.toward,
            factuality=candidate.factuality.factuality,
            rung=signal.rung,
            evidence=evidence(candidate.found, reading),
        )


def _headline(document: Document) -> str:
    """What begins the whole and is read as the title; a page without one has its first heading."""
    if document.title.strip():
        return document.title
    heading = first_heading(unwrapped(document.text))
    return f"{document.title}\n{heading}" if heading else document.title


def _title_first(lines: list[int], title: str) -> list[int]:
    """The bits by line, with all lines of the title taken for one."""
    if title.isprintable():
        return lines
    last = fold(title).plain.count("\n") + 1
    return [reduce(or_, lines[:last]), *lines[last:]]


def _title_end(starts: Sequence[int] | None, length: int) -> int:
    """Where the title ends in the folded whole."""
    return length if starts is None else bisect_left(starts, length)
