"""The second stage: weighs what signals tell by all that the page speaks of.

    told       ─► cases, a recommendation and direction each ─┐
    page, told ─► signs ──────────────────────────────────────┴─► kept, or left out

A signal sees a sentence. Whether the page is about that matter, its other words tell: where a page
speaks of rallies and opposition leaders, an arrest is likelier to be meant than beside drugs.
Where signals tell both directions, one is often history ("had been refused before"): the one gives
way where the other is clearly likelier. Weighing only ever leaves out: nothing is flagged that no
signal tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.candidates import Candidate, Reading, about
from rules.records import Factuality, Toward
from rules.weighing.scale import About, Scale

_MANY = 3
_OTHER_WAY = {Toward.PROGRESS: Toward.REGRESSION, Toward.REGRESSION: Toward.PROGRESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What signals tell as done on one recommendation and direction, to be weighed together.

    circumstances: what is known of it besides the page, by name how much of it there is.
    """

    about: About
    circumstances: Mapping[str, float]

    def weighed_with(self, page: float | None) -> dict[str, float]:
        """Its circumstances and what the page's signs say, in logits, as a scale weighs them."""
        if page is None:
            return {**self.circumstances, "unknown": 1.0}
        return {**self.circumstances, "page": page}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A weighed case, with the page's signs.

    probability: that it is an event. is_kept: whether that is enough. gives_way_to: how likely the
    other direction is, where that is why it is not kept.
    """

    case: Case
    signs: frozenset[str]
    probability: float
    is_kept: bool
    gives_way_to: float | None = None


def cases(chosen: Iterable[Candidate], reading: Reading) -> tuple[Case, ...]:
    """The cases of a page. chosen: what it tells."""
    told: dict[About, list[Candidate]] = {}
    for one in chosen:
        if one.factuality.factuality is Factuality.ACTUAL:
            told.setdefault(about(one.signal), []).append(one)
    return tuple(
        Case(about=each, circumstances=_circumstances(each, told, reading)) for each in sorted(told)
    )


def _circumstances(
    each: About, told: Mapping[About, Sequence[Candidate]], reading: Reading
) -> Mapping[str, float]:
    segments, places = reading.segments, [one.sentence[0] for one in told[each]]
    # What repeats the news behind the lead counts for nothing: any page may be added to.
    signals = {one.signal.order for one in told[each] if not one.background}
    found = {
        "told": 1.0,
        "in the title": float(any(place < segments.title_end for place in places)),
        "in the news": float(any(map(segments.in_news, places))),
        "signals": min(len(signals), _MANY) / _MANY,
        "both ways": float((each[0], _OTHER_WAY[each[1]]) in told),
        f"language {reading.document.language}": 1.0,
        f"asked {each[0]}": 1.0,
    }
    return {name: much for name, much in found.items() if much}


def weigh(scale: Scale, found: Iterable[Case], signs: frozenset[str]) -> tuple[Outcome, ...]:
    """Each case with what comes of it."""
    outcomes = {case.about: _outcome(scale, case, signs) for case in found}
    return tuple(_beside_other(scale, one, outcomes) for one in outcomes.values())


def _beside_other(scale: Scale, one: Outcome, outcomes: Mapping[About, Outcome]) -> Outcome:
    name, toward = one.case.about
    other = outcomes.get((name, _OTHER_WAY[toward]))
    if other is None or not one.is_kept or other.probability - one.probability < scale.clear_by:
        return one
    return replace(one, is_kept=False, gives_way_to=other.probability)


def _outcome(scale: Scale, case: Case, signs: frozenset[str]) -> Outcome:
    probability = scale.probability(case.weighed_with(scale.page(case.about, signs)))
    is_kept = probability >= scale.kept_from
    return Outcome(case=case, signs=signs, probability=probability, is_kept=is_kept)


def kept(chosen: Sequence[Candidate], outcomes: Iterable[Outcome]) -> list[Candidate]:
    """What a page tells after weighing."""
    left_out = {one.case.about for one in outcomes if not one.is_kept}
    return [
        one
        for one in chosen
        if about(one.signal) not in left_out or one.factuality.factuality is not Factuality.ACTUAL
    ]
