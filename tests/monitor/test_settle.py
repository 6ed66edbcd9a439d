"""Settling over a real store: what doubles, what reopens, what folds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from monitor.contracts import Assessed, Assessment
from monitor.settle import SettleContext, settle
from rules.records import Document, Evidence, Factuality, Match, Toward
from spiders.records import RecordWritten, Role
from storage.memory import MemoryStore
from storage.records import (
    Change,
    FlagQuery,
    FlagState,
    MadeFrom,
    PageRecord,
    Run,
    RunState,
    page_id,
)

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
URL = "http://herald.example/freed"


class Desk:
    """A store and a run, and short words for what pages say."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self._offset = 0
        self.open_run("r1")

    def open_run(self, run_id: str) -> None:
        self._run = run_id
        self.store.open_run(
            Run(id=run_id, started_at=NOW, finished_at=None, state=RunState.RUNNING, rules="h")
        )

    def settle(self, *said: tuple[PageRecord, Assessment]) -> int:
        context = SettleContext(run_id=self._run, now=NOW, baseline=date(2004, 4, 1))
        self.store.add_pages([page for page, _ in said])
        return settle(self.store, said, context)

    def page(self, url: str = URL, status: int = 200) -> PageRecord:
        self._offset += 1000
        written = RecordWritten(
            source_id="herald",
            role=Role.ARTICLE,
            url=url,
            final_url=url,
            status=status,
            fetched_at=NOW + timedelta(seconds=self._offset),
            warc=f"{self._run}.warc.gz",
            offset=self._offset,
            length=900,
            sha256="0" * 64,
            payload_sha256="0" * 64,
        )
        return PageRecord(
            id=page_id(written.warc, written.offset), run_id=self._run, written=written
        )

    def says(
        self,
        *matches: Match,
        text: str = "Court frees Zhakiyanov",
        url: str = URL,
        made_from: MadeFrom = MadeFrom.ARTICLE,
        signature: Sequence[int] = (),
    ) -> tuple[PageRecord, Assessment]:
        page = self.page(url)
        document = Document(
            id=sha256(page.id.encode()).hexdigest()[:20],
            title=text,
            text=text,
            language="en",
            published=date(2006, 1, 14),
        )
        found = Assessed(
            document=document,
            url=url,
            made_from=made_from,
            text_sha256=sha256(text.encode()).hexdigest(),
            matches=matches,
            signature=tuple(signature),
            bands=tuple(signature[:1]),
        )
        return page, Assessment(page_id=page.id, url=url, documents=(found,))

    def gone(self, url: str = URL) -> tuple[PageRecord, Assessment]:
        page = self.page(url, status=404)
        return page, Assessment(page_id=page.id, url=url, documents=(), gone=True)

    def flags(self) -> list[tuple[int, str, FlagState]]:
        return [(f.number, f.heading.value, f.state) for f in self.store.flags(FlagQuery())]


def released(toward: Toward = Toward.PROGRESS, quote: str = "frees Zhakiyanov") -> Match:
    return Match(
        recommendation="KZ-ZHA-1",
        clause="release",
        signal="released",
        toward=toward,
        factuality=Factuality.ACTUAL,
        rung="released",
        evidence=(
            Evidence(field="title", start=6, end=6 + len(quote), quote=quote, part="@release"),
        ),
    )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_match_becomes_a_waiting_flag(desk: Desk) -> None:
    desk.settle(desk.says(released()))
    assert desk.flags() == [(1, "progress", FlagState.WAITING)]


def test_the_same_page_next_night_changes_nothing(desk: Desk) -> None:
    desk.settle(desk.says(released()))
    desk.open_run("r2")
    assert desk.settle(desk.says(released())) == 0


def test_the_same_text_at_another_address_joins_the_story(desk: Desk) -> None:
    desk.settle(desk.says(released()), desk.says(released(), url="http://wire.example/1"))
    assert len(desk.flags()) == 1


def test_near_identical_text_joins_the_story(desk: Desk) -> None:
    alike = [7] * 100 + [1] * 28
    reprint = desk.says(
        released(), text="Court frees Zhakiyanov at last", url="http://w/1", signature=alike
    )
    desk.settle(desk.says(released(), signature=[7] * 128), reprint)
    assert len(desk.flags()) == 1


