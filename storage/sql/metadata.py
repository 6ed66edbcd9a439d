"""What every table belongs to, so that they may stand in more than one file."""

from sqlalchemy import Column, MetaData

from storage.sql.types import Words

metadata = MetaData()


def words(name: str, *, key: bool = False) -> Column[str]:
    """A column of words that are never missing."""
    return Column(name, Words, primary_key=key, nullable=False)
