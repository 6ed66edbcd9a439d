"""A store opens on what is there, or says in a sentence why not."""

import sqlite3
import stat
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, create_engine, table

from rules.searching import read_terms
from storage.contract import Store, StoreUnusable
from storage.memory import MemoryStore
from storage.records import Answer, Changes, FlagQuery, StoredDocument
from storage.sql import rows as rowing
from storage.sql.engine import make_engine
from storage.sql.rows import document_row
from storage.sql.schema import HEAD, MIGRATIONS, VERSION_TABLE
from storage.sql.store import check_store, open_store
from storage.sql.tables import documents, metadata
from tests.factories import (
    at,
    make_document,
    make_event,
    make_flag,
    make_review,
    make_run,
    make_source_night,
    make_stored_document,
)
from tests.postgres import new_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recwatch.db"


@pytest.fixture
def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a new, empty database."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return new_database(request.getfixturevalue("postgres"))


def reopened(url: str, change: Callable[[Store], None]) -> Store:
    store = open_store(url)
    change(store)
    store.close()
    return open_store(url)


# -- what is kept ----------------------------------------------------------------------------------


def test_what_was_kept_is_there_after_opening_again(url: str) -> None:
    store = reopened(url, lambda s: s.open_run(make_run(1)))
    assert store.runs() == (make_run(1),)
    store.close()


def test_two_stores_on_one_database_see_each_other(url: str) -> None:
    one, other = open_store(url), open_store(url)
    one.keep_fact("baseline", "2026-01-01")
    assert other.fact("baseline") == "2026-01-01"
    one.close()
    other.close()


def test_a_closed_store_is_not_asked(url: str) -> None:
    store = open_store(url)
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.runs()


def test_the_file_is_for_its_owner_only(path: Path, sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    store.open_run(make_run(1))
    modes = {stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
    store.close()
    assert modes == {0o600}


def test_writes_are_made_the_durable_way(sqlite_url: str) -> None:
    """Row 65: and nothing is mapped into memory."""
    open_store(sqlite_url).close()
    with make_engine(sqlite_url).connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 2, 1]


# -- the schema ------------------------------------------------------------------------------------


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_make_the_tables_that_are_asked(url: str) -> None:
    open_store(url).close()
    engine = make_engine(url)
    with engine.connect() as connection:
        options = {
            "version_table": VERSION_TABLE,
            "compare_server_default": False,
            "include_name": lambda name, *_: "_words" not in (name or ""),  # made from documents
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_nights_of_an_older_database_are_kept(url: str) -> None:
    engine = make_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO source_nights VALUES ('run-1', 'news', 'ok', '', 3, 2, 0, '[]')"
        )
    engine.dispose()
    store = open_store(url)
    (night,) = store.source_nights("run-1")
    store.close()
    assert night == make_source_night()


def test_the_flags_of_an_older_database_are_counted_as_they_are_today(url: str) -> None:
    kept = MemoryStore()
    documents = tuple(make_stored_document(n, document=make_document(n)) for n in (1, 2))
    flags = tuple(make_flag(number) for number in range(1, 5))
    kept.apply(Changes(documents=documents, flags=flags, events=(make_event(1), make_event(2))))
    for answer in (Answer.PROGRESS, Answer.REGRESSION, Answer.UNDO):
        kept.add_review(make_review(1, answer))
    kept.add_review(make_review(2))
    kept.apply(Changes(flags=(make_flag(2),), events=(make_event(2, "reopened"),)))
    kept.add_review(make_review(3, Answer.UNSURE))
    kept.add_review(make_review(4, Answer.REGRESSION))
    _keep_as_0007(url, kept, documents)
    store = open_store(url)
    found = store.tallies(date(2004, 1, 1))
    store.close()
    assert found == kept.tallies(date(2004, 1, 1))


def _keep_as_0007(url: str, kept: Store, documents: Iterable[StoredDocument]) -> None:
    """A database of that version with the documents, flags, events and reviews of a store."""
    flags = kept.flags(FlagQuery())
    rows = {
        "documents": [rowing.document_row(one) for one in documents],
        "flags": [rowing.flag_row(one) for one in flags],
        "flag_events": [
            rowing.event_row(e, 4 if e.what == "reopened" else 0)
            for flag in flags
            for e in kept.flag_events(flag.number)
        ],
        "reviews": [rowing.review_row(r) for flag in flags for r in kept.reviews(flag.number)],
    }
    engine = make_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        for name, own in rows.items():
            # By their names and today's types: columns that came later are left alone.
            columns = [column(c.name, c.type) for c in metadata.tables[name].c if c.name in own[0]]
            connection.execute(table(name, *columns).insert(), own)
    engine.dispose()


def test_many_openers_of_a_new_database_all_succeed(url: str) -> None:
    together = threading.Barrier(6)

    def opens(_: int) -> int:
        together.wait()
        store = open_store(url)
        number = store.last_flag_number()
        store.close()
        return number

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(opens, range(6))) == [0] * 6


