"""A scale: what was learnt from labelled pages about how far a register's signals can be trusted.

A file of lines, each a name and weights with tabs between, as `recwatch rules learn` writes it:

    kept from     0.2                            how likely a case must be to be flagged
    clear by      0.25                           by how much more likely one direction is told alone
    speaks        KZ-ASS-3:regression=-2.1 …     how often pages tell of it
    title @court  KZ-ASS-3:regression=0.4 …      what a sign of a page says for or against it
    case told     0.9                            what the way in which it is told says

Only what was learnt is in it, no code; what it does not know weighs nothing.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType

from rules.complaints import Complaint, Loaded, Place, complain
from rules.records import Toward

SCALE = "weighing.tsv"
KEPT_FROM, CLEAR_BY, SPEAKS, CASE = "kept from", "clear by", "speaks", "case "
About = tuple[str, Toward]
# A sign that speaks for sure is no surer than this, in logits.
SURE = 9.0
_SHAPE = "make the file anew with `recwatch rules learn`, or take it away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Weights in logits. kept_from: the probability below which what a signal tells is left out.

    clear_by: where both directions are told, the one less likely by so much is left out, too.
    speaks: by recommendation and direction what holds before a page is seen. signs: by sign what
    it adds to that. cases: what each circumstance of a candidate adds to the outcome.
    """

    kept_from: float
    speaks: Mapping[About, float]
    signs: Mapping[str, Mapping[About, float]]
    cases: Mapping[str, float]
    clear_by: float = 1.0

    def page(self, about: About, signs: Iterable[str]) -> float | None:
        """How far a page's signs speak for it, in logits; None: nothing was learnt of it."""
        before = self.speaks.get(about)
        if before is None:
            return None
        added = (self.signs[sign].get(about, 0.0) for sign in signs if sign in self.signs)
        # Exact, so that the last digit does not hang on the order of a set.
        return max(-SURE, min(SURE, before + math.fsum(added)))

    def probability(self, case: Mapping[str, float]) -> float:
        """Of a case (by circumstance how much of it there is) that it is an event."""
        total = math.fsum(self.cases.get(name, 0.0) * much for name, much in case.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def said(self, about: About, signs: Iterable[str]) -> tuple[tuple[str, float], ...]:
        """The signs of a page that say something about it, the heaviest first."""
        known = ((sign, self.signs.get(sign, {}).get(about, 0.0)) for sign in signs)
        return tuple(sorted(filter(itemgetter(1), known), key=lambda one: (-abs(one[1]), one[0])))


def read_scale(text: str, shown: str) -> Loaded[Scale]:
    """The scale of a file's text, or what is wrong with it. shown: what complaints call it."""
    reader = _Reader(shown)
    for number, line in enumerate(text.splitlines(), start=1):
        if line and not line.startswith("#"):
            reader.read(line, number)
    scale = reader.scale()
    return Loaded(item=scale, complaints=tuple(reader.complaints))


def write_scale(scale: Scale, head: str) -> str:
    """The text of its file. head: a line about where it comes from."""
    rows = [
        f"# {head}",
        f"{KEPT_FROM}\t{scale.kept_from:g}",
        f"{CLEAR_BY}\t{scale.clear_by:g}",
        f"{SPEAKS}\t{_cells(scale.speaks)}",
    ]
    rows += [f"{CASE}{name}\t{weight:g}" for name, weight in sorted(scale.cases.items())]
    rows += [f"{sign}\t{_cells(scale.signs[sign])}" for sign in sorted(scale.signs)]
    return "\n".join(rows) + "\n"


def _cells(weights: Mapping[About, float]) -> str:
    return " ".join(f"{name}:{way.value}={weights[name, way]:g}" for name, way in sorted(weights))


class _Reader:
    """One reading of a scale."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._kept_from: float | None = None
        self._clear_by = 1.0
        self._speaks: Mapping[About, float] = {}
        self._signs: dict[str, Mapping[About, float]] = {}
        self._cases: dict[str, float] = {}
        self._abouts: dict[str, About] = {}
        self.complaints: list[Complaint] = []

    def read(self, line: str, number: int) -> None:
        name, tab, weights = line.partition("\t")
        try:
            if not tab:
                raise ValueError("has no tab")
            self._take(name, weights)
        except ValueError as error:
            place = Place(file=self._shown, line=number)
            message = f"{line[:60]!r} is no line of a scale: {error}"
            complain(self.complaints, place, message, _SHAPE)

    def _take(self, name: str, weights: str) -> None:
        if name == KEPT_FROM:
            self._kept_from = _share(weights)
        elif name == CLEAR_BY:
            self._clear_by = _share(weights)
        elif name == SPEAKS:
            self._speaks = self._row(weights)
        elif name.startswith(CASE):
            self._cases[name.removeprefix(CASE)] = _weight(weights)
        else:
            self._signs[name] = self._row(weights)

    def _row(self, weights: str) -> Mapping[About, float]:
        pairs = (cell.rpartition("=") for cell in weights.split(" "))
        return {self._about(name): _weight(weight) for name, _, weight in pairs}

    def _about(self, written: str) -> About:
        found = self._abouts.get(written)
        if found is None:
            name, _, way = written.rpartition(":")
            found = self._abouts[written] = (name, Toward(way))
        return found

    def scale(self) -> Scale | None:
        if self._kept_from is None:
            message = f"has no line {KEPT_FROM!r}"
            complain(self.complaints, Place(file=self._shown), message, _SHAPE)
        if self._kept_from is None or self.complaints:
            return None
        return Scale(
            kept_from=self._kept_from,
            clear_by=self._clear_by,
            speaks=MappingProxyType(dict(self._speaks)),
            signs=MappingProxyType(self._signs),
            cases=MappingProxyType(self._cases),
        )


def _weight(written: str) -> float:
    weight = float(written)
    if not math.isfinite(weight):
        raise ValueError(f"{written} is no weight")
    return weight


def _share(written: str) -> float:
    share = _weight(written)
    if not 0 <= share <= 1:
        raise ValueError(f"{written} is no share of one")
    return share
