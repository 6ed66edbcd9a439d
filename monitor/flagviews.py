"""A flag with everything a person needs to answer it, gathered in one record.

    flag ─► shown document ─► its matches ─► passages with marks
         ─► recommendation, source, other documents of the story, history

`assemble` is pure; `view_flag` asks the store and calls it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.pagehistory import Turn, passage_turns
from monitor.passages import Passage, passages
from monitor.printable import printable
from monitor.secondreading import NOBODY, seen_by
from rules.records import Evidence, Factuality, Match, Recommendation, Register
from spiders.records import Source, Tier
from storage.contract import Store
from storage.projection import standing_answers
from storage.reading import Need
from storage.records import Answer, Flag, FlagEvent, Heading, PageVersion, Review, StoredDocument
from storage.stories import BY_HAND, Regrouping, StoryDecision

if TYPE_CHECKING:
    from rules.register import Rulebook

TIER_WORDS: Mapping[Tier, str] = {
    Tier.OFFICIAL: "official",
    Tier.INTERGOVERNMENTAL: "intergovernmental",
    Tier.NGO: "non-governmental organisation",
    Tier.INDEPENDENT_MEDIA: "independent media",
    Tier.STATE_MEDIA: "state-owned media",
    Tier.AGGREGATOR: "aggregator",
}
# What a person chooses from, in the order of the keys, with shapes that need no colour.
ANSWER_WORDS: Mapping[Answer, str] = {
    Answer.PROGRESS: "Progress",
    Answer.REGRESSION: "Regression",
    Answer.NO_CHANGE: "Relevant, no change",
    Answer.NOT_RELEVANT: "Not relevant",
    Answer.UNSURE: "Unsure, ask a colleague",
}
HEADING_WORDS: Mapping[Heading, str] = {
    Heading.PROGRESS: "▲ possible progress",
    Heading.REGRESSION: "▼ possible regression",
    Heading.MIXED: "◆ progress and regression",
}
_FACTUALITY_WORDS: Mapping[Factuality, str] = {
    Factuality.ACTUAL: "told as done",
    Factuality.PLANNED: "only planned",
    Factuality.DEMANDED: "only demanded",
    Factuality.DENIED: "denied",
    Factuality.PAST: "a look back",
    Factuality.STATE: "how things are",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What explains flags: the register, the catalogue, and the English gloss of each concept.

    rules: the hash of all rule files; "" where it is not known.
    """

    register: Register
    sources: Mapping[str, Source] = field(default_factory=dict)
    glosses: Mapping[str, str] = field(default_factory=dict)
    rules: str = ""

    def recommendation(self, name: str) -> Recommendation | None:
        """The recommendation of this id; None if the register has none (any more)."""
        found = (r for r in self.register.recommendations if r.id == name)
        return next(found, None)

    def gloss(self, part: str) -> str | None:
        """What a part of a signal means in English; None for plain words."""
        return self.glosses.get(part.removeprefix("@")) if part.startswith("@") else None


