"""Says why a document gives a match or gives none: each signal's pieces, ticked or crossed, what
became of each sentence that satisfied a signal, and which signals lack a single piece.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.candidates import (
    Candidate,
    CompiledSignal,
    PageNews,
    Reading,
    evidence,
    page_news,
    told,
)
from rules.expression import (
    All,
    Any,
    Distance,
    Hits,
    Node,
    Term,
    Within,
    crowded,
    find,
    find_in_document,
    near_stretches,
)
from rules.language.printer import show
from rules.matcher import Matcher
from rules.nearly import NearMatch, near_matches
from rules.reading.segments import Span
from rules.reasons import factuality_said, place_said, set_aside_said
from rules.records import Document, Evidence, Factuality, Toward
from rules.weighing.said import Weighed
from rules.weighing.weigh import kept

WORDS_AT_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One piece of an expression: met or not, the words that meet it, and what is inside it.

    gloss: what a concept means, in English; empty for other pieces.
    """

    what: str
    met: bool
    gloss: str = ""
    words: tuple[str, ...] = ()
    parts: "tuple[Step, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sentence that satisfies a signal, how it was read, and whether that made a match.

    glosses: what each piece of evidence stands for, in English; empty for plain words.
    cues: the words at which the factuality was seen. background: some of its words stand behind
    the lead, and nothing there says that they are new. set_aside: why the page's own news, or the
    weight of its words, leaves it out; empty where neither does. reported: False where the place is
    another country, where it is background or set aside, or where an earlier sentence already said
    the same.
    """

    sentence: str
    evidence: tuple[Evidence, ...]
    glosses: tuple[str, ...]
    factuality: Factuality
    factuality_why: str
    cues: tuple[str, ...]
    inside: bool
    place_why: str
    background: bool
    set_aside: str
    reported: bool

    @property
    def counts(self) -> bool:
        """Whether it is a match that a person is asked about at once."""
        done = self.inside and self.factuality is Factuality.ACTUAL
        return done and (self.reported or not (self.background or self.set_aside))

    @property
    def why_not(self) -> str:
        """What held it back; how it was read where nothing did."""
        return (self.set_aside or self.factuality_why) if self.inside else self.place_why


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalExplanation:
    """One signal: its expression, whether its pieces are there at all, and each finding."""

    recommendation: str
    signal: str
    clause: str
    toward: Toward
    when: str
    step: Step
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a document gives what it gives. notes: what held for the whole document.

    nearly: the signals that lack exactly one piece, the most telling first.
    """

    document: str
    notes: tuple[str, ...]
    signals: tuple[SignalExplanation, ...]
    nearly: tuple[NearMatch, ...] = ()


