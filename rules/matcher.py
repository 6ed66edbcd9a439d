"""Holds a document against every signal of a register. Pure: same document, same matches.

One pass of the automaton finds the concepts; only signals whose rarest concept was seen are
evaluated; sentences are cut only around hits. A signal without a scope looks within one sentence.
Once it has a scope, what stands outside of its scopes may lie anywhere in the document.

A match in the body, behind the lead, is a look back unless its sentence names a day of this news
or the title or lead tell of the same recommendation in the same direction.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

from rules.expression import Found, Hits, Node, find
from rules.flat import flatten
from rules.lexicon import Hit, Lexicon, Silencing, longest
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
from rules.screen import Passed, Plan, Screen
from rules.text import Folded, fold

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
    """What reading one language takes."""

    screen: Screen
    lexicon: Lexicon
    factuality: FactualityReader
    gazetteer: Gazetteer


class Tongues(Mapping[str | None, Tongue]):
    """The tongues of a register, each made when the first text in it comes.

    Two threads may make one twice, which harms nothing.
    """

    def __init__(
        self, languages: Iterable[str | None], make: Callable[[str | None], Tongue]
    ) -> None:
        self._languages = tuple(languages)
        self._make = make
        self._made: dict[str | None, Tongue] = {}

    def __getitem__(self, language: str | None) -> Tongue:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._made:
            self._made[language] = self._make(language)
        return self._made[language]

    def __contains__(self, language: object) -> bool:
        return language in self._languages

    def __iter__(self) -> Iterator[str | None]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A signal found in a sentence, with what was read of it; not yet a match."""

    signal: CompiledSignal
    found: Found
    sentence: Span
    factuality: Verdict
    place: PlaceVerdict


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A compiled register. Immutable, safe between threads. `tongues[None]`: other languages."""

    register: Register
    digest: str
    vocabulary: Vocabulary
    signals: tuple[CompiledSignal, ...]
    plan: Plan
    triggers: Mapping[int, tuple[CompiledSignal, ...]]
    tongues: Mapping[str | None, Tongue]

    def match(self, document: Document) -> tuple[Match, ...]:
        """The matches, in the register's order. Their evidence quotes the document exactly."""
        whole = fold(f"{document.title}\n{document.text}")
        screen = self._tongue(document).screen
        bits = _title_first(screen.lines(flatten(whole.plain)), document.title)
        if self.plan.passed(bits) is None:
            return ()
        segments = _segments(document, whole)
        passed = self.plan.passed(bits, segments.lead_lines)
        return () if passed is None else self._read_passed(document, segments, passed)

    def _read_passed(
        self, document: Document, segments: Segments, passed: Passed
    ) -> tuple[Match, ...]:
        """The matches of what the screen let through."""
        news = {0, *segments.lead_lines}
        lines = news.union(passed.lines) if passed.news else set(passed.lines)
        raw = self._search(document, segments, lines)
        hits = self._hits(segments, raw)
        span: Span = (0, len(segments.whole.plain))
        found = [
            (order, ways) for order, node in passed.signals if (ways := find(node, hits, span))
        ]
        if not found:
            return ()
        raw += self._search(document, segments, news - lines)  # whose affairs they tell of
        reading = self._reading(document, hits, raw)
        candidates = [
            candidate
            for order, ways in found
            for candidate in self._of(self.signals[order], ways, reading, abroad=False)
        ]
        return tuple(self._match(one, reading) for one in told(candidates, reading))

    def read(self, document: Document) -> Reading | None:
        """The whole document searched; None where it holds no word of any signal."""
        segments = _segments(document, fold(f"{document.title}\n{document.text}"))
        raw = self._tongue(document).lexicon.find(segments.whole.plain)
        return self._reading(document, self._hits(segments, raw), raw) if raw else None

    def verdicts(self, reading: Reading) -> tuple[Match, ...]:
        """The matches of a document that was read whole: the same as of `match`."""
        inside = [candidate for candidate in self.candidates(reading) if candidate.place.inside]
        return tuple(self._match(one, reading) for one in told(inside, reading))

    def _tongue(self, document: Document) -> Tongue:
        return self.tongues.get(document.language) or self.tongues[None]

    def _search(self, document: Document, segments: Segments, lines: Iterable[int]) -> list[Hit]:
        """All hits in some lines, in order."""
        lexicon, plain = self._tongue(document).lexicon, segments.whole.plain
        spans = map(segments.line, sorted(lines))
        return [hit for span in spans for hit in lexicon.find(plain, span)]

    def _hits(self, segments: Segments, raw: list[Hit]) -> Hits:
        return Hits(segments, self._by_concept(longest(raw, self.vocabulary.silencing)))

    def _reading(self, document: Document, hits: Hits, raw: Iterable[Hit]) -> Reading:
        tongue, countries = self._tongue(document), self.vocabulary.countries
        names = sorted((h.start, countries[h.concept]) for h in raw if h.concept in countries)
        home, covers = self.register.country, document.country
        places = PlaceReader(hits.segments, tongue.gazetteer, home, covers, names)
        return Reading(
            document=document, segments=hits.segments, hits=hits, places=places, tongue=tongue
        )

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
        whole: Span = (0, len(reading.segments.whole.plain))
        return [
            candidate
            for signal in self.triggered(reading.hits)
            for candidate in self._of(signal, find(signal.node, reading.hits, whole), reading)
        ]

    def _of(
        self,
        signal: CompiledSignal,
        found: Sequence[Found],
        reading: Reading,
        *,
        abroad: bool = True,
    ) -> Iterator[Candidate]:
        """A candidate for each sentence. abroad: also where it is of another country."""
        by_sentence: dict[Span, list[Found]] = {}
        for one in found:
            act = self._acts(one)[0]
            sentence = reading.hits.sentence(act.start)
            by_sentence.setdefault(sentence, []).append(one)
        for sentence in sorted(by_sentence):
            ways = by_sentence[sentence][:READINGS_AT_MOST]
            place = reading.places.read(sentence, self._acts(ways[0])[0].start, signal.exempt)
            if not place.inside and not abroad:
                continue
            read = [(self._factuality(one, sentence, reading), one) for one in ways]
            verdict, best = next((r for r in read if r[0].factuality is Factuality.ACTUAL), read[0])
            yield Candidate(
                signal=signal, found=best, sentence=sentence, factuality=verdict, place=place
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
        verdict = reading.tongue.factuality.read(sentence, act)
        if verdict.factuality is not Factuality.ACTUAL or reading.segments.in_news(span[0]):
            return verdict
        if any(date.when is When.NEWS for date in sentence.dates):
            return verdict
        return replace(verdict, factuality=Factuality.PAST, why=BODY)

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
BODY = "it stands behind the lead, and nothing there says that it is new"


def told(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    """The candidates to report: one for each signal and factuality, the earliest.

    A body sentence that only lacks a date is taken for news where title or lead report the same.
    Where the title tells of a plan or a demand, so does an undated sentence of the text.
    """
    titles = _titles(candidates, reading)
    candidates = [_as_titled(one, titles, reading) for one in candidates]
    news = {
        _about(one)
        for one in candidates
        if one.factuality.factuality is Factuality.ACTUAL
        and reading.segments.in_news(one.sentence[0])
    }
    chosen: dict[tuple[int, Factuality], Candidate] = {}
    for one in candidates:
        if one.factuality.why == BODY and _about(one) in news:
            verdict = replace(one.factuality, factuality=Factuality.ACTUAL, why="as the lead says")
            one = replace(one, factuality=verdict)  # noqa: PLW2901 - the same candidate, reread
        chosen.setdefault((one.signal.order, one.factuality.factuality), one)
    return list(chosen.values())


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
    return replace(one, factuality=replace(title, why="as the title says"))


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


def _segments(document: Document, whole: Folded) -> Segments:
    return Segments(whole, title_end=_title_end(whole.starts, len(document.title)))


def _title_first(lines: list[int], title: str) -> list[int]:
    """The bits by line, with all lines of the title taken for one."""
    if title.isprintable():
        return lines
    last = fold(title).plain.count("\n") + 1
    return [reduce(or_, lines[:last]), *lines[last:]]


def _title_end(starts: Sequence[int] | None, length: int) -> int:
    """Where the title ends in the folded whole."""
    return length if starts is None else bisect_left(starts, length)
