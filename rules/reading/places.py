"""Reads whose authorities or affairs a sentence concerns.

Not where it happens: a court of an international body may decide on any country. A country's
police, court or parliament does tell; so does a country that a sentence names alone.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.gazetteer import ELSEWHERE, MISSIONS, NO_COUNTRIES, OFFICES, Country, Naming
from rules.lexicon import Hit, Lexicon, all_rivals, longest
from rules.reading.segments import Segments, Span

# So many characters may lie between a country's name and an office for the office to be its own.
OFFICE_WITHIN = 25
# A country named so early is what the sentence is about: "In that country, police …".
TOPIC_WITHIN = 12
# So few words in quotation marks are a name or a slogan; what it names is not where that is.
_NO_WORD = re.compile(r"(?:'s)?[ \-]{1,2}")
_QUOTATION = re.compile(r'"[^"\W]?\w*(?:[ \-]\w+){0,4}[.!?]?"')


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceVerdict:
    """Whether a match concerns the register's country, and why that was decided."""

    inside: bool
    why: str


@dataclass(frozen=True, slots=True)
class Named:
    """The countries that a stretch names: all, those whose organs it names, the topic: those that
    stand at its beginning, and those that only a short quotation holds, a name or a slogan."""

    countries: frozenset[str]
    organs: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()


class NamedAt(NamedTuple):
    """Words at [start:end] of a stretch that name a country or its organs."""

    start: int
    end: int
    country: str


class Gazetteer:
    """The places of one language (None: of all), compiled. Immutable, safe between threads.

    spoken_in: the country that texts in this language are of; None: of several, or not told.
    """

    def __init__(self, countries: Sequence[Country], language: str | None) -> None:
        self._namings: list[tuple[str, Naming]] = []
        own = [country.id for country in countries if language in country.tongues]
        self.spoken_in = own[0] if len(own) == 1 else None
        forms = []
        for country in countries:
            for naming, lang, found in country.forms:
                if language in (lang, None) or lang == "any":
                    forms += [(len(self._namings), form) for form in found]
                    self._namings.append((country.id, naming))
        self._lexicon = Lexicon(forms)
        self._silencing = all_rivals(len(self._namings))

    def named(self, text: str) -> Named:
        """The countries of a stretch of folded text."""
        hits = self._hits(text)
        offices = [hit for hit in hits if self._country(hit) == OFFICES]
        countries, organs, topic, plain = set(), set(), set(), set()
        quotations = [found.span() for found in _QUOTATION.finditer(text)]
        for hit in hits:
            country, naming = self._namings[hit.concept]
            if country in NO_COUNTRIES:
                continue
            countries.add(country)
            if any(start < hit.start and hit.end < end for start, end in quotations):
                continue
            plain.add(country)
            if hit.start <= TOPIC_WITHIN:
                topic.add(country)
            near = any(_near(hit, office, text) for office in offices)
            if naming is Naming.AUTHORITIES or (naming is not Naming.CITIES and near):
                organs.add(country)
        return Named(
            frozenset(countries), frozenset(organs), frozenset(topic), frozenset(countries - plain)
        )

    def namings(self, text: str) -> list[NamedAt]:
        """The words of a stretch that name countries; for explanations."""
        found = [NamedAt(hit.start, hit.end, self._country(hit)) for hit in self._hits(text)]
        return [one for one in found if one.country not in NO_COUNTRIES]

    def _hits(self, text: str) -> list[Hit]:
        """What names a place or an office. An embassy's country is not that where it stands."""
        hits = longest(self._lexicon.find(text), self._silencing)
        missions = [hit for hit in hits if self._country(hit) == MISSIONS]
        return [hit for hit in hits if not any(_adjoin(hit, other, text) for other in missions)]

    def _country(self, hit: Hit) -> str:
        return self._namings[hit.concept][0]


def _near(one: Hit, other: Hit, text: str) -> bool:
    first, second = sorted((one, other))
    gap = text[first.end : second.start]
    return len(gap) <= OFFICE_WITHIN and len(gap.split()) <= 1 and not set(gap) & set(",.;:()\n")


def _adjoin(one: Hit, other: Hit, text: str) -> bool:
    first, second = sorted((one, other))
    return one != other and _NO_WORD.fullmatch(text, first.end, second.start) is not None


