"""One making of letters: what all its letters are made from, looked up once for all readers.

Of a thousand flags for two hundred readers, nearly everything is the same for each of them. What
an edition has looked up it holds for as long as it lasts: it is made anew for each making.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from monitor.contracts import Clock
from monitor.digests.message import Sender
from monitor.flagviews import FlagView, Guide, view_flag
from storage.contract import Store
from storage.records import Flag, FlagQuery

_AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class Edition:
    """What letters are made from, and who sends them.

    run_id: the night whose coverage they state; "": none.
    """

    store: Store
    clock: Clock
    guide: Guide
    run_id: str
    sender: Sender = field(default_factory=Sender)
    _views: dict[int, FlagView] = field(default_factory=dict)
    _raised: dict[int, tuple[Flag, ...]] = field(default_factory=dict)
    _reopened: int | None = None

    def view(self, flag: Flag) -> FlagView:
        """The flag as every reader of letters sees it. Raises DocumentMissing."""
        if flag.number not in self._views:
            self._views[flag.number] = view_flag(self.store, self.guide, flag)
        return self._views[flag.number]

    def raised_after(self, number: int) -> tuple[Flag, ...]:
        """The flags with a higher number, by number."""
        if number not in self._raised:
            self._raised[number] = tuple(_flags(self.store, FlagQuery(after=number)))
        return self._raised[number]

    def reopened(self) -> int:
        """How many flags of earlier nights the night found grounds to look at again."""
        if self._reopened is None:
            touched = sum(count.count for count in self.store.flag_counts(self.run_id))
            raised = sum(1 for _ in _flags(self.store, FlagQuery(run_id=self.run_id)))
            self._reopened = max(0, touched - raised)
        return self._reopened


def _flags(store: Store, query: FlagQuery) -> Iterator[Flag]:
    asked = replace(query, limit=_AT_ONCE)
    while some := store.flags(asked):
        yield from some
        asked = replace(asked, after=some[-1].number)
