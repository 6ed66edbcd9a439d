"""Signals that a document satisfies, and which of them it tells.

What stands behind the lead is background, and none of the document's news, unless its sentence
names a day of this news, or it is an act that title or lead report too, by recommendation and
direction; or an act that was done once, in a paragraph that goes on with the page's own story, of
a recommendation on which they report nothing: a column comes to the point late. So a paragraph of
background (of years past, of what is usual), of another country or of links, added after the lead
of a document, changes nothing that is told of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rules.expression import Found, Hits, Node
from rules.lexicon import Hit
from rules.reading.dates import When
from rules.reading.factuality import Sentence, Verdict
from rules.reading.places import PlaceReader, PlaceVerdict
from rules.reading.segments import Segments, Span
from rules.records import Document, Evidence, Factuality, Recommendation, Signal, Toward
from rules.tongues import Tongue


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
class Candidate:
    """A signal found in a sentence, with what was read of it; not yet a match.

    background: some of its words stand behind the lead, where nothing says that they are new.
    once: they stand in the page's own story there, and tell of an act that was done once.
    """

    signal: CompiledSignal
    found: Found
    sentence: Span
    factuality: Verdict
    place: PlaceVerdict
    background: bool
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document, folded and searched. Sentences are read once, when a signal asks."""

    document: Document
    segments: Segments
    hits: Hits
    places: PlaceReader
    tongue: Tongue
    _sentences: dict[Span, Sentence] = field(default_factory=dict)
    _dated: dict[Span, bool] = field(default_factory=dict)

    def sentence(self, span: Span) -> Sentence:
        """A sentence with its cues and dates."""
        found = self._sentences.get(span)
        if found is None:
            plain, published = self.segments.whole.plain, self.document.published
            found = self._sentences[span] = self.tongue.factuality.sentence(plain, span, published)
        return found

    def may_tell(self, sentence: Span) -> bool:
        """Whether an act of this sentence can be news: in title or lead, or with a day of it."""
        return self.segments.in_news(sentence[0]) or self._is_dated(sentence)

    def is_news(self, found: Found, sentence: Span, exempt: frozenset[str]) -> bool:
        """Whether what satisfies a signal is told as news; sentence: that of its act.

        The act stands in the title, the lead, or a sentence with a day of this news. What belongs
        to it elsewhere is no background either.
        """
        return self.may_tell(sentence) and self._is_own(found, exempt)

    def is_told_on(self, found: Found, sentence: Span, exempt: frozenset[str]) -> bool:
        """Whether what satisfies a signal stands where a page goes on with its own story."""
        return self.segments.belongs(sentence[0]) and self._is_own(found, exempt)

    def is_habit(self, sentence: Span, words: Sequence[Hit]) -> bool:
        """Whether a sentence tells of an act as of what is done again and again."""
        return self.tongue.factuality.is_habit(self.segments.whole.plain, sentence, words)

    def _is_dated(self, sentence: Span) -> bool:
        dated = self._dated.get(sentence)
        if dated is None:
            plain, published = self.segments.whole.plain, self.document.published
            dated = self.tongue.factuality.is_dated(plain, sentence, published)
            self._dated[sentence] = dated
        return dated

    def _is_own(self, found: Found, exempt: frozenset[str]) -> bool:
        """Whether all that satisfies a signal is of the document's own story."""
        return all(self._belongs(part.hit, exempt) for part in found.parts)

    def _belongs(self, hit: Hit, exempt: frozenset[str]) -> bool:
        """Whether a hit is of the document's own story: here, and not long ago."""
        if self.segments.in_news(hit.start):
            return True
        if not self.segments.belongs(hit.start):
            return False
        span = self.segments.sentence(hit.start)
        return self.places.read(span, hit.start, exempt).inside


About = tuple[str, Toward]
OPEN = frozenset({Factuality.PLANNED, Factuality.DEMANDED, Factuality.DENIED})
AS_TITLE = "as the title says"


