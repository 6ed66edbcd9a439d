"""Puts what was weighed into sentences: how likely a case is, and which signs speak against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from rules.candidates import Candidate, about
from rules.matcher import Matcher
from rules.reasons import short_gloss
from rules.records import Factuality
from rules.weighing.scale import Scale
from rules.weighing.signs import LEAD, STORY, TITLE
from rules.weighing.weigh import Outcome

_SIGNS_AT_MOST = 4
_WHERE = {TITLE: "in the title", LEAD: "in the lead", STORY: "beside it"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The outcomes of a page."""

    matcher: Matcher
    outcomes: tuple[Outcome, ...]

    def left_out_said(self, one: Candidate, *, is_told: bool) -> str:
        """Why a candidate that is told as done is not flagged; empty where weight is not why."""
        outcome = next((o for o in self.outcomes if o.case.about == about(one.signal)), None)
        scale = self.matcher.weigher.scale
        done = one.factuality.factuality is Factuality.ACTUAL and not is_told
        if outcome is None or scale is None or outcome.is_kept or not done:
            return ""
        said = scale.said(outcome.case.about, outcome.signs)
        against = list(islice(self._named([s for s, weight in said if weight < 0]), _SIGNS_AT_MOST))
        needed = f"{outcome.probability:.0%} likely, and {_needed(outcome, scale)}"
        speaks = f"; against it {_speak(against)} {', '.join(against)}" if against else ""
        return f"left out by weight: {needed}{speaks}"

    def _named(self, signs: Sequence[str]) -> Iterable[str]:
        """Each concept once, by its gloss, with the place where it says most."""
        seen: set[str] = set()
        for sign in signs:
            where, _, concept = sign.partition(" ")
            if concept not in seen:
                seen.add(concept)
                gloss = short_gloss(self.matcher.vocabulary.gloss(concept)) or concept
                yield f"“{gloss}” {_WHERE.get(where, where)}"


def _needed(outcome: Outcome, scale: Scale) -> str:
    if outcome.gives_way_to is None:
        return f"a flag needs {scale.kept_from:.0%}"
    return f"the other direction {outcome.gives_way_to:.0%}"


def _speak(named: Sequence[str]) -> str:
    return "speaks" if len(named) == 1 else "speak"
