"""Evaluates a signal's expression over the hits of one document.

Each node answers with spans: the hits that satisfy it within a stretch of text, best first. The
best are the closest ones, so that the evidence is what a reader would point at.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from rules.language.syntax import ScopeKind
from rules.lexicon import Hit
from rules.reading.segments import Segments, Span

# In one stretch a node looks at no more hits than this, and hands on no more spans. A sentence
# that holds more is a list of words, not a sentence; explain says when the cap was met.
HITS_AT_MOST = 16
SPANS_AT_MOST = 8
# A scope looks at no more sentences or paragraphs of one document.
STRETCHES_AT_MOST = 300
# In a whole document a conjunction weighs no more ways of a term than this, the earliest.
WAYS_AT_MOST = 40
_WORD = re.compile(r"\w+(?:[-']\w+)*")


class Part(NamedTuple):
    """A hit, and the piece of the signal that it stands for."""

    hit: Hit
    name: str


class Found(NamedTuple):
    """The hits that satisfy a node."""

    start: int
    end: int
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Hits:
    """A document's hits by concept, with its segments. What is costly is found once."""

    segments: Segments
    by_concept: dict[int, list[Hit]]
    _words: dict[Span, list[int]] = field(default_factory=dict)
    _places: dict[tuple[ScopeKind, int], frozenset[Span]] = field(default_factory=dict)

    def places(self, kind: ScopeKind, needs: tuple[frozenset[int], ...]) -> frozenset[Span]:
        """The sentences or paragraphs that hold, of each set, one concept at least."""
        found: frozenset[Span] | None = None
        for need in needs:
            here = frozenset[Span]().union(*(self._places_of(kind, concept) for concept in need))
            found = here if found is None else found & here
            if not found:
                break
        return found or frozenset()

    def _places_of(self, kind: ScopeKind, concept: int) -> frozenset[Span]:
        found = self._places.get((kind, concept))
        if found is None:
            segments = self.segments
            cut = segments.sentence if kind is ScopeKind.SENT else segments.paragraph
            hits = self.by_concept.get(concept, ())
            found = frozenset(cut(hit.start) for hit in hits)
            self._places[kind, concept] = found
        return found

    def within(self, concept: int, span: Span) -> list[Hit]:
        """The hits of a concept in a stretch, in order."""
        hits = self.by_concept.get(concept)
        if not hits:
            return []
        low = bisect_left(hits, span[0], key=_start)
        high = bisect_left(hits, span[1], lo=low, key=_start)
        return hits[low : min(high, low + HITS_AT_MOST)]

    def words_between(self, start: int, end: int) -> int | None:
        """How many words lie between two positions; None if they are not in one sentence."""
        sentence = self.segments.sentence(start)
        if not sentence[0] <= end <= sentence[1]:
            return None
        if sentence not in self._words:
            found = _WORD.finditer(self.segments.whole.plain, *sentence)
            self._words[sentence] = [word.start() for word in found]
        starts = self._words[sentence]
        return max(0, bisect_left(starts, end) - bisect_left(starts, start))


def _start(hit: Hit) -> int:
    return hit.start


class Term(NamedTuple):
    """A concept, or a word of the expression itself."""

    concept: int
    name: str


class Distance(NamedTuple):
    """NEAR and THEN."""

    left: "Node"
    right: "Node"
    words: int
    ordered: bool


class All(NamedTuple):
    """AND, with the terms of its NOTs apart."""

    terms: tuple["Node", ...]
    without: tuple["Node", ...]


class Any(NamedTuple):
    """OR."""

    terms: tuple["Node", ...]


class Within(NamedTuple):
    """A scope. needs: of each of these sets a concept must be in the stretch, the rarest first."""

    kind: ScopeKind
    term: "Node"
    needs: tuple[frozenset[int], ...]


Node = Term | Distance | All | Any | Within


def find(node: Node, hits: Hits, span: Span) -> list[Found]:
    """What satisfies a node in a stretch, the shortest first."""
    if isinstance(node, Term):
        return [
            Found(h.start, h.end, (Part(h, node.name),)) for h in hits.within(node.concept, span)
        ]
    if isinstance(node, Any):
        return _best(found for term in node.terms for found in find(term, hits, span))
    if isinstance(node, Distance):
        return _best(_distance(node, hits, span))
    if isinstance(node, All):
        return _best(_all(node, hits, span))
    return _best(f for inner in stretches(node, hits, span) for f in find(node.term, hits, inner))


def find_in_document(node: Node, hits: Hits) -> list[Found]:
    """What satisfies a whole signal, the shortest first.

    So that no later paragraph changes what title and lead tell: limits keep the earliest, a
    conjunction prefers pieces in title and lead, a NOT outside of scopes looks nowhere else, and a
    bare piece there or in the paragraph of what it stands beside.
    """
    return sorted(dict.fromkeys(_everywhere(node, hits)), key=_length)