def make_guide(rulebook: "Rulebook", sources: Iterable[Source]) -> Guide:
    """The guide to the flags that these rules raise in documents of these sources."""
    return Guide(
        register=rulebook.register,
        sources={source.id: source for source in sources},
        glosses={name: concept.gloss for name, concept in rulebook.concepts.items()},
        rules=rulebook.digest,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that happened to a flag, by a run or by a person."""

    at: datetime
    who: str
    what: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """A flag and what it rests on. recommendation: None where the register has dropped it.

    why: one sentence per match. glosses: (words as in the text, their meaning in English).
    standing: the newest answer that stands; None while nobody has answered.
    others: the other documents of the story that stand. turns: for a passage of a watched page,
    the versions that changed it, newest first. need: what the flag waits for. readings: each
    person's newest answer that stands, in the order given.
    """

    flag: Flag
    document: StoredDocument
    source_name: str
    tier: str
    recommendation: Recommendation | None
    matches: tuple[Match, ...]
    passages: tuple[Passage, ...]
    why: tuple[str, ...]
    glosses: tuple[tuple[str, str], ...]
    history: tuple[HistoryLine, ...]
    standing: Review | None
    others: tuple[StoredDocument, ...]
    turns: tuple[Turn, ...] = ()
    need: Need = Need.ANSWER
    readings: tuple[Review, ...] = ()
    decisions: tuple[StoryDecision, ...] = ()

    @property
    def published(self) -> date | None:
        """The document's date; None where none is known."""
        return self.document.document.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What the store knows of a flag's document and past. reviews: those that may be seen."""

    document: StoredDocument
    matches: tuple[Match, ...]
    story: tuple[StoredDocument, ...] = ()
    events: tuple[FlagEvent, ...] = ()
    reviews: tuple[Review, ...] = ()
    versions: tuple[PageVersion, ...] = ()
    need: Need = Need.ANSWER
    decisions: tuple[StoryDecision, ...] = ()


class DocumentMissing(Exception):
    """The flag's document is not in the store: the database is damaged; run `recwatch doctor`."""


def view_flag(
    store: Store,
    guide: Guide,
    flag: Flag,
    *,
    reader: str = NOBODY,
    names: Mapping[str, str] = MappingProxyType({}),
) -> FlagView:
    """The flag with all that belongs to it, as this person may see it. Raises DocumentMissing.

    names: what people are called in it, where that is not their names.
    """
    document = store.document(flag.document_id)
    if document is None:
        raise DocumentMissing(f"flag {flag.number} shows a document that is not in the database")
    need = store.need(flag.number)
    reviews = seen_by(reader, store.reviews(flag.number), need)
    known = Remembered(
        document=document,
        matches=store.matches(flag.document_id),
        story=store.story_documents(flag.story_id),
        events=store.flag_events(flag.number),
        reviews=tuple(replace(r, reviewer=names.get(r.reviewer, r.reviewer)) for r in reviews),
        need=need,
        decisions=tuple(
            replace(one, reviewer=names.get(one.reviewer, one.reviewer))
            for one in store.story_decisions(flag.number)
        ),
        versions=store.page_versions(document.url.partition("#")[0]),
    )
    return assemble(flag, known, guide)


def assemble(flag: Flag, known: Remembered, guide: Guide) -> FlagView:
    """Put the view together. Pure."""
    matches = telling_matches(flag, known.matches)
    source = guide.sources.get(known.document.source_id)
    tier = TIER_WORDS[source.tier] if source else "source unknown"
    recommendation = guide.recommendation(flag.recommendation)
    return FlagView(
        flag=flag,
        document=known.document,
        source_name=printable(source.name if source else known.document.source_id),
        tier=tier,
        recommendation=recommendation,
        matches=matches,
        passages=passages(known.document.document, matches),
        why=tuple(dict.fromkeys(_why(match, recommendation, tier) for match in matches)),
        glosses=_glosses(matches, guide),
        history=history(known.events, known.reviews, known.decisions),
        standing=standing_answer(known.reviews),
        others=_others(flag, known.story),
        turns=tuple(passage_turns(known.document, known.versions)),
        need=known.need,
        readings=readings(known.reviews),
        decisions=known.decisions,
    )


def telling_matches(flag: Flag, matches: Iterable[Match]) -> tuple[Match, ...]:
    """The matches that a flag rests on: the actual ones, or the planned where there is none."""
    return resting_on(m for m in matches if m.recommendation == flag.recommendation)


def resting_on(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Of one recommendation's matches, those that a flag rests on."""
    own = tuple(matches)
    actual = tuple(m for m in own if m.factuality is Factuality.ACTUAL)
    return actual or tuple(m for m in own if m.factuality is Factuality.PLANNED)


def _why(match: Match, recommendation: Recommendation | None, tier: str) -> str:
    """Why a match counts, in one sentence made from the rule."""
    quotes = ", ".join(f"“{printable(e.quote)}” for {e.part}" for e in match.evidence)
    clauses = dict(recommendation.clauses) if recommendation else {}
    clause = clauses.get(match.clause, match.clause)
    rung = f", rung “{match.rung}”" if match.rung else ""
    return (
        f"Rule {match.recommendation}/{match.signal} found {quotes}: {match.toward.value} on "
        f"“{clause}”{rung}; {_FACTUALITY_WORDS[match.factuality]}; {tier}."
    )


def _glosses(matches: Iterable[Match], guide: Guide) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for match in matches:
        for evidence in _widest(match.evidence):
            gloss = guide.gloss(evidence.part)
            if gloss is not None:
                found.setdefault(printable(evidence.quote), gloss)
    return tuple(found.items())


def _widest(pieces: Sequence[Evidence]) -> Iterator[Evidence]:
    """Those that lie in no longer piece: "over picket" says what "picket" means, too."""
    for one in pieces:
        others = (o for o in pieces if o.field == one.field and len(o.quote) > len(one.quote))
        if not any(o.start <= one.start and one.end <= o.end for o in others):
            yield one


def history(
    events: Sequence[FlagEvent],
    reviews: Sequence[Review],
    decisions: Sequence[StoryDecision] = (),
) -> tuple[HistoryLine, ...]:
    """What runs and people did to a flag and its story, in the order of time."""
    lines = [
        HistoryLine(at=e.at, who=_doer(e.run_id), what=e.what, note=printable(e.reason))
        for e in events
    ]
    lines += [
        HistoryLine(at=r.at, who=printable(r.reviewer), what=r.answer.value, note=printable(r.note))
        for r in reviews
    ]
    lines += [
        HistoryLine(at=d.at, who=printable(d.reviewer), what=_regrouped(d), note="")
        for d in decisions
    ]
    return tuple(sorted(lines, key=lambda line: line.at))


def _doer(run_id: str) -> str:
    return "a person's decision" if run_id == BY_HAND else f"run {run_id}"


def _regrouped(decision: StoryDecision) -> str:
    """A decision on a story, in words."""
    if decision.what is Regrouping.UNDO:
        return f"took back decision {decision.undoes} on the story"
    if decision.what is Regrouping.JOIN:
        return f"joined the story of flag {decision.flag} to that of flag {decision.other}"
    raised = "".join(f", now told by flag {number}" for number in decision.raised)
    return f"split a document off the story of flag {decision.flag}{raised}"


def standing_answer(reviews: Iterable[Review]) -> Review | None:
    """The newest answer that no UNDO took back; None if there is none."""
    standing = standing_answers(reviews)
    return standing[-1] if standing else None


def readings(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Each person's newest answer that stands, in the order given."""
    newest = {review.reviewer: review for review in standing_answers(reviews)}
    return tuple(sorted(newest.values(), key=lambda review: review.number))


def _others(flag: Flag, story: Iterable[StoredDocument]) -> tuple[StoredDocument, ...]:
    return tuple(d for d in story if d.document.id != flag.document_id and d.superseded_by is None)
