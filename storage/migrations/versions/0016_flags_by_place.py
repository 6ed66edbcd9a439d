"""Flags are found by the place of what they show: a search for a rare word begins there."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the index."""
    op.create_index("flags_by_place", "flags", ["place"])