def explain(
    matcher: Matcher, document: Document, recommendation: str | None = None, gaps: int = 1
) -> Explanation:
    """The reasons for every signal of a recommendation (None: of all of them).

    gaps: how many pieces a near match may lack. Raises KeyError for a recommendation that the
    register does not have.
    """
    wanted = [s for s in matcher.signals if recommendation in (None, s.recommendation.id)]
    if not wanted:
        raise KeyError(recommendation)
    reading = matcher.read(document)
    if reading is None:
        note = "the document holds no word of any concept"
        return Explanation(document=document.id, notes=(note,), signals=())
    candidates = matcher.candidates(reading)
    inside = [candidate for candidate in candidates if candidate.place.inside]
    answer = _answer(matcher, inside, reading)
    signals = tuple(_signal(matcher, reading, one, candidates, answer) for one in wanted)
    satisfied = {candidate.signal.order for candidate in candidates}
    rest = [one for one in wanted if one.order not in satisfied]
    return Explanation(
        document=document.id,
        notes=tuple(_notes(matcher, reading)),
        signals=signals,
        nearly=near_matches(matcher, reading, rest, gaps),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """The candidates that a page tells; its news, which leaves others out; and what was weighed."""

    chosen: list[Candidate]
    page: PageNews
    weighed: Weighed


def _answer(matcher: Matcher, inside: list[Candidate], reading: Reading) -> _Answer:
    chosen = told(inside, reading)
    weighed = Weighed(matcher=matcher, outcomes=matcher.weigher.outcomes(chosen, reading))
    return _Answer(kept(chosen, weighed.outcomes), page_news(inside, reading), weighed)


def _notes(matcher: Matcher, reading: Reading) -> Iterable[str]:
    document = reading.document
    known = document.language in matcher.tongues
    yield f"read as {document.language}" + ("" if known else ", so with the words of all languages")
    if document.published is None:
        yield "no day of publication: dates are not held against it"
    sentences = {
        reading.segments.sentence(hit.start)
        for hits in reading.hits.by_concept.values()
        for hit in hits
    }
    if any(crowded(reading.hits, sentence) for sentence in sentences):
        yield "a sentence holds more words of one concept than are looked at; some were left out"


def _signal(
    matcher: Matcher,
    reading: Reading,
    signal: CompiledSignal,
    candidates: list[Candidate],
    answer: _Answer,
) -> SignalExplanation:
    reported = {(one.signal.order, one.sentence): one for one in answer.chosen}
    findings = [
        _finding(one, reported.get((signal.order, one.sentence)), matcher, reading, answer)
        for one in candidates
        if one.signal is signal
    ]
    return SignalExplanation(
        recommendation=signal.recommendation.id,
        signal=signal.signal.id,
        clause=signal.signal.clause,
        toward=signal.signal.toward,
        when=show(signal.signal.when),
        step=_step(signal.node, reading.hits, _whole(reading.hits), matcher),
        findings=tuple(findings),
    )


def _finding(
    candidate: Candidate,
    reported: Candidate | None,
    matcher: Matcher,
    reading: Reading,
    answer: _Answer,
) -> Finding:
    verdict = (reported or candidate).factuality
    plain = reading.segments.whole.cased
    pieces = evidence(candidate.found, reading)
    return Finding(
        sentence=plain[slice(*candidate.sentence)].strip(),
        evidence=pieces,
        glosses=tuple(matcher.vocabulary.gloss(piece.part) for piece in pieces),
        factuality=verdict.factuality,
        factuality_why=factuality_said(verdict, candidate, reading, repeated=reported is not None),
        cues=tuple(plain[slice(*cue)] for cue in verdict.cues),
        inside=candidate.place.inside,
        place_why=place_said(candidate, matcher, reading),
        background=candidate.background,
        set_aside=set_aside_said(candidate, answer.page, reading)
        or answer.weighed.left_out_said(candidate, is_told=reported is not None),
        reported=reported is not None,
    )


def _whole(hits: Hits) -> Span:
    return 0, len(hits.segments.whole.plain)


def _step(node: Node, hits: Hits, span: Span, matcher: Matcher) -> Step:
    """A piece in a stretch. A scope shows the stretch that comes nearest to satisfying it."""
    document = span == _whole(hits)
    met = bool(find_in_document(node, hits) if document else find(node, hits, span))
    if isinstance(node, Term):
        plain = hits.segments.whole.cased
        words = dict.fromkeys(plain[hit.start : hit.end] for hit in hits.within(node.concept, span))
        gloss = matcher.vocabulary.glosses[node.concept] if node.name.startswith("@") else ""
        return Step(what=node.name, met=met, gloss=gloss, words=tuple(words)[:WORDS_AT_MOST])
    if isinstance(node, Within):
        return _scope(node, hits, span, matcher)
    if isinstance(node, Distance):
        what = f"{'THEN' if node.ordered else 'NEAR'}/{node.words}"
        terms: tuple[Node, ...] = (node.left, node.right)
    else:
        what, terms = "OR" if isinstance(node, Any) else "AND", node.terms
    parts = [_step(term, hits, span, matcher) for term in terms]
    if isinstance(node, All):
        # As find_in_document has it: outside of scopes a NOT looks at title and lead alone.
        looked_at = hits.segments.news if document else span
        parts += [_not(term, hits, looked_at, matcher) for term in node.without]
    return Step(what=what, met=met, parts=tuple(parts))


def _scope(node: Within, hits: Hits, span: Span, matcher: Matcher) -> Step:
    tries = [_step(node.term, hits, inner, matcher) for inner in near_stretches(node, hits, span)]
    nearest = max(tries, key=_ticks, default=_step(node.term, hits, (0, 0), matcher))
    return Step(what=node.kind.value, met=nearest.met, parts=(nearest,))


def _not(term: Node, hits: Hits, span: Span, matcher: Matcher) -> Step:
    inside = _step(term, hits, span, matcher)
    return Step(what="NOT", met=not inside.met, parts=(inside,))


def _ticks(step: Step) -> int:
    return 100 * step.met + sum(_ticks(part) + part.met for part in step.parts)