@dataclass(slots=True)
class PlaceReader:
    """One document's places. `home`: the register's country.

    addressed: countries that the register addresses: near an act they are named for what they say
    of it. names: the concepts that say whose affairs these are, by place: (start, country).
    """

    segments: Segments
    gazetteer: Gazetteer
    home: str
    covers: str | None
    addressed: frozenset[str]
    names: Sequence[tuple[int, str]]
    _known: dict[Span, Named] = field(default_factory=dict)

    def read(self, sentence: Span, act: int, exempt: frozenset[str]) -> PlaceVerdict:
        """Whose affairs a sentence tells of at the position of its act.

        exempt: countries that are never "another" here.
        """
        here = self._named(sentence)
        others = here.countries - exempt - {self.home}
        if self.home in here.countries:
            return self._at_home(here, self._named(self._clause(sentence, act)), exempt)
        if others:
            return self._abroad(sentence, others, (here.organs | here.topic) - exempt)
        for what, spans in self._around(sentence):
            found = frozenset().union(*(self._named(span).countries for span in spans)) - exempt
            if self.home in found:
                if what == "paragraph" and (others := self._begun_abroad(sentence, exempt)):
                    why = f"the text tells of {_listed(others)} before it names {self.home}"
                    return PlaceVerdict(inside=False, why=why)
                return PlaceVerdict(inside=True, why=f"the {what} names {self.home}")
            if found := found - self.addressed:
                return PlaceVerdict(inside=False, why=f"the {what} names {_listed(found)} alone")
        return self._by_source(sentence)

    def begins_abroad(self) -> bool:
        """Whether title and lead name other countries, and not the register's."""
        spans = (self.segments.title, *self.segments.lead)
        named = frozenset[str]().union(*(self._named(span).countries for span in spans))
        return self.home not in named and bool(named - self.addressed)

    def _by_source(self, sentence: Span) -> PlaceVerdict:
        """Whose affairs a text tells of that names no country but the actor's own, if any."""
        stretches = (sentence, *(span for _, spans in self._around(sentence) for span in spans))
        if named := frozenset[str]().union(*(self._named(span).countries for span in stretches)):
            return PlaceVerdict(inside=False, why=f"the text names {_listed(named)} alone")
        if self.covers is None and self.gazetteer.spoken_in == self.home:
            why = f"the text names no country, and its language is that of {self.home}"
            return PlaceVerdict(inside=True, why=why)
        why = f"the source covers {self.covers or 'many countries'}, and the text names none"
        return PlaceVerdict(inside=self.covers == self.home, why=why)

    def _at_home(self, here: Named, clause: Named, exempt: frozenset[str]) -> PlaceVerdict:
        others = clause.countries - exempt - {self.home}
        if others and self.home not in clause.countries:
            why = f"the words around the act name {_listed(others)} alone"
            return PlaceVerdict(inside=False, why=why)
        foreign = here.organs - exempt - {self.home}
        if self.home in clause.countries and not foreign & clause.countries:
            return PlaceVerdict(inside=True, why=f"the words around the act name {self.home}")
        if foreign and self.home not in here.organs:
            why = f"the sentence tells of the authorities of {_listed(foreign)}"
            return PlaceVerdict(inside=False, why=why)
        return PlaceVerdict(inside=True, why=f"the sentence names {self.home}")

    def _abroad(
        self, sentence: Span, others: frozenset[str], leading: frozenset[str]
    ) -> PlaceVerdict:
        beside = sentence[0] and not self.segments.stories
        title = self._named(self.segments.title).countries if beside else frozenset()
        if not leading and self.home in title and not title - {self.home}:
            why = f"the title names {self.home}, the sentence {_listed(others)} in passing"
            return PlaceVerdict(inside=True, why=why)
        return PlaceVerdict(inside=False, why=f"the sentence names {_listed(others)} alone")

    def _begun_abroad(self, sentence: Span, exempt: frozenset[str]) -> frozenset[str]:
        """The countries that title and text name up to the sentence, where the register's is
        named only behind it: a word on it at the end of another country's news."""
        if self.segments.stories:
            return frozenset()
        title = self._named(self.segments.title).countries
        before = self._named((self.segments.title[1], sentence[1])).countries
        if self.home in title | before:
            return frozenset()
        return (title - exempt) & (before - exempt)

    def _clause(self, sentence: Span, act: int) -> Span:
        """The words around a position, between two commas: news lists name a country in each."""
        plain = self.segments.whole.plain
        end = plain.find(",", act, sentence[1])
        return plain.rfind(",", sentence[0], act) + 1 or sentence[0], end if end > 0 else sentence[
            1
        ]

    def _around(self, sentence: Span) -> list[tuple[str, tuple[Span, ...]]]:
        """Where to look when the sentence names no country: from near to far."""
        segments = self.segments
        if segments.stories:
            return [("story", (segments.passage(sentence[0]),))]
        paragraph = segments.paragraph(sentence[0])
        return [
            ("paragraph", (paragraph,)),
            ("title", (segments.title,)),
            ("lead", segments.lead),
        ]

    def _named(self, span: Span) -> Named:
        if span not in self._known:
            found = self.gazetteer.named(self.segments.whole.plain[span[0] : span[1]])
            low, high = (bisect_left(self.names, (place, "")) for place in span)
            own = {country for _, country in self.names[low:high]}
            countries = found.countries - (found.quoted - {self.home}) | own
            self._known[span] = Named(countries, found.organs, found.topic)
        return self._known[span]


def _listed(countries: frozenset[str]) -> str:
    return ", ".join(sorted(countries)).replace(ELSEWHERE, "another country")
