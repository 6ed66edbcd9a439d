"""INSERT … ON CONFLICT, which both databases know and SQLAlchemy spells once for each."""

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can be told what to do about a row that is there."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def was_added(connection: Connection, statement: Insert) -> bool:
    """Run an insert of one row; whether it was new."""
    # Without the option the count of an insert is not kept.
    options = {"preserve_rowcount": True}
    return connection.execute(statement, execution_options=options).rowcount == 1
