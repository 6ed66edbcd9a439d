"""Who is to read a flag, in a database."""

from collections.abc import Sequence

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, Connection, delete, func, select, update

from storage.contract import UnknownFlag
from storage.projection import Outcome, outcome_of, reads_twice
from storage.reading import Assignment, Need, SecondReading
from storage.records import Review
from storage.sql.idempotent import insert
from storage.sql.reading_tables import assignments, second_readings, spoken
from storage.sql.rows import Cells, review_of
from storage.sql.tables import flags, reviews
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.

_AT_ONCE = 500  # numbers named in one question


class SqlReading:
    """The part of a store that knows who is to read a flag."""

    _units: Units

    def need(self, flag: int) -> Need:
        return self._units.read(_need, flag)

    def second_readings(self) -> tuple[SecondReading, ...]:
        return self._units.read(_second_readings)

    def reviewers(self) -> tuple[str, ...]:
        return self._units.read(_reviewers)

    def assign(self, assignments: Sequence[Assignment]) -> None:
        self._units.write(_assign, tuple(assignments))

    def unassign(self, flags: Sequence[int]) -> None:
        self._units.write(_unassign, tuple(flags))

    def assignments(self, flags: Sequence[int]) -> tuple[Assignment, ...]:
        return self._units.read(_assignments, tuple(flags))


def settle_readers(
    connection: Connection, recent: Sequence[Review], kept: Review, *, after: int, share: float
) -> None:
    """Set what follows from an answer. recent: those before it since the flag was raised."""
    key = (second_readings.c.flag == kept.flag, second_readings.c.since == after)
    twice = connection.execute(select(second_readings.c.flag).where(*key)).first() is not None
    if not twice and reads_twice(recent, kept, share):
        twice = True
        row = {"flag": kept.flag, "since": after}
        connection.execute(insert(connection, second_readings).values(row))
    outcome = outcome_of((*recent, kept), twice=twice)
    if outcome.pair is not None:
        first, second = outcome.pair
        read = update(second_readings).where(*key, second_readings.c.second.is_(None))
        connection.execute(read.values(first=first.number, second=second.number))
    _keep(connection, kept.flag, outcome)


def _keep(connection: Connection, flag: int, outcome: Outcome) -> None:
    answer = outcome.answer and outcome.answer.value
    values = {"state": outcome.state.value, "answer": answer, "needs": outcome.need.value}
    connection.execute(update(flags).where(flags.c.number == flag).values(values))
    forget_readers(connection, [flag])
    if outcome.spoken:
        rows = [{"account": name, "flag": flag} for name in outcome.spoken]
        connection.execute(spoken.insert(), rows)


def forget_readers(connection: Connection, numbers: Sequence[int]) -> None:
    """Nobody has spoken on these flags since they were raised."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        connection.execute(delete(spoken).where(spoken.c.flag.in_(some)))


def _need(connection: Connection, number: int) -> Need:
    found = connection.execute(select(flags.c.needs).where(flags.c.number == number)).scalar()
    if found is None:
        raise UnknownFlag(number)
    return Need(found)


def _second_readings(connection: Connection) -> tuple[SecondReading, ...]:
    first, second = reviews.alias("one"), reviews.alias("two")
    query = (
        select(flags.c.recommendation, first, second)
        .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
        .join(second_readings, second_readings.c.flag == flags.c.number)
        .join(first, first.c.number == second_readings.c.first)
        .join(second, second.c.number == second_readings.c.second)
        .order_by(second.c.number)
    )
    return tuple(
        SecondReading(
            recommendation=row["flags_recommendation"],
            first=_review(row, "one"),
            second=_review(row, "two"),
        )
        for row in connection.execute(query).mappings()
    )


def _review(row: Cells, prefix: str) -> Review:
    return review_of({column.name: row[f"{prefix}_{column.name}"] for column in reviews.c})


def _reviewers(connection: Connection) -> tuple[str, ...]:
    first = func.min(reviews.c.number)
    query = select(reviews.c.reviewer).group_by(reviews.c.reviewer).order_by(first)
    return tuple(connection.scalars(query))


def _assign(connection: Connection, given: Sequence[Assignment]) -> None:
    for one in given:
        _need(connection, one.flag)
        values = {"account": one.account, "giver": one.by, "at": one.at}
        statement = insert(connection, assignments).values(flag=one.flag, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["flag"], set_=values))


def _unassign(connection: Connection, numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        connection.execute(delete(assignments).where(assignments.c.flag.in_(some)))


def _assignments(connection: Connection, numbers: Sequence[int]) -> tuple[Assignment, ...]:
    query = select(assignments).where(assignments.c.flag.in_(numbers)).order_by(assignments.c.flag)
    return tuple(
        Assignment(flag=row["flag"], account=row["account"], by=row["giver"], at=row["at"])
        for row in connection.execute(query).mappings()
    )
