"""What has no column of its own comes back from its row equal, whatever it holds."""

import sqlite3
from contextlib import closing
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from rules.records import Match
from storage.gate import refuse_unfit
from storage.post import Digest, Rhythm, Subscription
from storage.records import (
    Fingerprint,
    Flag,
    FlagEvent,
    Lane,
    PageRecord,
    Review,
    Run,
    SourceNight,
    StoredDocument,
)
from storage.sql import rows
from storage.sql.store import open_store
from storage.sql.types import Moment

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**63), 2**63 - 1),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    type(None): st.none(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Every value of a field's type that the gate lets through."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: any_of(hint) for name, hint in hints.items()})
    parts = get_args(kind)
    if get_origin(kind) in (UnionType, Union):
        return st.one_of(*map(any_of, parts))
    if get_origin(kind) is tuple and parts[-1] is Ellipsis:
        return st.lists(any_of(parts[0]), max_size=3).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*map(any_of, parts))
    return st.sampled_from(parts or list(kind))


@given(any_of(Match))
def test_a_match_comes_back_equal(match: Match) -> None:
    assert rows.match_of(rows.match_body(match)) == match


@given(any_of(SourceNight))
def test_a_source_night_comes_back_equal(night: SourceNight) -> None:
    assert rows.night_of(rows.night_row(night)) == night


@given(any_of(PageRecord))
def test_a_page_comes_back_equal(page: PageRecord) -> None:
    assert rows.page_of(rows.page_row(page)) == page


@given(any_of(StoredDocument))
def test_a_document_comes_back_equal(stored: StoredDocument) -> None:
    assert rows.document_of(rows.document_row(stored)) == stored


@given(any_of(Fingerprint))
def test_a_fingerprint_comes_back_equal(fingerprint: Fingerprint) -> None:
    assert rows.fingerprint_of(rows.fingerprint_row(fingerprint)) == fingerprint


@given(any_of(Flag))
def test_a_flag_comes_back_equal(flag: Flag) -> None:
    assert rows.flag_of(rows.flag_row(flag)) == flag


@given(st.one_of(any_of(FlagEvent), any_of(Review), any_of(Run), any_of(Digest)))
def test_a_small_record_comes_back_equal(record: object) -> None:
    there_and_back = {
        FlagEvent: lambda r: rows.event_of(rows.event_row(r, 0)),
        Review: lambda r: rows.review_of(rows.review_row(r)),
        Run: lambda r: rows.run_of(rows.run_row(r)),
        Digest: lambda r: rows.digest_of(rows.digest_row(r)),
    }
    assert there_and_back[type(record)](record) == record


@given(SIMPLE[datetime])
def test_a_moment_comes_back_equal(moment: datetime) -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        kept = Moment().process_bind_param(moment, dialect)
        assert Moment().process_result_value(kept, dialect) == moment


@given(any_of(StoredDocument))
def test_clean_records_pass_the_gate(stored: StoredDocument) -> None:
    refuse_unfit(stored)


@settings(max_examples=50)
@given(any_of(StoredDocument))
def test_a_row_holds_no_enums(stored: StoredDocument) -> None:
    # A driver would send an enum's value or its name, as it likes.
    assert not any(isinstance(value, Enum) for value in rows.document_row(stored).values())


def test_a_subscription_of_an_earlier_version_is_read_with_what_it_lacks_at_its_default(
    tmp_path: Path,
) -> None:
    file = tmp_path / "recwatch.db"
    earlier = (
        '{"address": "a@example.org", "name": "Aru", "recommendations": ["R1"], "directions": [],'
        ' "lanes": ["coming"], "languages": ["kk"], "rhythm": "weekly", "hour": 7,'
        ' "zone": "Asia/Almaty", "paused_until": "2026-12-31", "confirmed_only": false,'
        ' "link_only": false, "neutral": true, "heartbeat": false}'
    )
    with closing(open_store(f"sqlite:///{file}")) as store:
        with closing(sqlite3.connect(file)) as raw, raw:
            raw.execute("INSERT INTO subscriptions VALUES ('a@example.org', ?)", (earlier,))
        (read,) = store.subscriptions()
    assert (read.themes, read.paused_until, read.ended_at) == ((), date(2026, 12, 31), None)
    assert read == Subscription(
        address="a@example.org",
        name="Aru",
        recommendations=("R1",),
        lanes=(Lane.COMING,),
        languages=("kk",),
        rhythm=Rhythm.WEEKLY,
        hour=7,
        zone="Asia/Almaty",
        paused_until=date(2026, 12, 31),
        neutral=True,
    )
