"""What nights and reviewers say of signals: flags that are mostly rejected, and silence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rules.complaints import Complaint
from rules.lint.signals import name_of
from rules.lint.warning import warning
from rules.records import LifeState, Recommendation

REJECTED_OFTEN = 0.8
ANSWERS_AT_LEAST = 5  # of fewer, one person's slip would be a warning
SILENT_DAYS = 90
_SPENT = (LifeState.FULFILLED, LifeState.OVERTAKEN)
Name = tuple[str, str]  # recommendation, signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many flags of a signal were answered, and how many of them as not relevant."""

    answered: int
    rejected: int

    @property
    def is_rejected_often(self) -> bool:
        """Whether more than `REJECTED_OFTEN` of enough answers say so."""
        enough = self.answered >= ANSWERS_AT_LEAST
        return enough and self.rejected > REJECTED_OFTEN * self.answered


def rejected_often(
    recommendations: Iterable[Recommendation], answered: Mapping[Name, Answered]
) -> Iterator[Complaint]:
    """Signals whose flags reviewers mostly reject."""
    for recommendation in recommendations:
        for signal in recommendation.signals:
            found = answered.get((recommendation.id, signal.id))
            if found is not None and found.is_rejected_often:
                name = name_of(recommendation, signal)
                share = round(100 * found.rejected / found.answered)
                message = (
                    f"reviewers rejected {found.rejected} of {found.answered} flags of {name} "
                    f"({share} %)"
                )
                remedy = (
                    "see by which words (`recwatch serve`, Rules), narrow it, `recwatch rules try`"
                )
                yield warning(signal.place, message, remedy)


def never_fired_lately(
    recommendations: Iterable[Recommendation], fired: Iterable[Name]
) -> Iterator[Complaint]:
    """Signals of demands that are not spent which nothing satisfied in `SILENT_DAYS`.

    fired: those that something did satisfy, as done or planned.
    """
    heard = frozenset(fired)
    for recommendation in recommendations:
        if recommendation.life.state in _SPENT:
            continue
        for signal in recommendation.signals:
            if (recommendation.id, signal.id) not in heard:
                name = name_of(recommendation, signal)
                message = f"{name} was found in no document of the last {SILENT_DAYS} days"
                yield warning(signal.place, message, "`recwatch explain` shows what it lacks")