def test_another_text_on_the_same_matter_is_another_story(desk: Desk) -> None:
    other = desk.says(
        released(), text="Zhakiyanov is home", url="http://w/1", signature=[7] + [1] * 127
    )
    desk.settle(desk.says(released(), signature=[7] * 128), other)
    assert len(desk.flags()) == 2


def test_an_edit_that_turns_the_news_round_reopens_the_flag(desk: Desk) -> None:
    desk.settle(desk.says(released()))
    desk.open_run("r2")
    desk.settle(desk.says(released(Toward.REGRESSION), text="Court keeps Zhakiyanov"))
    assert desk.flags() == [(1, "regression", FlagState.WAITING)]


def test_an_edit_supersedes_the_version_before(desk: Desk) -> None:
    desk.settle(desk.says(released()))
    desk.settle(desk.says(released(), text="Court frees Zhakiyanov, again"))
    standing = desk.store.document_at(URL)
    assert standing is not None
    assert standing.change is Change.CHANGED


def test_a_page_that_vanished_says_so_on_its_flag(desk: Desk) -> None:
    desk.settle(desk.says(released()))
    desk.open_run("r2")
    desk.settle(desk.gone())
    assert "took the page away" in desk.store.flag(1).reason


def test_a_page_that_stays_away_is_told_once(desk: Desk) -> None:
    desk.settle(desk.says(released()))
    desk.settle(desk.gone())
    desk.settle(desk.gone())
    assert [e.what for e in desk.store.flag_events(1)] == ["raised", "reopened"]


def test_an_article_takes_the_place_of_its_entry_under_the_same_flag(desk: Desk) -> None:
    desk.settle(desk.says(released(), made_from=MadeFrom.ENTRY))
    desk.settle(desk.says(released(), text="Court frees Zhakiyanov. He went home."))
    assert len(desk.flags()) == 1


def test_an_entry_never_replaces_its_article(desk: Desk) -> None:
    desk.settle(desk.says(released()))
    assert desk.settle(desk.says(text="Court frees", made_from=MadeFrom.ENTRY)) == 0


def test_two_entries_of_one_page_see_each_other(desk: Desk) -> None:
    page, first = desk.says(released())
    _, second = desk.says(released(), url="http://wire.example/1")
    both = Assessment(page_id=page.id, url=URL, documents=(first.documents[0], second.documents[0]))
    desk.settle((page, both))
    assert len(desk.flags()) == 1


def test_settling_a_page_again_after_a_kill_changes_nothing(desk: Desk) -> None:
    said = desk.says(released())
    desk.settle(said)
    desk.settle(said)
    assert len(desk.flags()) == 1


def seen(
    said: tuple[PageRecord, Assessment], fetched_at: datetime
) -> tuple[PageRecord, Assessment]:
    page, assessment = said
    written = replace(page.written, fetched_at=fetched_at)
    return replace(page, written=written), assessment


def test_an_older_capture_of_a_known_page_replaces_nothing(desk: Desk) -> None:
    desk.settle(seen(desk.says(released()), NOW))
    desk.open_run("r2")
    older = seen(desk.says(released(Toward.REGRESSION), text="Court keeps him"), NOW - timedelta(1))
    assert desk.settle(older) == 0


def test_that_a_page_was_gone_before_it_was_seen_reopens_nothing(desk: Desk) -> None:
    desk.settle(seen(desk.says(released()), NOW))
    desk.open_run("r2")
    desk.settle(seen(desk.gone(), NOW - timedelta(1)))
    standing = desk.store.document_at(URL)
    assert standing is not None
    assert standing.gone_at is None


def test_what_a_wrong_clock_dated_ahead_does_not_hold_back_what_is_true(desk: Desk) -> None:
    desk.settle(seen(desk.says(released()), NOW + timedelta(days=400)))
    desk.open_run("r2")
    now = seen(desk.says(released(Toward.REGRESSION), text="Court keeps him"), NOW)
    assert desk.settle(now) == 1
