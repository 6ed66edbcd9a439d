"""Rule sets in a database, and the calls of the contract about rules."""

import json
import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from rules.records import RuleFile
from storage.records import StoredDocument
from storage.rulesets import Fired, JudgedFlag, RaisedBy, RuleSet, RuleTotal
from storage.sql import documents, practice
from storage.sql.idempotent import insert, was_added
from storage.sql.rows import Cells, Row, dumps
from storage.sql.tables import rule_sets, rule_texts
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class SqlRules:
    """The part of a store that remembers rules."""

    _units: Units

    def keep_rule_set(self, rule_set: RuleSet, texts: Mapping[str, bytes]) -> bool:
        return self._units.write(_keep, rule_set, tuple(texts.items()))

    def rule_set(self, digest: str) -> RuleSet | None:
        return self._units.read(_rule_set, digest)

    def rule_sets(self, limit: int = 100) -> tuple[RuleSet, ...]:
        return self._units.read(_newest, limit)

    def rule_text(self, sha256: str) -> bytes | None:
        return self._units.read(_text, sha256)

    def raised_by(self, recommendation: str) -> tuple[RaisedBy, ...]:
        return self._units.read(practice.raised_by, recommendation)

    def rule_totals(self) -> tuple[RuleTotal, ...]:
        return self._units.read(practice.totals)

    def judged(self, recommendation: str, limit: int) -> tuple[JudgedFlag, ...]:
        return self._units.read(practice.judged, recommendation, limit)

    def fired(
        self, recommendation: str | None = None, since: datetime | None = None
    ) -> tuple[Fired, ...]:
        return self._units.read(practice.fired, recommendation, since)

    def standing_of_run(
        self, run_id: str, after: str | None, limit: int
    ) -> tuple[StoredDocument, ...]:
        return self._units.read(documents.standing_of_run, run_id, after, limit)


def _keep(connection: Connection, rule_set: RuleSet, texts: tuple[tuple[str, bytes], ...]) -> bool:
    if _rule_set(connection, rule_set.digest) is not None:
        return False
    statement = insert(connection, rule_sets).values(_row(rule_set)).on_conflict_do_nothing()
    is_new = was_added(connection, statement)
    for sha256, text in texts:
        body = zlib.compress(text, 9)
        text_row = insert(connection, rule_texts).values(sha256=sha256, body=body)
        connection.execute(text_row.on_conflict_do_nothing())
    return is_new


def _rule_set(connection: Connection, digest: str) -> RuleSet | None:
    query = select(rule_sets).where(rule_sets.c.digest == digest)
    row = connection.execute(query).mappings().first()
    return None if row is None else _of(row)


def _newest(connection: Connection, limit: int) -> tuple[RuleSet, ...]:
    newest_first = (rule_sets.c.first_seen.desc(), rule_sets.c.digest)
    query = select(rule_sets).order_by(*newest_first).limit(limit)
    return tuple(_of(row) for row in connection.execute(query).mappings())


def _text(connection: Connection, sha256: str) -> bytes | None:
    query = select(rule_texts.c.body).where(rule_texts.c.sha256 == sha256)
    body = connection.execute(query).scalar()
    return None if body is None else zlib.decompress(body)


def _row(rule_set: RuleSet) -> Row:
    return {
        "digest": rule_set.digest,
        "register": rule_set.register,
        "first_seen": rule_set.first_seen,
        "files": dumps([[one.name, one.own, one.sha256] for one in rule_set.files]),
    }


def _of(row: Cells) -> RuleSet:
    return RuleSet(
        digest=row["digest"],
        register=row["register"],
        first_seen=row["first_seen"],
        files=tuple(
            RuleFile(name=name, own=own, sha256=sha256)
            for name, own, sha256 in json.loads(row["files"])
        ),
    )
