"""What keeps a signal from being satisfied: the fewest pieces that are missing, and where.

A way is how far a node comes in a stretch: the parts that are there, and the gaps that are left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from heapq import nsmallest

from rules.candidates import CompiledSignal, Reading
from rules.expression import All, Any, Distance, Found, Node, Part, Term, Within, find
from rules.language.syntax import ScopeKind
from rules.matcher import Matcher
from rules.reading.segments import Span
from rules.records import Toward

# A scope tries the stretches that hold most of what it needs, so many at most.
STRETCHES_AT_MOST = 24
_SCOPES = {
    ScopeKind.SENT: "sentence",
    ScopeKind.PARA: "paragraph",
    ScopeKind.TITLE: "title",
    ScopeKind.LEAD: "lead",
}


class GapKind(StrEnum):
    """ABSENT: not in the document. ELSEWHERE: in it, outside the scope. FAR: too far apart, or in
    the wrong order. EXCLUDED: what a NOT names is there."""

    ABSENT = "absent"
    ELSEWHERE = "elsewhere"
    FAR = "far"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of the document, the piece of the signal they stand for, and its gloss.

    gloss: in English; empty for a piece that is a plain word.
    """

    words: str
    part: str
    gloss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One piece that is missing.

    pieces: (name, gloss) of what would fill it, any of them. scope: where it would have to stand.
    words: what stands elsewhere, too far apart, or where it must not. asked: of FAR, the distance
    in the rule's spelling ("THEN/8").
    """

    kind: GapKind
    pieces: tuple[tuple[str, str], ...]
    scope: str
    words: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMatch:
    """A signal that is not satisfied, with what is there and what is not.

    has_act: whether what is there holds the act; else only those that it would concern.
    sentence: the one that holds the first of the words found; empty if there are none.
    """

    recommendation: str
    signal: str
    clause: str
    toward: Toward
    found: tuple[Quoted, ...]
    gaps: tuple[Gap, ...]
    has_act: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    parts: tuple[Part, ...] = ()
    gaps: tuple[Gap, ...] = ()


def near_matches(
    matcher: Matcher, reading: Reading, signals: Iterable[CompiledSignal], gaps: int = 1
) -> tuple[NearMatch, ...]:
    """The signals that lack at most so many pieces and have one, the most telling first."""
    search = _Search(matcher, reading)
    ways = [(signal, search.way(signal.node)) for signal in signals]
    near = [(s, w) for s, w in ways if 0 < len(w.gaps) <= gaps and w.parts]
    near.sort(key=lambda pair: search.rank(pair[1]))
    return tuple(search.told(signal, way) for signal, way in near)


def together(nearly: Iterable[NearMatch]) -> tuple[NearMatch, ...]:
    """Near matches on the same words that lack another piece each, as one that lacks any of them.

    Their signals' names are joined with commas.
    """
    groups: dict[object, list[NearMatch]] = {}
    for near in nearly:
        lacks = len(near.gaps) == 1 and near.gaps[0].kind is GapKind.ABSENT
        words = tuple(one.words for one in near.found)
        scope = near.gaps[0].scope if lacks else near.signal
        key = (near.recommendation, near.toward, words, lacks, scope)
        groups.setdefault(key, []).append(near)
    return tuple(_one_of(group) for group in groups.values())


def _one_of(group: list[NearMatch]) -> NearMatch:
    first = group[0]
    if len(group) == 1:
        return first
    pieces = dict.fromkeys(piece for near in group for piece in near.gaps[0].pieces)
    gap = replace(first.gaps[0], pieces=tuple(pieces))
    return replace(first, signal=", ".join(near.signal for near in group), gaps=(gap,))


class _Search:
    """One document's search for what nearly matched."""

    def __init__(self, matcher: Matcher, reading: Reading) -> None:
        self._matcher = matcher
        self._reading = reading
        self._hits = reading.hits

    def way(self, node: Node) -> _Way:
        """How far a signal comes in the whole document."""
        return self._way(node, (0, len(self._reading.segments.whole.plain)), "document")

    def rank(self, way: _Way) -> tuple[int, bool, int, float]:
        """Few gaps, then an act that is there, then many parts and a gap that many could fill."""
        news = self._reading.segments.in_news
        has_act = self._has_act(way)
        only_absent = sum(gap.kind is GapKind.ABSENT for gap in way.gaps)
        names = len({part.name for part in way.parts})
        fillers = sum(len(gap.pieces) for gap in way.gaps)
        in_news = sum(news(part.hit.start) for part in way.parts) / len(way.parts)
        return len(way.gaps), not has_act, only_absent - names, -fillers - in_news

    def _has_act(self, way: _Way) -> bool:
        acts = self._matcher.vocabulary.acts
        return any(part.hit.concept in acts for part in way.parts)

    def told(self, signal: CompiledSignal, way: _Way) -> NearMatch:
        """A way with its words."""
        first = min(part.hit.start for part in way.parts)
        plain = self._reading.segments.whole.cased
        unique = {part.name: part for part in way.parts}
        return NearMatch(
            recommendation=signal.recommendation.id,
            signal=signal.signal.id,
            clause=signal.signal.clause,
            toward=signal.signal.toward,
            found=tuple(
                Quoted(words=self._words(*p.hit[:2]), part=name, gloss=self._gloss(p))
                for name, p in unique.items()
            ),
            gaps=way.gaps,
            has_act=self._has_act(way),
            sentence=plain[slice(*self._reading.segments.sentence(first))].strip(),
        )

    def _words(self, start: int, end: int) -> str:
        return " ".join(self._reading.segments.whole.cased[start:end].split())

    def _gloss(self, part: Part) -> str:
        """The gloss of the piece that the rule names, not of what it includes."""
        return self._matcher.vocabulary.gloss(part.name)

    def _way(self, node: Node, span: Span, scope: str) -> _Way:
        if isinstance(node, Term):
            return self._term(node, span, scope)
        if isinstance(node, Any):
            return _nearest(self._way(term, span, scope) for term in node.terms)
        if isinstance(node, Distance):
            return self._distance(node, span, scope)
        if isinstance(node, Within):
            return self._within(node, span)
        return self._all(node, span, scope)

    def _term(self, node: Term, span: Span, scope: str) -> _Way:
        if inside := self._hits.within(node.concept, span):
            return _Way(parts=(Part(inside[0], node.name),))
        elsewhere = self._hits.by_concept.get(node.concept, [])[:1]
        gap = Gap(
            kind=GapKind.ELSEWHERE if elsewhere else GapKind.ABSENT,
            pieces=((node.name, self._matcher.vocabulary.gloss(node.name)),),
            scope=scope,
            words=tuple(self._words(hit.start, hit.end) for hit in elsewhere),
        )
        return _Way(gaps=(gap,))

    def _distance(self, node: Distance, span: Span, scope: str) -> _Way:
        if found := find(node, self._hits, span):
            return _Way(parts=found[0].parts)
        left, right = (self._way(term, span, scope) for term in (node.left, node.right))
        if left.gaps or right.gaps:
            return _joined((left, right))
        both = left.parts + right.parts
        gap = Gap(
            kind=GapKind.FAR,
            pieces=(),
            scope=scope,
            words=tuple(self._words(part.hit.start, part.hit.end) for part in both),
            asked=f"{'THEN' if node.ordered else 'NEAR'}/{node.words}",
        )
        return _Way(parts=both, gaps=(gap,))

    def _all(self, node: All, span: Span, scope: str) -> _Way:
        way = _joined(self._way(term, span, scope) for term in node.terms)
        gaps = tuple(
            self._excluded(found[0], _SCOPES[term.kind] if isinstance(term, Within) else scope)
            for term in node.without
            if (found := find(term, self._hits, span))
        )
        return replace(way, gaps=way.gaps + gaps)

    def _excluded(self, found: Found, scope: str) -> Gap:
        return Gap(
            kind=GapKind.EXCLUDED,
            pieces=tuple((part.name, self._gloss(part)) for part in found.parts),
            scope=scope,
            words=tuple(self._words(part.hit.start, part.hit.end) for part in found.parts),
        )

    def _within(self, node: Within, span: Span) -> _Way:
        scope = _SCOPES[node.kind]
        ways = [self._way(node.term, inner, scope) for inner in self._stretches(node, span)]
        return _nearest(ways) if ways else self._way(node.term, (0, 0), scope)

    def _stretches(self, node: Within, span: Span) -> Iterator[Span]:
        segments = self._reading.segments
        if node.kind is ScopeKind.TITLE:
            yield segments.title
        elif node.kind is ScopeKind.LEAD:
            if segments.lead:
                yield segments.lead[0][0], segments.lead[-1][1]
        else:
            yield from self._promising(node, span)

    def _promising(self, node: Within, span: Span) -> list[Span]:
        """The stretches that hold the most of what a scope needs, the earliest first."""
        counted: dict[Span, int] = {}
        for need in node.needs:
            for place in self._hits.places(node.kind, (need,)):
                if span[0] <= place[0] and place[1] <= span[1]:
                    counted[place] = counted.get(place, 0) + 1
        return nsmallest(STRETCHES_AT_MOST, counted, key=lambda place: (-counted[place], place))


