"""What the pages work with: made by a door, handed to the app, the same for every visit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from monitor.board import BoardReader
from monitor.contracts import Clock, PageReader
from monitor.flagviews import Guide, telling_matches
from monitor.priority import Weight, weigh
from monitor.web.attempts import Attempts
from monitor.web.policy import Policy
from monitor.workbench import Bench
from rules.records import Ladder
from storage.contract import Store
from storage.people import Role
from storage.queue import UNRANKED
from storage.records import Flag

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """keep_cause: writes down an error that nobody expected, and says where.

    take_in: takes in what people found and gives a sentence where it could not ("" else); None: a
    night does.
    """

    store: Store
    guide: Guide
    ladders: Mapping[str, Ladder]
    reader: PageReader
    clock: Clock
    policy: Policy
    keep_cause: Callable[[Exception], str]
    bench: Bench
    take_in: Callable[[], str] | None = None
    attempts: Attempts = field(init=False)
    board: BoardReader = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attempts", Attempts(self.clock))
        object.__setattr__(self, "board", BoardReader(self.store, self.guide))

    def weight(self, flag: Flag) -> Weight | None:
        """Why a flag stands where it stands; None where its document is missing."""
        shown = self.store.document(flag.document_id)
        if shown is None:
            return None
        story = self.store.story_documents(flag.story_id)
        ids = (shown.source_id, *(d.source_id for d in story if d.superseded_by is None))
        recommendation = self.guide.recommendation(flag.recommendation)
        return weigh(
            flag,
            matches=telling_matches(flag, self.store.matches(flag.document_id)),
            recommendation=recommendation,
            ladder=self.ladders.get(recommendation.ladder) if recommendation else None,
            sources=[self.guide.sources.get(one) for one in ids],
            published=shown.document.published,
        )

    def colleagues(self) -> tuple[str, ...]:
        """Who may answer flags, and so be given them; by name."""
        single = self.policy.single_user
        known = [one.name for one in self.store.accounts() if one.role.covers(Role.REVIEWER)]
        return (single,) if single else tuple(known)

    def rank_new(self) -> None:
        """Weigh what a night raised or changed since the queue was looked at last."""
        while found := self.store.unranked(_AT_ONCE):
            weights = {flag.number: self.weight(flag) for flag in found}
            self.store.rank(
                {n: min(w.priority, UNRANKED - 1) if w else 0 for n, w in weights.items()}
            )
            if len(found) < _AT_ONCE:
                return
