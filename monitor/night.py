"""One night, from the lease to the digest.

    lease ─► what a killed run left ─► crawl ─► assess ─► settle ─► account ─► digest ─► close

Each arrow is durable before the next begins: a page is stored once its WARC span is fsynced, an
assessment once its batch is committed. A night that was killed is finished by the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from monitor.accounts import NightAccounts
from monitor.contracts import Assessment, Clock, Crawler, Engine
from monitor.digests.deliver import DigestOutcome
from monitor.found import FoundFile
from monitor.lease import leased
from monitor.plans import GRACE, plan_crawls
from monitor.recover import take_in_leftovers, unfinished_runs
from monitor.rulesets import RulesInUse, open_run
from monitor.settle import See, SettleContext, settle
from monitor.turns import Due, begin_turn, refuse_second
from rules.records import Register
from spiders.records import CrawlPlan, Limits, RecordWritten, Source, SourceOutcome, SourcePlan
from storage.contract import Store
from storage.records import (
    FlagCount,
    PageRecord,
    PageVersion,
    Run,
    SourceNight,
    StoredDocument,
    page_id,
)

FIRST_NIGHT_REACH = timedelta(days=30)
Keep = Callable[[SourceOutcome], SourceOutcome]  # keeps an outcome, gives it as it now reads
T = TypeVar("T")
Bring = Callable[[Run, Path], None]  # fetches or writes pages of a run into its folder
ASSESS_AT_ONCE = 500  # page records held at a time; their payloads stay on disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The concrete parts of a night, made by wiring.

    make_engine: given the sources; started only when there is something to assess.
    make_letter: hands over what a run found; called under the lease, before the run is closed.
    write_file: spiders.files.write_file.
    stopping: asked between pages; True ends the night early.
    """

    store: Store
    crawler: Crawler
    make_engine: Callable[[Sequence[Source]], Engine]
    make_letter: Callable[[Run], DigestOutcome]
    clock: Clock
    register: Register
    rules: RulesInUse
    write_file: Callable[..., RecordWritten]
    warc_folder: Path
    stopping: Callable[[], bool] = field(default=lambda: False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NightPlan:
    """What tonight is to do. baseline: None: the kept one, or 30 days before the first night.

    loopback: host:port pairs that the address guard lets through. proxy: of sources that are
    fetched by proxy only; None: there is none. keys: as CrawlPlan has them. turn: the local date
    whose one night this is; None: a night beside the schedule.
    """

    sources: tuple[Source, ...]
    user_agent: str
    baseline: date | None = None
    loopback: tuple[str, ...] = ()
    proxy: str | None = None
    keys: tuple[tuple[str, str], ...] = ()
    turn: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightReport:
    """What a night did. counts: "pages", "documents", "failures". pages: the newest versions of
    watched pages that changed. late: a sentence where it was due earlier or makes up for others.
    """

    run: Run
    nights: tuple[SourceNight, ...]
    counts: dict[str, int]
    flags: tuple[FlagCount, ...]
    documents: tuple[StoredDocument, ...]
    gone: tuple[StoredDocument, ...]
    letter: DigestOutcome | None
    recovered: int
    resumed: bool
    pages: tuple[PageVersion, ...] = ()
    late: str | None = None

    @property
    def stopped(self) -> bool:
        """Whether it ended early, by wish."""
        return self.run.finished_at is None


class Progress:
    """What a door may show of a night; this one shows nothing."""

    def crawled(self, message: RecordWritten | SourceOutcome) -> None:
        """A page was written or a source has ended."""

    def assessing(self, total: int) -> None:
        """So many pages are about to be assessed."""

    def assessed(self, assessment: Assessment) -> None:
        """A page was assessed."""


def run_night(parts: Parts, plan: NightPlan, progress: Progress | None = None) -> NightReport:
    """One night over the plan's sources.

    Raises LeaseHeld if another process is at it, TurnHad if that date has had its night.
    """
    shown = progress or Progress()
    with leased(parts.store):
        return _under_lease(parts, plan, shown)


def crawl_only(
    parts: Parts, plan: NightPlan, progress: Progress | None = None
) -> tuple[SourceNight, ...]:
    """Fetch and store; the next night or `assess_only` goes on from there. Raises LeaseHeld."""
    with leased(parts.store):
        run, _, since = _begin(parts)
        accounts = NightAccounts(parts.store, run, plan.sources)
        crawl(
            parts,
            plan,
            run,
            recheck_before=since,
            keep=accounts.keep,
            progress=progress or Progress(),
        )
        accounts.settle_up()
        _close(parts, run)
        return parts.store.source_nights(run.id)


def assess_only(
    parts: Parts, plan: NightPlan, progress: Progress | None = None
) -> tuple[dict[str, int], tuple[FlagCount, ...]]:
    """Assess and settle what waits; gives the counts and flags of it. Raises LeaseHeld."""
    with leased(parts.store):
        run, _, _ = _begin(parts)
        assess_waiting(parts, plan, run, progress or Progress())
        _close(parts, run)
        return parts.store.counts(run.id), parts.store.flag_counts(run.id)


def take_in(
    parts: Parts, plan: NightPlan, bring: Bring, progress: Progress | None = None
) -> NightReport:
    """Assess what `bring` fetches or writes, without a digest. Raises LeaseHeld.

    plan.sources: those that the pages may belong to; their nights are not accounted for.
    """
    with leased(parts.store):
        run, recovered, _ = _begin(parts)
        bring(run, _folder(parts, run))
        assess_waiting(parts, plan, run, progress or Progress())
        _close(parts, run)
        return _report(parts.store, run, None, recovered, resumed=False)


def add_found(parts: Parts, plan: NightPlan, wanted: SourcePlan | FoundFile) -> NightReport:
    """Take in one address or file that a person found, and assess it. Raises LeaseHeld.

    plan.sources holds the source that it is added under, alone.
    """

    def bring(run: Run, folder: Path) -> None:
        warc = folder / f"{run.id}-added.warc.gz"
        if isinstance(wanted, FoundFile):
            written = parts.write_file(
                wanted.path,
                warc,
                run_id=run.id,
                source_id=plan.sources[0].id,
                found_at=parts.clock.now(),
                kind=wanted.kind,
                entry=wanted.entry,
            )
            parts.store.add_pages((page_record(run.id, written),))
        else:
            fetch(parts, plan, run, (wanted,), warc=warc)

    return take_in(parts, plan, bring)


def fetch(
    parts: Parts,
    plan: NightPlan,
    run: Run,
    wanted: tuple[SourcePlan, ...],
    *,
    warc: Path,
    progress: Progress | None = None,
) -> None:
    """Fetch in one child and store; outcomes are kept as they are, for nobody is judged by them."""
    crawl_plan = CrawlPlan(
        run_id=run.id,
        warc=str(warc),
        user_agent=plan.user_agent,
        sources=wanted,
        limits=Limits(deadline=sum(p.source.pace.seconds_at_most for p in wanted) + GRACE),
        loopback=plan.loopback,
        proxy=plan.proxy,
        keys=plan.keys,
    )
    keep = _keeper(parts.store, run)
    _listen(parts, run, (crawl_plan,), keep, progress or Progress())


def _folder(parts: Parts, run: Run) -> Path:
    folder = parts.warc_folder / run.id
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _begin(parts: Parts) -> tuple[Run, int, datetime]:
    """Open a run and take in what killed ones left; gives it, how much, and since when they ran.

    Runs that were not finished are gone on with: what they fetched is not asked again.
    """
    unfinished = unfinished_runs(parts.store)
    run = open_run(parts.store, parts.rules, parts.clock.now())
    recovered = take_in_leftovers(parts.store, parts.warc_folder, unfinished)
    since = unfinished[-1].started_at if unfinished else run.started_at
    return run, recovered, since


def _under_lease(parts: Parts, plan: NightPlan, progress: Progress) -> NightReport:
    if plan.turn is not None:
        refuse_second(parts.store, plan.turn)
    run, recovered, since = _begin(parts)
    late = begin_turn(parts.store, plan.turn, run) if plan.turn is not None else None
    accounts = NightAccounts(parts.store, run, plan.sources)
    crawl(parts, plan, run, recheck_before=since, keep=accounts.keep, progress=progress)
    assess_waiting(parts, plan, run, progress, accounts.see)
    accounts.settle_up()
    letter = None if parts.stopping() else _finish(parts, run, plan.turn)
    report = _report(parts.store, run, letter, recovered, resumed=since < run.started_at)
    return replace(report, late=late)


def _finish(parts: Parts, run: Run, due: Due | None) -> DigestOutcome:
    letter = parts.make_letter(run)
    _close(parts, run)
    # A process that is killed here leaves a turn whose run is closed, which counts as had.
    if due is not None and not parts.stopping():
        parts.store.end_turn(due.job, due.local_date, parts.clock.now())
    return letter


def _close(parts: Parts, run: Run) -> None:
    """A run that was stopped early stays open: the next one goes on with it."""
    if not parts.stopping():
        parts.store.close_run(run.id, parts.clock.now())


def crawl(
    parts: Parts,
    plan: NightPlan,
    run: Run,
    *,
    recheck_before: datetime,
    keep: Keep,
    progress: Progress,
) -> None:
    """Fetch: every record a child acknowledges is stored before the next is awaited."""
    folder = _folder(parts, run)
    plans = plan_crawls(
        plan.sources,
        parts.store,
        run_id=run.id,
        folder=folder,
        user_agent=plan.user_agent,
        loopback=plan.loopback,
        proxy=plan.proxy,
        keys=plan.keys,
        now=parts.clock.now(),
        recheck_before=recheck_before,
    )
    _listen(parts, run, plans, keep, progress)


def _listen(
    parts: Parts, run: Run, plans: Sequence[CrawlPlan], keep: Keep, progress: Progress
) -> None:
    with closing(parts.crawler.crawl(plans)) as messages:
        for message in messages:
            if isinstance(message, SourceOutcome):
                progress.crawled(keep(message))
            else:
                parts.store.add_pages((page_record(run.id, message),))
                progress.crawled(message)
            if parts.stopping():
                return


def _keeper(store: Store, run: Run) -> Keep:
    """Keeps outcomes as they are: what a person adds by hand has no nights to be judged by."""

    def keep(outcome: SourceOutcome) -> SourceOutcome:
        store.add_source_night(SourceNight(run_id=run.id, outcome=outcome))
        return outcome

    return keep


def page_record(run_id: str, written: RecordWritten) -> PageRecord:
    """What a store keeps of a record."""
    return PageRecord(id=page_id(written.warc, written.offset), run_id=run_id, written=written)


def assess_waiting(
    parts: Parts, plan: NightPlan, run: Run, progress: Progress, see: See = lambda *_: None
) -> None:
    """Assess and settle the pages of the plan's sources that wait, of whatever run.

    Pages of other sources go on waiting: only its catalogue file says how a page is to be read.
    """
    context = SettleContext(
        run_id=run.id, now=parts.clock.now(), baseline=settled_baseline(parts, plan.baseline)
    )
    ids = tuple(source.id for source in plan.sources)
    pages = parts.store.unassessed_pages(ASSESS_AT_ONCE, ids)
    if not pages:
        return

    def told(page: PageRecord, assessment: Assessment) -> None:
        see(page, assessment)
        progress.assessed(assessment)

    engine = parts.make_engine(plan.sources)
    try:
        while pages and not parts.stopping():
            progress.assessing(len(pages))
            paired = _until(parts.stopping, zip(pages, engine.assess(pages), strict=True))
            settle(parts.store, paired, context, told)
            pages = parts.store.unassessed_pages(ASSESS_AT_ONCE, ids)
    finally:
        engine.close()


def _until(stopping: Callable[[], bool], items: Iterable[T]) -> Iterator[T]:
    for item in items:
        yield item
        if stopping():
            return


def settled_baseline(parts: Parts, chosen: date | None) -> date:
    """The baseline: the chosen one, else the first night's; never before the register's."""
    if chosen is None:
        first = (parts.clock.now() - FIRST_NIGHT_REACH).date()
        parts.store.keep_fact("baseline", first.isoformat())
        chosen = date.fromisoformat(parts.store.fact("baseline") or first.isoformat())
    return max(parts.register.baseline, chosen)


def _report(
    store: Store, run: Run, letter: DigestOutcome | None, recovered: int, *, resumed: bool
) -> NightReport:
    return NightReport(
        run=store.runs(limit=1)[0],
        nights=store.source_nights(run.id),
        counts=store.counts(run.id),
        flags=store.flag_counts(run.id),
        documents=store.documents_of_run(run.id),
        gone=store.documents_gone(run.started_at),
        letter=letter,
        recovered=recovered,
        resumed=resumed,
        pages=tuple(v for v in store.watched_pages() if v.run_id == run.id and v.number > 1),
    )
