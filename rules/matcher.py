"""Holds a document against every signal of a register. Pure: same document, same matches.

One pass of the automaton finds the concepts; only signals whose rarest concept was seen are
evaluated; sentences are cut only around hits. A signal without a scope looks within one sentence.
Once it has a scope, what stands outside of its scopes may lie anywhere in the document.

What stands behind the lead is background, and none of the document's news, unless its sentence
names a day of this news, or it is an act that title or lead report too, by recommendation and
direction. So a paragraph of background, of another country or of links, added after the lead of a
document, changes nothing that is told of it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rules.expression import Found, Hits, Node, find_in_document
from rules.kazakh.wordlist import Wordlist
from rules.lexicon import Hit, Lexicon, Silencing, longest
from rules.people import People
from rules.reading.asides import AsideReader
from rules.reading.dates import When
from rules.reading.factuality import Act, FactualityReader, Sentence, Verdict
from rules.reading.places import Gazetteer, PlaceReader, PlaceVerdict
from rules.reading.segments import Segments, Span
from rules.records import (
    Document,
    Evidence,
    Factuality,
    Match,
    Recommendation,
    Register,
    Signal,
    Toward,
)
from rules.text import fold

# Of the ways to satisfy a signal in one sentence, so many are read; the first actual one counts.
READINGS_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledSignal:
    """A signal ready to evaluate. needs: of each of these sets a concept must be there."""

    order: int
    recommendation: Recommendation
    signal: Signal
    node: Node
    anchors: frozenset[int]
    needs: tuple[frozenset[int], ...]
    exempt: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """What reading one language takes. respelling: the words for which Latin letters are read."""

    lexicon: Lexicon
    factuality: FactualityReader
    gazetteer: Gazetteer
    respelling: Wordlist | None = None


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
class Candidate:
    """A signal found in a sentence, with what was read of it; not yet a match.

    background: some of its words stand behind the lead, where nothing says that they are new.
    """

    signal: CompiledSignal
    found: Found
    sentence: Span
    factuality: Verdict
    place: PlaceVerdict
    background: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document, folded and searched. Sentences are read once, when a signal asks."""

    document: Document
    segments: Segments
    hits: Hits
    places: PlaceReader
    tongue: Tongue
    _sentences: dict[Span, Sentence] = field(default_factory=dict)

    def sentence(self, span: Span) -> Sentence:
        """A sentence with its cues and dates."""
        found = self._sentences.get(span)
        if found is None:
            plain, published = self.segments.whole.plain, self.document.published
            found = self._sentences[span] = self.tongue.factuality.sentence(plain, span, published)
        return found

    def is_news(self, found: Found, sentence: Span, exempt: frozenset[str]) -> bool:
        """Whether what satisfies a signal is told as news; sentence: that of its act.

        The act stands in the title, the lead, or a sentence with a day of this news. What belongs
        to it elsewhere is no background either.
        """
        if not self.segments.in_news(sentence[0]) and not self._is_dated(sentence):
            return False
        return all(self._belongs(part.hit, exempt) for part in found.parts)

    def _is_dated(self, sentence: Span) -> bool:
        return any(found.when is not When.LONG_AGO for found in self.sentence(sentence).dates)

    def _belongs(self, hit: Hit, exempt: frozenset[str]) -> bool:
        """Whether a hit is of the document's own story: here, and not long ago."""
        if self.segments.in_news(hit.start):
            return True
        if not self.segments.belongs(hit.start):
            return False
        span = self.segments.sentence(hit.start)
        return self.places.read(span, hit.start, exempt).inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A compiled register. Immutable, safe between threads.

    tongues[None]: for other languages. concerned: the countries that the register is about, its own
    and its addressees'.
    """

    register: Register
    digest: str
    vocabulary: Vocabulary
    signals: tuple[CompiledSignal, ...]
    triggers: Mapping[int, tuple[CompiledSignal, ...]]
    concerned: frozenset[str]
    asides: AsideReader
    abbreviations: re.Pattern[str]
    tongues: Mapping[str | None, Tongue]
    people: People

    def match(self, document: Document) -> tuple[Match, ...]:
        """The matches, in the register's order. Their evidence quotes the document exactly."""
        reading = self.read(document)
        if reading is None:
            return ()
        candidates = self.candidates(reading)
        inside = [candidate for candidate in candidates if candidate.place.inside]
        return tuple(self._match(one, reading) for one in told(inside, reading))

    def read(self, document: Document) -> Reading | None:
        """The document searched; None where it holds no word of any signal."""
        tongue = self.tongues.get(document.language) or self.tongues[None]
        whole = fold(f"{document.title}\n{document.text}", tongue.respelling)
        found = self.people.resolve(tongue.lexicon.find(whole.plain), whole)
        if not found:
            return None
        title_end = _title_end(whole.starts, len(document.title))
        segments = Segments(
            whole,
            title_end=title_end,
            abbreviations=self.abbreviations,
            asides=self.asides,
            looks_away=lambda *spans: self._looks_away(whole.plain, spans, document, tongue),
        )
        hits = Hits(segments, self._by_concept(longest(found, self.vocabulary.silencing)))
        countries = self.vocabulary.countries
        names = [(h.start, countries[h.concept]) for h in found if h.concept in countries]
        home, covers = self.register.country, document.country
        places = PlaceReader(segments, tongue.gazetteer, home, covers, names)
        return Reading(
            document=document, segments=segments, hits=hits, places=places, tongue=tongue
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
        return [
            candidate
            for signal in self.triggered(reading.hits)
            for candidate in self._of(signal, find_in_document(signal.node, reading.hits), reading)
        ]

    def _of(
        self, signal: CompiledSignal, found: Sequence[Found], reading: Reading
    ) -> Iterator[Candidate]:
        by_sentence: dict[Span, list[Found]] = {}
        for one in found:
            act = self._acts(one)[0]
            sentence = reading.segments.sentence(act.start)
            by_sentence.setdefault(sentence, []).append(one)
        for sentence in sorted(by_sentence):
            ways = by_sentence[sentence]
            new = [one for one in ways if reading.is_news(one, sentence, signal.exempt)]
            yield self._candidate(signal, sentence, new or ways, reading, background=not new)

    def _candidate(
        self,
        signal: CompiledSignal,
        sentence: Span,
        ways: Sequence[Found],
        reading: Reading,
        *,
        background: bool,
    ) -> Candidate:
        ways = ways[:READINGS_AT_MOST]
        place = reading.places.read(sentence, self._acts(ways[0])[0].start, signal.exempt)
        read = [(self._factuality(one, sentence, reading), one) for one in ways]
        verdict, best = next((r for r in read if r[0].factuality is Factuality.ACTUAL), read[0])
        return Candidate(
            signal=signal,
            found=best,
            sentence=sentence,
            factuality=verdict,
            place=place,
            background=background,
        )

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


OPEN = frozenset({Factuality.PLANNED, Factuality.DEMANDED, Factuality.DENIED})
AS_TITLE = "as the title says"


def told(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    """The candidates to report: one for each signal and factuality, the earliest.

    Of the background only what title or lead report too, by recommendation and direction. Where the
    title tells of a plan or a demand, so does an undated sentence of the text. Where title or lead
    report on a narrower recommendation, the wider one that yields to it is not told.
    """
    new = [one for one in candidates if not one.background]
    titles = _titles(new, reading)
    new = [_as_titled(one, titles, reading) for one in new]
    new = _without_wider(new, reading)
    news = {_about(one) for one in new if _is_reported(one, reading)}
    again = [one for one in candidates if one.background and _repeats(one, news)]
    chosen: dict[tuple[int, Factuality], Candidate] = {}
    for one in sorted((*new, *again), key=_order):
        chosen.setdefault((one.signal.order, one.factuality.factuality), one)
    return sorted(chosen.values(), key=_order)


def _without_wider(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    reported = {one.signal.recommendation.id for one in candidates if _is_reported(one, reading)}
    return [one for one in candidates if reported.isdisjoint(one.signal.recommendation.yields_to)]


def _order(one: Candidate) -> tuple[int, Span]:
    return one.signal.order, one.sentence


def _is_reported(one: Candidate, reading: Reading) -> bool:
    """Whether title or lead report an act as done."""
    done = one.factuality.factuality is Factuality.ACTUAL
    return done and reading.segments.in_news(one.sentence[0])


def _repeats(one: Candidate, news: "set[_About]") -> bool:
    return one.factuality.factuality is Factuality.ACTUAL and _about(one) in news


_About = tuple[str, Toward]


def _titles(candidates: Sequence[Candidate], reading: Reading) -> dict[_About, Verdict]:
    """What the title says is to come, asked for or untrue, and nowhere in it done.

    A title that merely asks ("What did the verdict show?") says neither.
    """
    told = [one for one in candidates if one.sentence[0] < reading.segments.title_end]
    done = {_about(one) for one in told if one.factuality.factuality is Factuality.ACTUAL}
    return {
        _about(one): one.factuality
        for one in told
        if one.factuality.factuality in OPEN and one.factuality.cues and _about(one) not in done
    }


def _as_titled(one: Candidate, titles: Mapping[_About, Verdict], reading: Reading) -> Candidate:
    title = titles.get(_about(one))
    if title is None or one.factuality.factuality is not Factuality.ACTUAL:
        return one
    if any(found.when is When.NEWS for found in reading.sentence(one.sentence).dates):
        return one
    return replace(one, factuality=replace(title, why=AS_TITLE))


def _about(one: Candidate) -> _About:
    return one.signal.recommendation.id, one.signal.signal.toward


def evidence(found: Found, reading: Reading) -> tuple[Evidence, ...]:
    """The words that say so, as they stand in the document."""
    document = reading.document
    base = len(document.title) + 1
    pieces = []
    for hit, name in sorted(found.parts, key=lambda part: (part.hit.start, part.hit.end)):
        start, end = reading.segments.whole.origin(hit.start, hit.end)
        if start < base:
            quote = document.title[start:end]
            piece = Evidence(field="title", start=start, end=end, quote=quote, part=name)
        else:
            start, end = start - base, end - base
            quote = document.text[start:end]
            piece = Evidence(field="text", start=start, end=end, quote=quote, part=name)
        pieces.append(piece)
    return tuple(dict.fromkeys(pieces))


def _title_end(starts: Sequence[int] | None, length: int) -> int:
    """Where the title ends in the folded whole."""
    return length if starts is None else bisect_left(starts, length)
