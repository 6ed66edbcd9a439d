"""What the scheduler asks of the store: whether a date had its turn."""

from collections.abc import Callable
from datetime import date, datetime

from monitor.schedule.jobs import Job
from monitor.turns import Due, had
from storage.contract import Store, StoreUnusable


class Remembering:
    """Opens the store when it is first asked, and again after it failed."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open = open_store
        self._store: Store | None = None

    def had(self, job: Job, day: date, due_at: datetime) -> bool:
        """Whether the job had its turn on that date. Raises StoreUnusable."""
        due = Due(job=job.name, local_date=day, due_at=due_at)
        try:
            if self._store is None:
                self._store = self._open()
            return had(self._store, due) is not None
        except StoreUnusable:
            self.close()
            raise

    def close(self) -> None:
        """Give the store back."""
        store, self._store = self._store, None
        if store is not None:
            store.close()