def _everywhere(node: Node, hits: Hits) -> list[Found]:
    """In the order of the document, as far as stretches are concerned."""
    if isinstance(node, Within):
        inner = stretches(node, hits, (0, len(hits.segments.whole.plain)))
        return [one for span in inner for one in find(node.term, hits, span)[:SPANS_AT_MOST]]
    if isinstance(node, Any):
        return [one for term in node.terms for one in _everywhere(term, hits)]
    if isinstance(node, All):
        return list(_all_everywhere(node, hits))
    return find(node, hits, hits.segments.news)


def _all_everywhere(node: All, hits: Hits) -> Iterator[Found]:
    news = hits.segments.news
    if any(find(term, hits, news) for term in node.without):
        return
    first, *others = node.terms
    ways = [(term, _earliest(_everywhere(term, hits))) for term in others]
    for one in _earliest(_everywhere(first, hits)):
        paragraph = hits.segments.paragraph(one.start)
        beside = [
            found or ([] if _is_scoped(term) else find(term, hits, paragraph))
            for term, found in ways
        ]
        if all(beside):
            yield _joined(one, *(_nearest(one, found, news) for found in beside))


def _is_scoped(node: Node) -> bool:
    if isinstance(node, All | Any):
        return any(_is_scoped(term) for term in node.terms)
    return isinstance(node, Within)


def _nearest(one: Found, others: list[Found], news: Span) -> Found:
    return min(others, key=lambda other: (other.start >= news[1], _gap(one, other)))


def _earliest(found: list[Found]) -> list[Found]:
    return sorted(found, key=lambda one: one.start)[:WAYS_AT_MOST]


def _length(found: Found) -> tuple[int, int]:
    return found.end - found.start, found.start


def _best(found: Iterator[Found]) -> list[Found]:
    # Not a set: its order changes from process to process, and with it which of two equals is told.
    unique = dict.fromkeys(found)
    return sorted(unique, key=_length)[:HITS_AT_MOST]


def _distance(node: Distance, hits: Hits, span: Span) -> Iterator[Found]:
    rights = find(node.right, hits, span)
    if not rights:
        return
    for left in find(node.left, hits, span):
        for right in rights:
            first, second = (left, right) if left.start < right.start else (right, left)
            if node.ordered and first is right:
                continue
            words = _between(first, second, hits)
            if words is not None and words <= node.words:
                yield _joined(left, right)


def _between(first: Found, second: Found, hits: Hits) -> int | None:
    """The words between two spans: none where they share some, or one stands inside the other.

    None where a hit lies within another: the same words are not beside themselves.
    """
    if second.end <= first.end or first.start == second.start:
        return None if _share_words(first, second) else 0
    if second.start < first.end:
        return 0
    return hits.words_between(first.end, second.start)


def _share_words(one: Found, other: Found) -> bool:
    return any(
        mine.hit.start < theirs.hit.end and theirs.hit.start < mine.hit.end
        for mine in one.parts
        for theirs in other.parts
    )


def _joined(*found: Found) -> Found:
    parts = tuple(dict.fromkeys(part for one in found for part in one.parts))
    return Found(min(one.start for one in found), max(one.end for one in found), parts)


def _all(node: All, hits: Hits, span: Span) -> Iterator[Found]:
    """For each way to satisfy the first term, the nearest ones of the others."""
    ways = [find(term, hits, span) for term in node.terms]
    if not all(ways) or any(find(term, hits, span) for term in node.without):
        return
    for first in ways[0][:SPANS_AT_MOST]:
        nearest = (min(way, key=lambda one: _gap(first, one)) for way in ways[1:])
        yield _joined(first, *nearest)


def _gap(one: Found, other: Found) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def stretches(node: Within, hits: Hits, span: Span) -> Iterator[Span]:
    """Where a scope looks, within a stretch: what holds all that its term needs, in order."""
    yield from _looked_at(node, hits, span, node.needs)


def near_stretches(node: Within, hits: Hits, span: Span) -> Iterator[Span]:
    """As `stretches`, also where only the rarest need is met; for explanations."""
    yield from _looked_at(node, hits, span, node.needs[:1])


def _looked_at(
    node: Within, hits: Hits, span: Span, needs: tuple[frozenset[int], ...]
) -> Iterator[Span]:
    segments = hits.segments
    if node.kind is ScopeKind.TITLE:
        yield from _overlap(segments.title, span)
    elif node.kind is ScopeKind.LEAD:
        if segments.lead:
            yield from _overlap((segments.lead[0][0], segments.lead[-1][1]), span)
    else:
        found = sorted(hits.places(node.kind, needs))
        inside = (one for one in found if span[0] <= one[0] and one[1] <= span[1])
        yield from islice(inside, STRETCHES_AT_MOST)


def _overlap(one: Span, other: Span) -> Iterator[Span]:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    if start < end:
        yield start, end


def crowded(hits: Hits, span: Span) -> bool:
    """Whether a stretch holds more hits of one concept than are looked at."""
    return any(
        bisect_right(found, span[1], key=_start) - bisect_left(found, span[0], key=_start)
        > HITS_AT_MOST
        for found in hits.by_concept.values()
    )
