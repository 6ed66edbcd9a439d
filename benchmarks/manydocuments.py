"""A database of very many documents and flags, made in bulk: what the pages are timed on.

Texts are drawn from made-up words, the frequent ones in nearly all documents and the rare ones in a
few, so that searches find much, little and nothing. Every tenth document has a flag.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Table

from rules.records import Evidence, Factuality, Match, Toward
from rules.searching import searched_words
from storage.records import Flag, FlagState, Heading, Lane
from storage.sql import words
from storage.sql.engine import make_engine, writers
from storage.sql.rows import flag_row, match_row
from storage.sql.store import open_store
from storage.sql.tables import documents, flag_events, flags, matches, reviews, runs, stories

AT_ONCE = 5000
PER_FLAG = 10  # documents
_BEGAN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
_SYLLABLES = ("ба", "ко", "ни", "ра", "су", "те", "мы", "жа", "ло", "ви", "ша", "ну", "ек", "ор")


@dataclass(frozen=True, slots=True)
class World:
    """What flags are about, and who tells of it."""

    recommendations: Sequence[str]
    sources: Sequence[str]


def word(number: int) -> str:
    """The made-up word of this number; the lower, the more frequent."""
    made = ""
    while number or not made:
        number, rest = divmod(number, len(_SYLLABLES))
        made += _SYLLABLES[rest]
    return f"{made}м"


def make_database(url: str, count: int, world: World) -> None:
    """Fill an empty database with `count` documents and a tenth as many flags."""
    open_store(url).close()
    engine = make_engine(url)
    is_postgres = engine.dialect.name == "postgresql"
    with writers(engine).connect() as connection, connection.begin():
        if is_postgres:  # an index is made faster than it is kept
            for name in (words.OF_DOCUMENTS, words.OF_STORIES):
                connection.exec_driver_sql(f"DROP INDEX {name}_by_word")
        _add(connection, runs, [_RUN])
        chance = random.Random(12)
        for start in range(1, count + 1, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count + 1))
            _add_some(connection, list(_documents(numbers, world, chance)), world, chance)
            print(f"\r{numbers[-1]:,} documents", end="", file=sys.stderr)
        if is_postgres:
            for name in (words.OF_DOCUMENTS, words.OF_STORIES):
                connection.exec_driver_sql(
                    f"CREATE INDEX {name}_by_word ON {name} USING gin(words)"
                )
    if is_postgres:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


_RUN = {
    "id": "run-1",
    "started_at": _BEGAN,
    "finished_at": _BEGAN + timedelta(hours=1),
    "state": "finished",
    "rules": "",
}


def _add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _documents(numbers: range, world: World, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number in numbers:
        flag = number // PER_FLAG if number % PER_FLAG == 0 else 0
        digest = sha256(str(number).encode()).hexdigest()
        yield {
            "seq": number,
            "id": f"d{digest[:30]}",
            "title": " ".join(_text(chance, 8)).capitalize(),
            "language": chance.choices(("ru", "kk", "en"), (60, 25, 15))[0],
            "own_url": f"https://news.example/{number}",
            "published": date(2004, 1, 1) + timedelta(days=number % 8000),
            "country": "XX",
            "url": f"https://news.example/{number}",
            "url_sha256": digest,
            "page_id": f"p{number}",
            "run_id": "run-1" if number % 200 == 0 else "run-0",
            "source_id": chance.choice(world.sources),
            "made_from": "article",
            "change": "new",
            "text_sha256": digest,
            "fetched_at": _BEGAN,
            "story_id": f"s{flag * 4 // 5}" if flag else None,
            "superseded_by": None,
            "gone_at": None,
            "text": f"{word(0)} {' '.join(_text(chance, 80))}.",
        }


_FREQUENCY = list(accumulate(1 / (rank + 2) for rank in range(20_000)))


def _text(chance: random.Random, length: int) -> list[str]:
    return [word(n) for n in chance.choices(range(20_000), cum_weights=_FREQUENCY, k=length)]


def _add_some(
    connection: Connection, rows: list[dict[str, Any]], world: World, chance: random.Random
) -> None:
    _add(connection, documents, rows)
    found = [(row, searched_words(row["title"], row["text"], row["language"])) for row in rows]
    words.put(connection, words.OF_DOCUMENTS, ((row["seq"], kept) for row, kept in found))
    told = [(row, kept) for row, kept in found if row["story_id"]]
    words.put(connection, words.OF_STORIES, ((row["seq"], kept) for row, kept in told))
    raised = [_flag(row, world, chance) for row, _ in told]
    _add(
        connection,
        flags,
        [_ranked(flag, row[0], chance) for flag, row in zip(raised, told, strict=True)],
    )
    shown = ((flag, flag.document_id) for flag in raised)
    _add(connection, matches, [match_row(of, 0, _match(flag)) for flag, of in shown])
    _add(connection, stories, _stories(raised))
    _add(connection, flag_events, [_event(flag) for flag in raised])
    answered = [flag for flag in raised if flag.state is FlagState.ANSWERED]
    _add(connection, reviews, [_review(flag) for flag in answered])


def _flag(row: Mapping[str, Any], world: World, chance: random.Random) -> Flag:
    return Flag(
        number=row["seq"] // PER_FLAG,
        recommendation=chance.choice(world.recommendations),
        story_id=row["story_id"],
        document_id=row["id"],
        lane=chance.choices(tuple(Lane), (50, 10, 40))[0],
        heading=chance.choices(tuple(Heading), (55, 40, 5))[0],
        key="{}",
        reason="first seen",
        raised_at=_BEGAN,
        run_id=row["run_id"],
        state=FlagState.ANSWERED if chance.random() < 0.2 else FlagState.WAITING,
    )


def _ranked(flag: Flag, row: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    day = row["published"]
    return flag_row(flag) | {
        "priority": chance.randrange(3, 13) * 100_000 + (day - date(1990, 1, 1)).days,
        "answer": "progress" if flag.state is FlagState.ANSWERED else None,
        "told_on": day,
        "told_in": f"{day:%Y-%m}",
    }


def _match(flag: Flag) -> Match:
    evidence = Evidence(field="text", start=0, end=len(word(0)), quote=word(0), part="@word")
    return Match(
        recommendation=flag.recommendation,
        clause="",
        signal="made-up",
        toward=Toward.PROGRESS,
        factuality=Factuality.ACTUAL,
        rung=None,
        evidence=(evidence,),
    )


def _stories(raised: Sequence[Flag]) -> list[dict[str, Any]]:
    # Stories go over batches at their borders only: the first flag of each begins it.
    begins = {flag.story_id: flag for flag in reversed(raised) if _begins(flag)}
    return [
        {"id": story, "document_id": flag.document_id, "run_id": flag.run_id}
        for story, flag in begins.items()
    ]


def _begins(flag: Flag) -> bool:
    return flag.number * 4 // 5 != (flag.number - 1) * 4 // 5


def _event(flag: Flag) -> dict[str, Any]:
    return {
        "flag": flag.number,
        "run_id": flag.run_id,
        "at": _BEGAN,
        "what": "raised",
        "reason": "first seen",
        "after_review": 0,
    }


def _review(flag: Flag) -> dict[str, Any]:
    return {
        "number": flag.number,
        "flag": flag.number,
        "answer": "progress",
        "note": "",
        "reviewer": "Aru",
        "at": _BEGAN,
    }
