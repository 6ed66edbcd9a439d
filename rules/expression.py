"""Evaluates a signal's expression over the hits of one document.

Each node answers with spans: the hits that satisfy it within a stretch of text, best first. The
best are the closest ones, so that the evidence is what a reader would point at.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
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
    _starts: dict[int, list[int]] = field(default_factory=dict)
    _sentences: dict[int, Span] = field(default_factory=dict)
    _words: dict[Span, list[int]] = field(default_factory=dict)
    _counts: dict[tuple[int, int], int] = field(default_factory=dict)
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
            cut = self.sentence if kind is ScopeKind.SENT else self.segments.passage
            found = frozenset(map(cut, self._starts_of(concept)))
            self._places[kind, concept] = found
        return found

    def sentence(self, position: int) -> Span:
        """The sentence in which a position lies; one that was asked for before is known."""
        found = self._sentences.get(position)
        if found is None:
            found = self._sentences[position] = self.segments.sentence(position)
        return found

    def within(self, concept: int, span: Span) -> Sequence[Hit]:
        """The hits of a concept in a stretch, in order."""
        hits = self.by_concept.get(concept)
        if hits is None:
            return ()
        starts = self._starts_of(concept)
        low = bisect_left(starts, span[0])
        high = bisect_left(starts, span[1], low)
        return hits[low : min(high, low + HITS_AT_MOST)]

    def meets(self, needs: tuple[frozenset[int], ...], span: Span) -> bool:
        """Whether a stretch holds, of each set, one concept at least."""
        return all(any(self.has(concept, span) for concept in need) for need in needs)

    def has(self, concept: int, span: Span) -> bool:
        """Whether a stretch holds a concept."""
        if concept not in self.by_concept:
            return False
        starts = self._starts_of(concept)
        first = bisect_left(starts, span[0])
        return first < len(starts) and starts[first] < span[1]

    def _starts_of(self, concept: int) -> list[int]:
        starts = self._starts.get(concept)
        if starts is None:
            hits = self.by_concept.get(concept, ())
            starts = self._starts[concept] = [hit.start for hit in hits]
        return starts

    def words_between(self, start: int, end: int) -> int | None:
        """How many words lie between two positions; None if they are not in one sentence."""
        sentence = self.sentence(start)
        if not sentence[0] <= end <= sentence[1]:
            return None
        return max(0, self._words_before(end, sentence) - self._words_before(start, sentence))

    def _words_before(self, position: int, sentence: Span) -> int:
        key = position, sentence[0]
        found = self._counts.get(key)
        if found is None:
            starts = self._words.get(sentence)
            if starts is None:
                words = _WORD.finditer(self.segments.whole.plain, *sentence)
                starts = self._words[sentence] = [word.start() for word in words]
            found = self._counts[key] = bisect_left(starts, position)
        return found


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
        inside = hits.within(node.concept, span)
        return [Found(hit.start, hit.end, (Part(hit, node.name),)) for hit in inside]
    if isinstance(node, Any):
        return _best([f for term in _present(node, hits) for f in find(term, hits, span)])
    if isinstance(node, Distance):
        return _best(_distance(node, hits, span))
    if isinstance(node, All):
        return _best(_all(node, hits, span))
    return _best(f for inner in stretches(node, hits, span) for f in find(node.term, hits, inner))


def holds(node: Node, hits: Hits, span: Span) -> bool:
    """Whether a stretch satisfies a node: the same as `find`, where nobody asks by what."""
    if isinstance(node, Term):
        return hits.has(node.concept, span)
    if isinstance(node, Any):
        return any(holds(term, hits, span) for term in _present(node, hits))
    if isinstance(node, Distance):
        return next(_distance(node, hits, span), None) is not None
    if isinstance(node, All):
        met = all(holds(term, hits, span) for term in node.terms)
        return met and not any(holds(term, hits, span) for term in node.without)
    return any(holds(node.term, hits, inner) for inner in stretches(node, hits, span))


def find_in_document(node: Node, hits: Hits) -> list[Found]:
    """What satisfies a whole signal, the shortest first.

    So that no later paragraph changes what title and lead tell: limits keep the earliest, a
    conjunction prefers pieces in title and lead, a NOT outside of scopes looks nowhere else, and a
    bare piece there or in the paragraph of what it stands beside. A roundup is as many documents
    as it has stories.
    """
    if stories := hits.segments.stories:
        found = (one for story in stories for one in find(node, hits, story))
        return sorted(dict.fromkeys(found), key=_length)
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
    if any(holds(term, hits, news) for term in node.without):
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


def _best(found: Iterable[Found]) -> list[Found]:
    # Not a set: its order changes from process to process, and with it which of two equals is told.
    unique = list(dict.fromkeys(found))
    if len(unique) > 1:
        unique.sort(key=_length)
    return unique[:HITS_AT_MOST]


def _length(found: Found) -> tuple[int, int]:
    return found.end - found.start, found.start


def _present(node: Any, hits: Hits) -> list[Node]:
    """The terms that are not mere words which the document has nowhere: few of a long list."""
    known = hits.by_concept
    return [t for t in node.terms if not isinstance(t, Term) or t.concept in known]


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
    # The NOTs first: they are mere words, and most of what fails fails by them.
    if any(holds(term, hits, span) for term in node.without):
        return
    ways = []
    for term in node.terms:
        ways.append(find(term, hits, span))
        if not ways[-1]:
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
    """As `stretches`, also where only the rarest need is met, or none; for explanations."""
    by_place = node.kind in (ScopeKind.TITLE, ScopeKind.LEAD)
    yield from _looked_at(node, hits, span, () if by_place else node.needs[:1])


def _looked_at(
    node: Within, hits: Hits, span: Span, needs: tuple[frozenset[int], ...]
) -> Iterator[Span]:
    segments = hits.segments
    if node.kind is ScopeKind.TITLE:
        yield from _overlap(segments.title, span, hits, needs)
    elif node.kind is ScopeKind.LEAD:
        if segments.lead:
            lead = segments.lead[0][0], segments.lead[-1][1]
            yield from _overlap(lead, span, hits, needs)
    else:
        found = sorted(hits.places(node.kind, needs))
        inside = (one for one in found if span[0] <= one[0] and one[1] <= span[1])
        yield from islice(inside, STRETCHES_AT_MOST)


def _overlap(
    one: Span, other: Span, hits: Hits, needs: tuple[frozenset[int], ...]
) -> Iterator[Span]:
    both = max(one[0], other[0]), min(one[1], other[1])
    if both[0] < both[1] and hits.meets(needs, both):
        yield both


def crowded(hits: Hits, span: Span) -> bool:
    """Whether a stretch holds more hits of one concept than are looked at."""
    return any(
        sum(span[0] <= hit.start < span[1] for hit in found) > HITS_AT_MOST
        for found in hits.by_concept.values()
        if len(found) > HITS_AT_MOST
    )