def _joined(ways: Iterable[_Way]) -> _Way:
    parts: tuple[Part, ...] = ()
    gaps: tuple[Gap, ...] = ()
    for way in ways:
        parts, gaps = parts + way.parts, gaps + way.gaps
    return _Way(parts=tuple(dict.fromkeys(parts)), gaps=gaps)


def _nearest(ways: Iterable[_Way]) -> _Way:
    """The way with the fewest gaps and the most parts; equal ones that lack one piece are one."""
    known = list(ways)
    best = min(known, key=_shortfall)
    if len(best.gaps) != 1 or best.gaps[0].kind not in (GapKind.ABSENT, GapKind.ELSEWHERE):
        return best
    same = [way.gaps[0] for way in known if way.parts == best.parts and _alike(way, best)]
    pieces = dict.fromkeys(piece for gap in same for piece in gap.pieces)
    return replace(best, gaps=(replace(best.gaps[0], pieces=tuple(pieces)),))


def _shortfall(way: _Way) -> tuple[int, int, int]:
    absent = sum(gap.kind is GapKind.ABSENT for gap in way.gaps)
    return len(way.gaps), absent - len(way.parts), absent


def _alike(way: _Way, best: _Way) -> bool:
    mine, other = way.gaps[0] if len(way.gaps) == 1 else None, best.gaps[0]
    return mine is not None and (mine.kind, mine.scope) == (other.kind, other.scope)
