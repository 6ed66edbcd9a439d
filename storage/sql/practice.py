"""What became of rules in practice: flags by rule set, answers by recommendation, signals found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, cast, func, select, type_coerce

from rules.records import FLAGGING, Match
from storage.records import Answer, FlagState
from storage.rulesets import Fired, JudgedFlag, RaisedBy, RuleTotal
from storage.sql.rows import match_of
from storage.sql.tables import documents, flag_events, flags, matches, runs

_SIGNAL = 2  # its place in a match's JSON
_AT_ONCE = 500  # values in one question
_ANSWERED = (flags.c.state == FlagState.ANSWERED.value, flags.c.answer.is_not(None))


def raised_by(connection: Connection, recommendation: str) -> tuple[RaisedBy, ...]:
    """Which rule sets raised a recommendation's flags, the newest first."""
    at, rules = flag_events.c.at, func.coalesce(runs.c.rules, "")
    asked = (rules, func.count(), func.min(at), func.max(at))
    query = (
        select(*asked)
        .select_from(
            flag_events.join(flags, flags.c.number == flag_events.c.flag).outerjoin(
                runs, runs.c.id == flag_events.c.run_id
            )
        )
        .where(flags.c.recommendation == recommendation, flag_events.c.what == "raised")
        .group_by(rules)
        .order_by(func.max(at).desc(), rules)
    )
    return tuple(
        RaisedBy(rules=digest, flags=count, first_at=first, last_at=last)
        for digest, count, first, last in connection.execute(query)
    )


def totals(connection: Connection) -> tuple[RuleTotal, ...]:
    """Recommendations with flags, by id."""
    of = flags.c.recommendation
    # Counted within an index; only the newest flag of each is looked up.
    counts = select(of, func.count().label("flags"), func.max(flags.c.number).label("newest"))
    counted_flags = counts.group_by(of).subquery()
    own = (counted_flags.c.recommendation, counted_flags.c.flags, flags.c.raised_at)
    query = (
        select(*own)
        .join(flags, flags.c.number == counted_flags.c.newest)
        .order_by(counted_flags.c.recommendation)
    )
    given = (of, flags.c.answer, func.count())
    counted = select(*given).where(*_ANSWERED).group_by(of, flags.c.answer)
    answers: defaultdict[str, dict[Answer, int]] = defaultdict(dict)
    for recommendation, answer, count in connection.execute(counted):
        answers[recommendation][Answer(answer)] = count
    return tuple(
        RuleTotal(
            recommendation=recommendation,
            flags=count,
            last_raised=last,
            answers=answers[recommendation],
        )
        for recommendation, count, last in connection.execute(query)
    )


def judged(connection: Connection, recommendation: str, limit: int) -> tuple[JudgedFlag, ...]:
    """A recommendation's flags that do not wait, the newest first."""
    query = (
        select(flags.c.number, flags.c.answer)
        .where(flags.c.recommendation == recommendation, *_ANSWERED)
        .order_by(flags.c.number.desc())
        .limit(limit)
    )
    found = [(row[0], Answer(row[1])) for row in connection.execute(query)]
    told = _matches(connection, recommendation, [number for number, _ in found])
    return tuple(
        JudgedFlag(flag=number, answer=answer, matches=tuple(told.get(number, ())))
        for number, answer in found
    )


def _matches(
    connection: Connection, recommendation: str, numbers: list[int]
) -> Mapping[int, list[Match]]:
    """What the documents that flags show say of their recommendation."""
    told: defaultdict[int, list[Match]] = defaultdict(list)
    for some in _batches(numbers):
        query = (
            select(flags.c.number, matches.c.body)
            .join(matches, matches.c.document_id == flags.c.document_id)
            .where(flags.c.number.in_(some), matches.c.recommendation == recommendation)
            .order_by(flags.c.number, matches.c.position)
        )
        for number, body in connection.execute(query):
            told[number].append(match_of(body))
    return told


def _batches(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))


def fired(
    connection: Connection, recommendation: str | None, since: datetime | None
) -> tuple[Fired, ...]:
    """The signals that were found as done or planned, by (recommendation, signal)."""
    signal = _signal(connection)
    query = (
        select(
            matches.c.recommendation,
            signal,
            func.count(matches.c.document_id.distinct()),
            func.max(documents.c.fetched_at),
        )
        .join(documents, documents.c.id == matches.c.document_id)
        .where(matches.c.factuality.in_([one.value for one in FLAGGING]))
        .group_by(matches.c.recommendation, signal)
    )
    if recommendation is not None:
        query = query.where(matches.c.recommendation == recommendation)
    if since is not None:
        query = query.where(documents.c.fetched_at >= since)
    found = (
        Fired(recommendation=name, signal=signal, documents=count, last_at=last)
        for name, signal, count, last in connection.execute(query)
    )
    return tuple(sorted(found, key=lambda one: (one.recommendation, one.signal)))


def _signal(connection: Connection) -> Any:
    """The signal's id in a match's body: SQLite reads JSON in any text, PostgreSQL in its own."""
    if connection.dialect.name == "sqlite":
        return type_coerce(matches.c.body, JSON)[_SIGNAL].as_string()
    return cast(matches.c.body, JSON)[_SIGNAL].as_string()
