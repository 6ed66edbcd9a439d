"""What charts are drawn of: counts of a period, and how much of it is missing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A period. progress, regression: confirmed by a person; the other two wait for one.

    missing: the share of nights and sources of which nothing is known, 0 to 1.
    """

    label: str
    progress: int = 0
    regression: int = 0
    waiting_progress: int = 0
    waiting_regression: int = 0
    missing: float = 0.0

    @property
    def up(self) -> int:
        """All that points to progress."""
        return self.progress + self.waiting_progress

    @property
    def down(self) -> int:
        """All that points to regression."""
        return self.regression + self.waiting_regression
