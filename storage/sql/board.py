"""What the board and a recommendation's page ask of a database."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, and_, case, func, literal, or_, select

from rules.records import Match
from storage.board import COUNTED, BoardVersion, NightCover, Tally, ToldFlag, first_day
from storage.histories import SILENT
from storage.records import Answer, FlagState, Heading, Lane, RunState, Status
from storage.sql import statuses
from storage.sql.rows import flag_of, match_of
from storage.sql.tables import (
    documents,
    flag_events,
    flags,
    matches,
    reviews,
    runs,
    source_nights,
)
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.

_SILENT = tuple(state.value for state in SILENT)


class SqlBoard:
    """The part of a store that the board and the recommendations' pages ask."""

    _units: Units

    def tallies(self, since: date, *, yearly: bool = False) -> tuple[Tally, ...]:
        return self._units.read(_tallies, since, yearly)

    def board_version(self) -> BoardVersion:
        return self._units.read(_version)

    def told_flags(
        self, recommendation: str | None = None, after: int = 0, limit: int = 500
    ) -> tuple[ToldFlag, ...]:
        return self._units.read(_told_flags, recommendation, after, limit)

    def night_covers(self, source_ids: Sequence[str], since: datetime) -> tuple[NightCover, ...]:
        return self._units.read(_night_covers, tuple(source_ids), since)

    def add_status_of(self, status: Status, seen: int) -> Status:
        return self._units.write(statuses.add_status_of, status, seen)


def _tallies(connection: Connection, since: date, yearly: bool) -> tuple[Tally, ...]:
    named = func.substr(flags.c.told_in, 1, 4) if yearly else flags.c.told_in
    before = flags.c.told_in < f"{since:%Y-%m}"
    # By its name: PostgreSQL takes two parameters of one value for different expressions.
    period = case((before, literal("")), else_=named).label("period")
    kind = (flags.c.recommendation, "period", flags.c.lane, flags.c.heading, flags.c.answer)
    waits = and_(flags.c.answer.is_(None), flags.c.state == FlagState.WAITING.value)
    query = (
        select(
            *(flags.c.recommendation, period, flags.c.lane, flags.c.heading, flags.c.answer),
            *(func.count(), func.max(flags.c.told_on)),
        )
        .where(or_(waits, flags.c.answer.in_(sorted(COUNTED))))
        .group_by(*kind)
        .order_by(*kind[:4], flags.c.answer.nulls_first())
    )
    return tuple(
        Tally(
            recommendation=recommendation,
            first=first_day(period),
            lane=Lane(lane),
            heading=Heading(heading),
            answer=Answer(answer) if answer else None,
            count=count,
            last=last,
        )
        for recommendation, period, lane, heading, answer, count, last in connection.execute(query)
    )


def _version(connection: Connection) -> BoardVersion:
    newest = connection.execute(
        select(runs.c.id, runs.c.state)
        .order_by(runs.c.started_at.desc(), runs.c.id.desc())
        .limit(1)
    ).first()
    return BoardVersion(
        review=connection.execute(select(func.max(reviews.c.number))).scalar() or 0,
        event=connection.execute(select(func.max(flag_events.c.seq))).scalar() or 0,
        run=newest[0] if newest else "",
        ended=newest is not None and newest[1] != RunState.RUNNING.value,
    )


def _told_flags(
    connection: Connection, recommendation: str | None, after: int, limit: int
) -> tuple[ToldFlag, ...]:
    query = (
        select(flags, documents.c.title, documents.c.language, documents.c.source_id)
        .join(documents, documents.c.id == flags.c.document_id)
        .where(flags.c.number > after, flags.c.state != FlagState.JOINED.value)
        .order_by(flags.c.number)
        .limit(limit)
    )
    if recommendation is not None:
        query = query.where(flags.c.recommendation == recommendation)
    rows = connection.execute(query).mappings().all()
    told = _matches(connection, {row["document_id"] for row in rows})
    return tuple(
        ToldFlag(
            flag=flag_of(row),
            answer=Answer(row["answer"]) if row["answer"] else None,
            on=row["told_on"],
            title=row["title"],
            language=row["language"],
            source_id=row["source_id"],
            matches=tuple(
                match
                for match in told.get(row["document_id"], ())
                if match.recommendation == row["recommendation"]
            ),
        )
        for row in rows
    )


def _matches(connection: Connection, ids: Iterable[str]) -> dict[str, list[Match]]:
    query = (
        select(matches.c.document_id, matches.c.body)
        .where(matches.c.document_id.in_(ids))
        .order_by(matches.c.document_id, matches.c.position)
    )
    found: dict[str, list[Match]] = {}
    for document, body in connection.execute(query):
        found.setdefault(document, []).append(match_of(body))
    return found


def _night_covers(
    connection: Connection, source_ids: tuple[str, ...], since: datetime
) -> tuple[NightCover, ...]:
    silent = func.sum(case((source_nights.c.state.in_(_SILENT), 1), else_=0))
    query = (
        select(runs.c.id, runs.c.started_at, func.count(), silent)
        .join(source_nights, source_nights.c.run_id == runs.c.id)
        .where(runs.c.started_at >= since, source_nights.c.source_id.in_(source_ids))
        .group_by(runs.c.id, runs.c.started_at)
        .order_by(runs.c.started_at, runs.c.id)
    )
    return tuple(
        NightCover(run_id=run, started_at=at, asked=asked, silent=int(quiet))
        for run, at, asked, quiet in connection.execute(query)
    )
