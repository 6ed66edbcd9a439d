"""What became of rules in practice: flags by rule set, answers by recommendation, signals found."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Select, cast, func, select, type_coerce

from rules.records import Factuality, Match
from storage.projection import standing_answers
from storage.records import Answer, FlagState, Review
from storage.rulesets import Fired, JudgedFlag, RaisedBy, RuleTotal
from storage.sql.rows import match_of, review_of
from storage.sql.tables import documents, flag_events, flags, matches, reviews, runs

FLAGGING = (Factuality.ACTUAL.value, Factuality.PLANNED.value)
_SIGNAL = 2  # its place in a match's JSON
_AT_ONCE = 500  # values in one question


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
    asked = (of, func.count(), func.max(flags.c.raised_at))
    query = select(*asked).group_by(of).order_by(of)
    answers: defaultdict[str, Counter[Answer]] = defaultdict(Counter)
    for recommendation, answer, count in connection.execute(_answers_counted()):
        answers[recommendation][Answer(answer)] += count
    for recommendation, review in _after_undo(connection, None):
        answers[recommendation][review.answer] += 1
    return tuple(
        RuleTotal(
            recommendation=recommendation,
            flags=count,
            last_raised=last,
            answers=answers[recommendation],
        )
        for recommendation, count, last in connection.execute(query)
    )


def _newest(recommendation: str | None) -> Any:
    """The newest review of each flag that does not wait."""
    query = (
        select(func.max(reviews.c.number).label("number"), flags.c.recommendation)
        .join(flags, flags.c.number == reviews.c.flag)
        .where(flags.c.state == FlagState.ANSWERED.value)
        .group_by(reviews.c.flag, flags.c.recommendation)
    )
    if recommendation is not None:
        query = query.where(flags.c.recommendation == recommendation)
    return query.subquery()


def _answers_counted() -> Select[Any]:
    newest = _newest(None)
    asked = (newest.c.recommendation, reviews.c.answer, func.count())
    return (
        select(*asked)
        .join(reviews, reviews.c.number == newest.c.number)
        .where(reviews.c.answer != Answer.UNDO.value)
        .group_by(newest.c.recommendation, reviews.c.answer)
    )


def _after_undo(connection: Connection, recommendation: str | None) -> Iterable[tuple[str, Review]]:
    """The answers that stand where the newest was taken back, with their recommendation."""
    newest = _newest(recommendation)
    undone = (
        select(newest.c.recommendation, reviews.c.flag)
        .join(reviews, reviews.c.number == newest.c.number)
        .where(reviews.c.answer == Answer.UNDO.value)
        .order_by(reviews.c.flag)
    )
    of = {flag: recommendation for recommendation, flag in connection.execute(undone)}
    given: defaultdict[int, list[Review]] = defaultdict(list)
    for some in _batches(list(of)):
        query = select(reviews).where(reviews.c.flag.in_(some)).order_by(reviews.c.number)
        for row in connection.execute(query).mappings():
            given[row["flag"]].append(review_of(row))
    for flag, found in given.items():
        if standing := standing_answers(found):
            yield of[flag], standing[-1]


def judged(connection: Connection, recommendation: str, limit: int) -> tuple[JudgedFlag, ...]:
    """A recommendation's flags that do not wait, those answered last first."""
    newest = _newest(recommendation)
    query = (
        select(reviews)
        .join(newest, newest.c.number == reviews.c.number)
        .where(reviews.c.answer != Answer.UNDO.value)
        .order_by(reviews.c.number.desc())
        .limit(limit)
    )
    found = [review_of(row) for row in connection.execute(query).mappings()]
    found += [review for _, review in _after_undo(connection, recommendation)]
    found.sort(key=lambda review: review.number, reverse=True)
    told = _matches(connection, recommendation, [review.flag for review in found[:limit]])
    return tuple(
        JudgedFlag(flag=r.flag, answer=r.answer, at=r.at, matches=tuple(told.get(r.flag, ())))
        for r in found[:limit]
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
        .where(matches.c.factuality.in_(FLAGGING))
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
