"""Pages watched for change: from the bytes of each night to what a person is shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.assess import assess
from monitor.contracts import Assessment
from monitor.settle import SettleContext, settle
from monitor.watching import accepted_fact
from rules.records import Document, Evidence, Factuality, Match, Toward
from spiders.records import RecordWritten, Role, Source
from spiders.shapes import StatusTable, TextShape
from storage.memory import MemoryStore
from storage.records import (
    Answer,
    FlagQuery,
    FlagState,
    Lane,
    PageRecord,
    Review,
    Run,
    RunState,
    page_id,
)
from tests.monitor.page_makers import FETCHED, make_page, make_source

URL = "https://register.example.org/parties"
LONG = "The ministry keeps this register as the law on political parties wants it to be kept. " * 6
TABLE = StatusTable(
    table="table", rows=(), sentence="{Party} was registered on {Day}.", withdrawn="{Party} left."
)


class Registered:
    """Takes every word "registered", "banned" for an act."""

    def match(self, document: Document) -> tuple[Match, ...]:
        return tuple(
            Match(
                recommendation="R-1",
                clause="c",
                signal=word,
                toward=Toward.PROGRESS if word == "registered" else Toward.REGRESSION,
                factuality=Factuality.ACTUAL,
                rung=word,
                evidence=(
                    Evidence(field="text", start=at, end=at + len(word), quote=word, part="@w"),
                ),
            )
            for word in ("registered", "banned")
            if (at := document.text.find(word)) >= 0
        )


class Watch:
    """A page over several nights."""

    def __init__(self, source: Source) -> None:
        self.store = MemoryStore()
        self.source = source
        self.nights = 0
        self.waiting: list[tuple[PageRecord, Assessment]] = []

    def night(self, markup: str, status: int = 200) -> int:
        """What the page says tonight; gives the number of new or changed documents."""
        self.sees(markup, status)
        return self.settle()

    def sees(self, markup: str, status: int = 200, *, days_ago: int = 0) -> None:
        """What the page said on a night that ended before anything was settled."""
        self.nights += 1
        run = f"r{self.nights}"
        now = FETCHED + timedelta(days=self.nights - days_ago)
        self.store.open_run(
            Run(id=run, started_at=now, finished_at=None, state=RunState.RUNNING, rules="h")
        )
        record = self._record(run, now, status)
        page = replace(
            make_page(markup, role=Role.STATUS_PAGE, url=URL, status=status), id=record.id
        )
        self.store.add_pages([record])
        self.waiting.append((record, assess(page, self.source, Registered())))

    def settle(self) -> int:
        """Settles what was seen, in one run; gives the number of new or changed documents."""
        run = f"r{self.nights}"
        now = FETCHED + timedelta(days=self.nights)
        context = SettleContext(run_id=run, now=now, baseline=date(2026, 1, 1))
        waiting, self.waiting = self.waiting, []
        return settle(self.store, waiting, context)

    def _record(self, run: str, now: datetime, status: int) -> PageRecord:
        written = RecordWritten(
            source_id=self.source.id,
            role=Role.STATUS_PAGE,
            url=URL,
            final_url=URL,
            status=status,
            fetched_at=now,
            warc=f"{run}.warc.gz",
            offset=0,
            length=9,
            sha256="0" * 64,
            payload_sha256="0" * 64,
        )
        return PageRecord(id=page_id(written.warc, 0), run_id=run, written=written)

    @property
    def versions(self) -> int:
        return len(self.store.page_versions(URL))

    @property
    def lanes(self) -> list[Lane]:
        return [flag.lane for flag in self.store.flags(FlagQuery())]

    def answer(self) -> None:
        review = Review(
            number=0, flag=1, answer=Answer.PROGRESS, note="", reviewer="a", at=datetime.now(UTC)
        )
        self.store.add_review(review)


def table(*rows: tuple[str, str]) -> str:
    body = "".join(f"<tr><td>{party}<td>{day}" for party, day in rows)
    return f"<h1>Register</h1><p>{LONG}</p><table><tr><th>Party<th>Day</tr>{body}</table>"


def prose(*lines: str) -> str:
    return f"<h1>Register</h1><p>{LONG}</p>" + "".join(f"<p>{line}</p>" for line in lines)


AMANAT, AUYL = ("Amanat", "12 Feb 1999"), ("Auyl", "1 Mar 2026")


@pytest.fixture
def rows() -> Watch:
    return Watch(make_source(tables=(TABLE,)))


@pytest.fixture
def text() -> Watch:
    return Watch(make_source())


def test_rows_of_the_first_visit_stand_by_their_own_days(rows: Watch) -> None:
    rows.night(table(AMANAT, AUYL))
    assert rows.lanes == [Lane.BACKLOG, Lane.HAPPENED]


def test_what_a_text_says_at_the_first_visit_is_backlog(text: Watch) -> None:
    text.night(prose("The party Auyl was registered."))
    assert text.lanes == [Lane.BACKLOG]


def test_what_a_text_begins_to_say_is_news_and_alone_is_settled(text: Watch) -> None:
    text.night(prose("Auyl was registered."))
    assert text.night(prose("Auyl was registered.", "Baytaq was registered.")) == 1
    assert text.lanes == [Lane.BACKLOG, Lane.HAPPENED]


def test_a_row_that_comes_late_is_news_although_its_day_is_old(rows: Watch) -> None:
    rows.night(table(AUYL))
    rows.night(table(AMANAT, AUYL))
    assert rows.lanes == [Lane.HAPPENED, Lane.HAPPENED]


def test_a_night_without_a_change_keeps_no_version(text: Watch) -> None:
    text.night(prose("Auyl was registered."))
    assert text.night(prose("Auyl was registered.")) == 0
    assert (text.versions, len(text.lanes)) == (1, 1)


def test_there_and_back_again_are_two_changes(text: Watch) -> None:
    for said in ("Auyl was registered.", "Auyl was banned.", "Auyl was registered."):
        text.night(prose(said))
    assert text.versions == 3
    assert [e.what for e in text.store.flag_events(1)] == ["raised", "reopened", "reopened"]


def test_a_decision_waits_again_when_the_words_it_rests_on_are_gone(text: Watch) -> None:
    text.night(prose("Auyl was registered.", "Other lines stay as they are."))
    text.answer()
    text.night(prose("Other lines stay as they are."))
    flag = text.store.flag(1)
    assert flag.state is FlagState.WAITING
    assert flag.reason == "the page does not say this any more (2026-11-25)"


def test_words_that_come_back_are_told_on_the_same_flag(text: Watch) -> None:
    text.night(prose("Auyl was registered."))
    text.night(prose("Nothing of the kind."))
    text.answer()
    text.night(prose("Auyl was registered."))
    flag = text.store.flag(1)
    assert (flag.state, len(text.lanes)) == (FlagState.WAITING, 1)
    assert "the page says this again" in flag.reason


def test_a_wording_without_the_match_reopens_once_and_not_at_every_later_edit(text: Watch) -> None:
    for said in ("registered in May, says the list", "refused in May, says the list", "x in May"):
        text.night(prose(f"Auyl was {said}."))
    assert [e.what for e in text.store.flag_events(1)] == ["raised", "reopened"]


def test_an_edit_around_the_quoted_words_leaves_the_decision(text: Watch) -> None:
    text.night(prose("Auyl was registered in May."))
    text.answer()
    text.night(prose("Auyl was registered in May 2026."))
    assert text.store.flag(1).state is FlagState.ANSWERED


def test_a_row_that_names_another_day_reopens_the_decision_with_what_it_said(rows: Watch) -> None:
    rows.night(table(AUYL))
    rows.answer()
    rows.night(table(("Auyl", "2 Mar 2026")))
    flag = rows.store.flag(1)
    assert flag.state is FlagState.WAITING
    assert "no longer the words “Auyl was registered on 1 Mar 2026.”" in flag.reason


def test_a_row_in_brackets_is_told_as_withdrawn(rows: Watch) -> None:
    rows.night(table(AUYL))
    rows.night(table(("[Auyl]", "1 Mar 2026")))
    texts = [passage.text for passage in rows.store.page_versions(URL)[0].passages]
    assert texts == ["Auyl left."]


NOTICES = {
    "challenge": ("<title>Just a moment...</title><p>Checking</p>", 200),
    "consent": (f"<title>Before you continue</title><p>We use cookies.</p>{' ' * 300}", 200),
    "maintenance": (f"<title>UN</title><p>under urgent maintenance</p>{' ' * 300}", 200),
    "empty": ("", 200),
    "eleven bytes": ("hello world", 200),
    "not found": (f"<title>Gone</title>{' ' * 300}", 404),
    "broken": ("<p>Error</p>" + " " * 300, 500),
    "shrunken": (
        "<h1>Register</h1><p>The list follows in a few days, says the ministry.</p>" + " " * 300,
        200,
    ),
}


@pytest.mark.parametrize("name", NOTICES)
def test_what_is_not_the_page_changes_nothing(text: Watch, name: str) -> None:
    text.night(prose("Auyl was registered."))
    markup, status = NOTICES[name]
    assert text.night(markup, status) == 0
    assert (text.versions, [e.what for e in text.store.flag_events(1)]) == (1, ["raised"])


@pytest.mark.parametrize("name", sorted({*NOTICES} - {"shrunken"}))
def test_what_is_not_the_page_begins_no_watch(text: Watch, name: str) -> None:
    markup, status = NOTICES[name]
    text.night(markup, status)
    assert text.versions == 0


def test_a_list_that_lost_every_row_is_doubted(rows: Watch) -> None:
    rows.night(table(AUYL))
    rows.night(table())
    (failure,) = rows.store.failures("r2")
    assert (failure.kind, rows.versions) == ("PageShrank", 1)


def test_half_a_page_is_doubted_also_where_the_whole_one_waits_beside_it(rows: Watch) -> None:
    """A killed night's page and the next night's are settled together."""
    rows.sees(table(AUYL))
    rows.sees(table())
    rows.settle()
    (failure,) = rows.store.failures("r2")
    assert (failure.kind, rows.versions) == ("PageShrank", 1)


def test_an_older_night_that_is_taken_in_late_changes_nothing(text: Watch) -> None:
    text.night(prose("Auyl was registered."))
    text.sees(prose("Auyl was banned."), days_ago=7)
    assert text.settle() == 0
    assert (text.versions, [e.what for e in text.store.flag_events(1)]) == (1, ["raised"])


def test_a_shorter_page_of_an_older_night_is_no_fault(rows: Watch) -> None:
    rows.night(table(AUYL))
    rows.sees(table(), days_ago=7)
    rows.settle()
    assert rows.store.failures("r2") == ()


def test_what_a_person_has_accepted_is_a_change_the_next_night(rows: Watch) -> None:
    rows.night(table(AUYL))
    rows.night(table())
    (failure,) = rows.store.failures("r2")
    rows.store.keep_fact(accepted_fact(failure.reason.rpartition(" ")[2]), "by a person")
    rows.night(table())
    assert rows.versions == 2
    assert rows.store.flag(1).reason.startswith("the page does not say this any more")


def test_a_file_that_reads_the_page_in_another_way_changes_nothing(rows: Watch) -> None:
    rows.night(table(AUYL))
    rows.source = make_source(tables=(replace(TABLE, sentence="{Party} got registered ({Day})."),))
    rows.night(table(AUYL))
    assert [e.what for e in rows.store.flag_events(1)] == ["raised", "noted"]


def test_only_the_part_that_the_file_names_is_watched(text: Watch) -> None:
    shape = TextShape(begins_after="Print", ends_before="Report an error")
    text.source = replace(text.source, text=shape)
    text.night(prose("Visitors: 1", "Print", "Article 1.", "Report an error", "© 2025"))
    assert text.night(prose("Visitors: 2", "Print", "Article 1.", "Report an error", "© 2026")) == 0
    assert text.versions == 1


def test_a_page_without_the_line_before_its_text_is_not_the_page(text: Watch) -> None:
    text.source = replace(text.source, text=TextShape(begins_after="Print"))
    text.night(prose("Log in to see this act."))
    (failure,) = text.store.failures("r1")
    assert (failure.kind, text.versions) == ("LayoutChanged", 0)


def test_the_title_alone_flags_no_paragraph(text: Watch) -> None:
    text.night(prose("One.", "Two.").replace("Register", "Parties registered", 1))
    assert len(text.lanes) <= 1


def test_of_a_page_that_is_too_long_the_beginning_is_watched_and_that_is_said(text: Watch) -> None:
    text.night(prose("Auyl was registered.", *(f"Line {n} {'of it ' * 30}" for n in range(6_000))))
    (failure,) = text.store.failures("r1")
    (version,) = text.store.page_versions(URL)
    assert (failure.kind, len(text.lanes)) == ("TextTooLong", 1)
    assert len(version.passages) <= 5_000
