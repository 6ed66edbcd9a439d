"""Regrouped stories in a database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select, update

from storage.contract import UnknownFlag
from storage.projection import standing_answers
from storage.queue import UNRANKED, Outdated
from storage.records import Changes, Flag, FlagState
from storage.sql.flags import reviews_of
from storage.sql.idempotent import insert
from storage.sql.reading_tables import story_decisions, story_heirs, story_places
from storage.sql.rows import Cells, Row, dumps, url_key
from storage.sql.tables import documents, fingerprints, flags, stories
from storage.sql.units import Units
from storage.stories import (
    Move,
    Regroup,
    Regrouping,
    StoryDecision,
    raised_in,
    redirected,
    renumbered,
)

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class SqlStories:
    """The part of a store that knows regrouped stories."""

    _units: Units

    def story_decisions(self, flag: int) -> tuple[StoryDecision, ...]:
        return self._units.read(_decisions_on, flag)

    def story_decision(self, number: int) -> StoryDecision | None:
        return self._units.read(_decision, number)

    def told_with(self, flag: int) -> int | None:
        return self._units.read(_told_with, flag)


def move_all(connection: Connection, wanted: Regroup) -> None:
    """Move addresses, join and part flags. Raises Outdated."""
    _refuse_outdated(connection, wanted.decision)
    for story in wanted.stories:
        row = {"id": story.id, "document_id": story.document_id, "run_id": story.run_id}
        connection.execute(insert(connection, stories).values(row).on_conflict_do_nothing())
    for move in wanted.decision.moves:
        _move(connection, move)
    _inherit(connection, wanted.decision.moves)
    for number, other in wanted.decision.joined:
        joined = {"state": FlagState.JOINED.value, "told_with": other}
        connection.execute(update(flags).where(flags.c.number == number).values(joined))
    _stand_alone(connection)
    moved_to = {move.target for move in wanted.decision.moves}
    again = update(flags).where(flags.c.story_id.in_(moved_to)).values(priority=UNRANKED)
    connection.execute(again)


def _refuse_outdated(connection: Connection, decision: StoryDecision) -> None:
    for move in decision.moves:
        standing = (
            select(documents.c.story_id)
            .where(_at(move.url), documents.c.superseded_by.is_(None))
            .order_by(documents.c.seq.desc())
            .limit(1)
        )
        if connection.execute(standing).scalar() != move.origin:
            raise Outdated
    for number, _ in decision.joined:
        waits = select(flags.c.number).where(
            flags.c.number == number,
            flags.c.state == FlagState.WAITING.value,
        )
        is_free = connection.execute(waits).first() is not None
        if not is_free or standing_answers(reviews_of(connection, number)):
            raise Outdated


def _at(url: str) -> ColumnElement[bool]:
    return documents.c.url_sha256 == url_key(url)


def _move(connection: Connection, move: Move) -> None:
    own = select(documents.c.id).where(_at(move.url))
    for table, document in (
        (flags, flags.c.document_id),
        (fingerprints, fingerprints.c.document_id),
    ):
        moved = update(table).where(document.in_(own), table.c.story_id == move.origin)
        connection.execute(moved.values(story_id=move.target))
    moved = update(documents).where(_at(move.url), documents.c.story_id == move.origin)
    connection.execute(moved.values(story_id=move.target))
    place = insert(connection, story_places).values(
        url_sha256=url_key(move.url), story_id=move.target
    )
    now = {"story_id": move.target}
    connection.execute(place.on_conflict_do_update(index_elements=["url_sha256"], set_=now))


def _inherit(connection: Connection, moves: Sequence[Move]) -> None:
    """A story that was left empty is taken in by where its documents went."""
    for move in moves:
        alive = delete(story_heirs).where(story_heirs.c.story_id == move.target)
        connection.execute(alive)
    for move in moves:
        left = select(documents.c.id).where(documents.c.story_id == move.origin).limit(1)
        if connection.execute(left).first() is None:
            values = {"heir": move.target}
            heir = insert(connection, story_heirs).values(story_id=move.origin, **values)
            connection.execute(heir.on_conflict_do_update(index_elements=["story_id"], set_=values))


def _stand_alone(connection: Connection) -> None:
    """Joined flags whose story is not that of the flag that tells them wait again."""
    teller = flags.alias("teller")
    with_it = (
        select(teller.c.story_id).where(teller.c.number == flags.c.told_with).scalar_subquery()
    )
    parted = or_(flags.c.told_with.is_(None), with_it != flags.c.story_id)
    alone = update(flags).where(flags.c.state == FlagState.JOINED.value, parted)
    connection.execute(alone.values(state=FlagState.WAITING.value, told_with=None))


def keep_decision(
    connection: Connection, decision: StoryDecision, raised: Iterable[int]
) -> StoryDecision:
    """Append a decision; gives it with its number."""
    newest = connection.execute(select(func.max(story_decisions.c.number))).scalar() or 0
    kept = replace(decision, number=newest + 1, raised=tuple(raised))
    connection.execute(story_decisions.insert(), _row(kept))
    return kept


def raised_flags(connection: Connection, wanted: Regroup) -> Changes:
    """The flags and events that a decision gives rise to, under the next free numbers."""
    provisional = [flag.number for flag in wanted.flags]
    last = _last_number(connection)
    raised, events = renumbered(wanted.flags, wanted.events, provisional, last)
    return Changes(flags=raised, events=events)


def as_decided(connection: Connection, changes: Changes) -> Changes:
    """A night's changes as people's decisions have them."""
    places, heirs = _places(connection, changes), _heirs(connection)
    decided = redirected(changes, places, heirs)
    known, raised = _known(connection, decided.flags), raised_in(decided)
    if any(number in known for number in raised):
        last = _last_number(connection)
        renamed, events = renumbered(decided.flags, decided.events, raised, last)
        decided = replace(decided, flags=renamed, events=events)
    kept = tuple(_kept_story(one, known) for one in decided.flags)
    return replace(decided, flags=kept)


def _kept_story(flag: Flag, known: dict[int, str]) -> Flag:
    return replace(flag, story_id=known.get(flag.number, flag.story_id))


def _known(connection: Connection, changed: Sequence[Flag]) -> dict[int, str]:
    query = select(flags.c.number, flags.c.story_id).where(
        flags.c.number.in_([flag.number for flag in changed])
    )
    return {row.number: row.story_id for row in connection.execute(query)}


def _places(connection: Connection, changes: Changes) -> dict[str, str]:
    urls = {url_key(one.url): one.url for one in changes.documents}
    query = select(story_places).where(story_places.c.url_sha256.in_(urls))
    return {urls[row.url_sha256]: row.story_id for row in connection.execute(query)}


def _heirs(connection: Connection) -> dict[str, str]:
    # All of them: people make a few hundred decisions, and chains have to be followed.
    return {row.story_id: row.heir for row in connection.execute(select(story_heirs))}


def _last_number(connection: Connection) -> int:
    return connection.execute(select(func.max(flags.c.number))).scalar() or 0


def _row(decision: StoryDecision) -> Row:
    body: dict[str, Any] = {
        "what": decision.what.value,
        "moves": [[move.url, move.origin, move.target] for move in decision.moves],
        "joined": decision.joined,
        "raised": decision.raised,
        "undoes": decision.undoes,
    }
    return {
        "number": decision.number,
        "flag": decision.flag,
        "other": decision.other,
        "body": dumps(body),
        "reviewer": decision.reviewer,
        "at": decision.at,
    }


def _of(row: Cells) -> StoryDecision:
    body = json.loads(row["body"])
    return StoryDecision(
        number=row["number"],
        what=Regrouping(body["what"]),
        flag=row["flag"],
        other=row["other"],
        moves=tuple(Move(url=u, origin=o, target=t) for u, o, t in body["moves"]),
        joined=tuple((flag, other) for flag, other in body["joined"]),
        raised=tuple(body["raised"]),
        undoes=body["undoes"],
        reviewer=row["reviewer"],
        at=row["at"],
    )


def _decisions_on(connection: Connection, flag: int) -> tuple[StoryDecision, ...]:
    on = or_(story_decisions.c.flag == flag, story_decisions.c.other == flag)
    return _all(connection, select(story_decisions).where(on))


def _decision(connection: Connection, number: int) -> StoryDecision | None:
    found = _all(connection, select(story_decisions).where(story_decisions.c.number == number))
    return found[0] if found else None


def _all(connection: Connection, query: Select[Any]) -> tuple[StoryDecision, ...]:
    rows = connection.execute(query.order_by(story_decisions.c.number)).mappings()
    return tuple(_of(row) for row in rows)


def _told_with(connection: Connection, number: int) -> int | None:
    query = select(flags.c.state, flags.c.told_with).where(flags.c.number == number)
    row = connection.execute(query).first()
    if row is None:
        raise UnknownFlag(number)
    return row.told_with if row.state == FlagState.JOINED.value else None
