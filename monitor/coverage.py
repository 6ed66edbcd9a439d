"""Who watches which recommendation: primary and independent sources, and what hangs on one. Pure.

A recommendation needs a source that records the acts of one of its addressees itself (primary),
and one that is independent of them and of another publisher. What is not crawled counts for
nothing, and so do aggregators, which only repeat, and a state's own press, which is never
independent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.records import Recommendation, Register
from spiders.records import ALL, Source, Tier, Watch

_INDEPENDENT = frozenset({Tier.NGO, Tier.INDEPENDENT_MEDIA})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The enabled sources of one recommendation, and why no primary one is among them.

    others: sources that watch it and are neither. why_no_primary: (source, reason) pairs that the
    files of those give that would be primary.
    """

    recommendation: str
    primary: tuple[Source, ...]
    independent: tuple[Source, ...]
    others: tuple[Source, ...]
    why_no_primary: tuple[tuple[Source, str], ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """Which of "primary" and "independent" it has no source for."""
        publishers = {source.publisher for source in self.primary}
        others = [s for s in self.independent if s.publisher not in publishers]
        missing = (("primary", self.primary), ("independent", others))
        return tuple(name for name, found in missing if not found)


def coverage_of(register: Register, sources: Sequence[Source]) -> tuple[Coverage, ...]:
    """Each recommendation of the register, in its order."""
    return tuple(_coverage(register.id, each, sources) for each in register.recommendations)


def _coverage(register: str, one: Recommendation, sources: Sequence[Source]) -> Coverage:
    watching = [(s, watch) for s in sources if (watch := watch_of(s, register, one.id))]
    live = [(s, watch) for s, watch in watching if s.disabled_because is None]
    primary = tuple(s for s, watch in live if _is_primary(s, watch, one))
    independent = tuple(s for s, _ in live if s not in primary and s.tier in _INDEPENDENT)
    return Coverage(
        recommendation=one.id,
        primary=primary,
        independent=independent,
        others=tuple(s for s, _ in live if s not in primary and s not in independent),
        why_no_primary=tuple(
            (source, why)
            for source, watch in watching
            for name, why in watch.no_primary_for
            if name == one.id
        ),
    )


def watch_of(source: Source, register: str, recommendation: str) -> Watch | None:
    """How a source watches a recommendation; None if it does not."""
    for watch in source.watches:
        if watch.register == register and {ALL, recommendation}.intersection(watch.recommendations):
            return watch
    return None


def _is_primary(source: Source, watch: Watch, one: Recommendation) -> bool:
    spoken_for = set(watch.primary_for).intersection(one.addressees)
    return bool(spoken_for) and source.tier is not Tier.AGGREGATOR


def lost_without(source: Source, coverage: Sequence[Coverage]) -> dict[str, tuple[str, ...]]:
    """What would go unwatched without a source: recommendations by what they would lose.

    "any": nobody else watches them. "primary", "independent": nobody else does so as such a one.
    """
    lost: dict[str, list[str]] = {"any": [], "primary": [], "independent": []}
    for one in coverage:
        watching = (*one.primary, *one.independent, *one.others)
        if watching == (source,):
            lost["any"].append(one.recommendation)
        elif one.primary == (source,):
            lost["primary"].append(one.recommendation)
        elif one.independent == (source,):
            lost["independent"].append(one.recommendation)
    return {name: tuple(found) for name, found in lost.items() if found}


def gaps(coverage: Sequence[Coverage]) -> Iterator[tuple[str, str]]:
    """(recommendation, sentence) for each that lacks a source, with the reason a file gives."""
    for one in coverage:
        for kind in one.lacks:
            reasons = one.why_no_primary if kind == "primary" else ()
            why = "; ".join(f"{source.id}: {reason}" for source, reason in reasons)
            yield one.recommendation, f"no {kind} source" + (f" ({why})" if why else "")


def strangers(register: Register, sources: Sequence[Source]) -> Iterator[tuple[Source, str]]:
    """(source, name) for each name that a source's watch gives and the register does not know."""
    known = {ALL, *(one.id for one in register.recommendations)}
    known_addressees = {name for name, _ in register.addressees}
    for source in sources:
        for watch in (w for w in source.watches if w.register == register.id):
            yield from ((source, n) for n in watch.recommendations if n not in known)
            yield from ((source, n) for n in watch.primary_for if n not in known_addressees)