def told(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    """The candidates to report: one for each signal and factuality, the earliest.

    Of the background only what title or lead report too, by recommendation and direction; and acts
    done once of which the page goes on to tell. Where the title tells of a plan or a demand, so
    does an undated sentence of the text. Where title or lead report on a narrower recommendation,
    the wider one that yields to it is not told. What a body abroad acts on is its reason, and no
    news of the government: in the sentence that tells of the body's act, and behind the lead of a
    page that reports nothing else.
    """
    new = _titled(candidates, reading)
    page = _page_news(new, reading)
    background = [one for one in candidates if one.background]
    again = [one for one in background if _is_told_too(one, page.told, reading)]
    chosen: dict[tuple[int, Factuality], Candidate] = {}
    for one in sorted((*new, *again), key=_order):
        if page.takes(one) or page.grounds_on(one, reading):
            continue
        chosen.setdefault((one.signal.order, one.factuality.factuality), one)
    return sorted(chosen.values(), key=_order)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNews:
    """What title and lead report as done, by which the rest of a page is read.

    named: the recommendations, told: those that yield to none of them, with the direction.
    grounds: the addressees of whom the page tells behind its lead only why. spoken: those of whom a
    sentence below the title does, by sentence.
    """

    named: frozenset[str]
    told: frozenset[About]
    grounds: frozenset[str]
    spoken: Mapping[Span, frozenset[str]]

    def takes(self, one: Candidate) -> str:
        """The narrower recommendation of the news to which a candidate yields; empty: none."""
        return next((n for n in one.signal.recommendation.yields_to if n in self.named), "")

    def grounds_on(self, one: Candidate, reading: Reading) -> bool:
        """Whether a candidate only says why a body did what the page reports."""
        if reading.segments.in_news(one.sentence[0]):
            return _is_reason(one, self.spoken)
        return not self.grounds.isdisjoint(one.signal.recommendation.addressees)


def page_news(candidates: Sequence[Candidate], reading: Reading) -> PageNews:
    """What title and lead of a page report."""
    return _page_news(_titled(candidates, reading), reading)


def _page_news(new: Sequence[Candidate], reading: Reading) -> PageNews:
    reported = [one for one in new if _is_reported(one, reading)]
    spoken = _spoken(reported, reading)
    done = [one.signal for one in reported if not _is_reason(one, spoken)]
    named = frozenset(one.recommendation.id for one in done)
    told = [one for one in done if named.isdisjoint(one.recommendation.yields_to)]
    grounds = [frozenset(one.recommendation.grounds) for one in told]
    return PageNews(
        named=named,
        told=frozenset(map(about, told)),
        grounds=frozenset.intersection(*grounds) if grounds else frozenset(),
        spoken=spoken,
    )


def _spoken(reported: Iterable[Candidate], reading: Reading) -> Mapping[Span, frozenset[str]]:
    """Of whom the sentences below the title that report bodies' acts tell only why."""
    found: dict[Span, frozenset[str]] = {}
    for one in reported:
        if one.sentence[0] >= reading.segments.title_end:
            why = frozenset(one.signal.recommendation.grounds)
            found[one.sentence] = found.get(one.sentence, frozenset()) | why
    return found


def _is_reason(one: Candidate, spoken: Mapping[Span, frozenset[str]]) -> bool:
    """Whether a candidate says why a body did what its sentence reports."""
    asked = one.signal.recommendation
    why = spoken.get(one.sentence, frozenset())
    return not asked.grounds and not why.isdisjoint(asked.addressees)


def _titled(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    """What is no background, read as the title says."""
    new = [one for one in candidates if not one.background]
    titles = _titles(new, reading)
    return [_as_titled(one, titles, reading) for one in new]


def _order(one: Candidate) -> tuple[int, Span]:
    return one.signal.order, one.sentence


def _is_reported(one: Candidate, reading: Reading) -> bool:
    """Whether title or lead report an act as done."""
    done = one.factuality.factuality is Factuality.ACTUAL
    return done and reading.segments.in_news(one.sentence[0])


def _is_told_too(one: Candidate, news: frozenset[About], reading: Reading) -> bool:
    """Whether background is told: it repeats the news, or a page goes on with an act.

    Unless it reported nothing before, and begins with another country.

    What went the other way is what the news is held against: of who is let out, the sentence.
    """
    if one.factuality.factuality is not Factuality.ACTUAL:
        return False
    recommendation, toward = about(one.signal)
    if (recommendation, toward) in news:
        return True
    if not one.once or any(told == recommendation for told, _ in news):
        return False
    return bool(news) or not reading.places.begins_abroad()


def _titles(candidates: Sequence[Candidate], reading: Reading) -> dict[About, Verdict]:
    """What the title says is to come, asked for or untrue, and nowhere in it done.

    A title that merely asks ("What did the verdict show?") says neither.
    """
    told = [one for one in candidates if one.sentence[0] < reading.segments.title_end]
    done = {about(one.signal) for one in told if one.factuality.factuality is Factuality.ACTUAL}
    return {
        about(one.signal): one.factuality
        for one in told
        if one.factuality.factuality in OPEN
        and one.factuality.cues
        and about(one.signal) not in done
    }


def _as_titled(one: Candidate, titles: Mapping[About, Verdict], reading: Reading) -> Candidate:
    title = titles.get(about(one.signal))
    if title is None or one.factuality.factuality is not Factuality.ACTUAL:
        return one
    if any(found.when is When.NEWS for found in reading.sentence(one.sentence).dates):
        return one
    return replace(one, factuality=replace(title, why=AS_TITLE))


def about(signal: CompiledSignal) -> About:
    """What a signal tells of."""
    return signal.recommendation.id, signal.signal.toward


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