def test_a_database_newer_than_the_code_is_refused(url: str) -> None:
    open_store(url).close()
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreUnusable, match="newer than this recwatch"):
        open_store(url)


# -- what can't be opened --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("", "can't be read"),
        ("no address at all", "can't be read"),
        ("mysql://host/name", "mysql"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////nowhere/at/all/recwatch.db", "folder"),
        ("postgresql://nobody:geheim@127.0.0.1:1/none", "does not answer"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(bad: str, sentence: str) -> None:
    with pytest.raises(StoreUnusable, match=sentence) as refused:
        open_store(bad)
    assert "geheim" not in str(refused.value)


def test_a_file_that_is_no_database_is_said(path: Path, sqlite_url: str) -> None:
    """Row 64."""
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreUnusable, match="no database, or damaged"):
        open_store(sqlite_url)


def test_a_damaged_database_is_said(path: Path, sqlite_url: str) -> None:
    """Row 64."""
    store = open_store(sqlite_url)
    store.apply(Changes(documents=tuple(make_stored_document(n) for n in range(300))))
    store.close()
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 40_960] = b"\xa5" * 40_960
    path.write_bytes(data)
    with pytest.raises(StoreUnusable, match="last good backup"):
        open_store(sqlite_url)
    with pytest.raises(StoreUnusable, match="last good backup"):
        check_store(sqlite_url)


def test_a_truncated_database_is_said(path: Path, sqlite_url: str) -> None:
    """Row 64."""
    store = open_store(sqlite_url)
    store.apply(Changes(documents=tuple(make_stored_document(n) for n in range(300))))
    store.close()
    path.write_bytes(path.read_bytes()[:100_000])
    with pytest.raises(StoreUnusable, match="last good backup"):
        open_store(sqlite_url)


def test_a_folder_in_place_of_a_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable):
        open_store(f"sqlite:///{tmp_path}")


def test_a_postgresql_database_that_is_not_utf8_is_refused(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreUnusable, match="LATIN1"):
        open_store(postgres.replace("/postgres?", "/latin?"))


# -- failures in between ---------------------------------------------------------------------------


def test_a_connection_that_was_cut_is_made_anew(postgres: str) -> None:
    """Row 61."""
    url = new_database(postgres)
    store = open_store(url)
    store.open_run(make_run(1))
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()",
            [url.split("/")[3].split("?")[0]],
        )
    store.close_run("run-1", at(1))
    assert store.runs()[0].finished_at == at(1)
    store.close()


def test_a_full_disk_leaves_the_data_as_it_was(sqlite_url: str) -> None:
    """Row 56."""
    store = open_store(sqlite_url)
    store.apply(Changes(flags=(make_flag(1),)))
    pages = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    store.close()
    limit = pages.execute("PRAGMA page_count").fetchone()[0] + 2
    pages.close()
    store = open_store(sqlite_url)
    engine = store._units._engine  # type: ignore[attr-defined]  # a disk with room for two pages

    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")
    long = make_stored_document(document=make_document(text="ж" * 100_000))
    with pytest.raises(StoreUnusable, match="disk is full"):
        store.apply(Changes(documents=(long,), flags=(make_flag(2),)))
    assert store.last_flag_number() == 1
    store.close()


def test_a_reader_answers_while_another_writes(sqlite_url: str) -> None:
    """Row 59."""
    store = open_store(sqlite_url)
    holder = create_engine(sqlite_url).connect()
    holder.exec_driver_sql("BEGIN IMMEDIATE")
    assert store.runs() == ()
    holder.close()
    store.close()


def test_the_documents_of_an_older_database_can_be_searched(url: str) -> None:
    stored = make_stored_document()
    engine = make_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        connection.execute(documents.insert(), document_row(stored))
    engine.dispose()
    store = open_store(url)
    found = store.search(read_terms("parliament"))
    store.close()
    assert [one.stored for one in found] == [stored]
