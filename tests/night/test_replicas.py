"""Six sources as they are built, in one night of the real command; then a night with one change."""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.records import Match
from storage.contract import Store
from storage.records import Flag, FlagEvent, FlagQuery, StoredDocument
from storage.sql.store import open_store
from tests.crawl.site import Reply, Site
from tests.night.commands import recwatch
from tests.night.replicas import AMENDING, LAW, SOURCES, fill, golden, write_catalogue

pytestmark = pytest.mark.prove  # each parser has its golden pages among the quick tests

BEFORE, AFTER = "двадцати тысяч", "пяти тысяч"


@dataclass(frozen=True)
class Raised:
    """A flag, the document that it shows, its matches, and what happened to it."""

    flag: Flag
    shown: StoredDocument
    matches: tuple[Match, ...]
    events: tuple[FlagEvent, ...]


@dataclass(frozen=True)
class Nights:
    """Two nights as JSON, and the flags after each. asked: the addresses of the first night."""

    home: Path
    first: dict[str, Any]
    first_flags: tuple[Raised, ...]
    second: dict[str, Any]
    second_flags: tuple[Raised, ...]
    changed: tuple[str, ...]
    asked: frozenset[str]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    home, site = tmp_path_factory.mktemp("replicas"), Site()
    fill(site)
    write_catalogue(home, site)
    settings = {
        "RECWATCH_CONTACT": "a test",
        "RECWATCH_SHIPPED_CATALOGUE": "false",
        "RECWATCH_LOOPBACK": json.dumps([site.host]),
        "RECWATCH_BASELINE": "2004-04-05",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        first, (first_flags, _) = night(home), kept(home)
        asked = frozenset(seen.path for seen in site.seen)
        law = golden("kz-adilet-law").decode().replace(BEFORE, AFTER).encode()
        site.replies[LAW] = Reply(law)
        second, (second_flags, changed) = night(home), kept(home)
        yield Nights(home, first, first_flags, second, second_flags, changed, asked)
    threading.Thread(target=site.close, daemon=True).start()


def night(home: Path) -> dict[str, Any]:
    _, out, err = recwatch(home, "run", "--sources", "live", "--again", "--json")
    assert out, err
    return dict(json.loads(out))


def kept(home: Path) -> tuple[tuple[Raised, ...], tuple[str, ...]]:
    """The flags of a store, and the texts that its newest run brought."""
    with closing(open_store(f"sqlite:///{home / 'recwatch.db'}")) as store:
        raised = tuple(raised_of(store, flag) for flag in store.flags(FlagQuery(limit=1000)))
        (run,) = store.runs(limit=1)
        return raised, tuple(d.document.text for d in store.documents_of_run(run.id))


def raised_of(store: Store, flag: Flag) -> Raised:
    shown = store.document(flag.document_id)
    assert shown is not None
    return Raised(flag, shown, store.matches(flag.document_id), store.flag_events(flag.number))


def of_treaties(found: Iterable[Raised]) -> list[Raised]:
    return [each for each in found if each.shown.source_id == "un-treaty-status-xml"]


def test_every_replica_gives_what_a_night_can_use(nights: Nights) -> None:
    states = {source["source_id"]: source["state"] for source in nights.first["sources"]}
    assert states == dict.fromkeys(SOURCES, "ok")


def test_the_treaty_table_gives_the_known_days_as_flags_with_their_rungs(nights: Nights) -> None:
    found = [
        (each.shown.document.published, match.clause, match.rung, each.flag.lane)
        for each in of_treaties(nights.first_flags)
        for match in each.matches
    ]
    assert sorted(found) == [
        (date(2003, 12, 2), "iccpr", "signed", "backlog"),
        (date(2006, 1, 24), "iccpr", "instrument deposited", "happened"),
        (date(2007, 9, 25), "op1", "signed", "happened"),
        (date(2009, 6, 30), "op1", "instrument deposited", "happened"),
        (date(2020, 9, 23), "op2", "signed", "happened"),
        (date(2022, 3, 24), "op2", "instrument deposited", "happened"),
    ]


def test_each_act_is_one_flag_on_the_treaties_recommendation(nights: Nights) -> None:
    own = of_treaties(nights.first_flags)
    assert [each.flag.recommendation for each in own] == ["KZ-TRE-1"] * 6


def test_the_web_page_stood_in_for_the_xml_under_maintenance(nights: Nights) -> None:
    reasons = {source["source_id"]: source["reason"] for source in nights.first["sources"]}
    assert "read at the second address instead" in reasons["un-treaty-status-xml"]


def test_the_amending_act_that_a_law_names_was_fetched(nights: Nights) -> None:
    assert AMENDING in nights.asked


def test_a_second_night_gives_exactly_the_one_change(nights: Nights) -> None:
    # New, for no rule had found anything in that paragraph, so that it was no document before.
    assert nights.second["documents"] == {"new": 1, "changed": 0, "completed": 0, "gone": 0}
    assert [AFTER in text for text in nights.changed] == [True]
    assert [page["url"].endswith(LAW) for page in nights.second["pages"]] == [True]


def test_no_flag_but_the_change_s_own_is_touched(nights: Nights) -> None:
    before = {each.flag.number: each for each in nights.first_flags}
    touched = [each for each in nights.second_flags if each != before.get(each.flag.number)]
    assert all(AFTER in each.shown.document.text for each in touched)


def test_the_difference_can_be_read(nights: Nights) -> None:
    _, out, _ = recwatch(nights.home, "pages", "show", "kz-adilet-act")
    was, now = (line for line in out.splitlines() if line.startswith(("  was: ", "  now: ")))
    assert "не менее [двадцати] тысяч" in was
    assert "не менее [пяти] тысяч" in now
