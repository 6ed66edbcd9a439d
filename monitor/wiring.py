"""The one module that knows concrete parts. Doors call it; nothing is made before they do."""

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.archives import TakeWarc
from monitor.clock import SystemClock
from monitor.contracts import Carrier, Crawler, Engine, PageReader
from monitor.digests.deliver import DigestOutcome
from monitor.digests.message import Sender
from monitor.flagviews import make_guide
from monitor.letters import Desk as LetterDesk
from monitor.letters import send_letters
from monitor.night import Parts
from monitor.probing import Parts as Probing
from monitor.pulse import Pulse, no_pulse, take_pulse
from monitor.rulesets import rules_in_use
from monitor.settings import Settings, read_settings
from rules.cache import load_kept
from rules.cache import load_matcher as load_compiled
from rules.complaints import BadFiles, Complaint, Loaded, Place
from rules.matcher import Matcher
from rules.register import SHIPPED as SHIPPED_RULES
from rules.register import Rulebook, load_rulebook
from rules.rulefolders import ChangedFile
from spiders.records import Source
from storage.contract import Store
from storage.records import Run

if TYPE_CHECKING:
    from monitor.smtp import MailServer

SHIPPED = Path(__file__).resolve().parent.parent / "spiders" / "catalogue"
DEMO = "demo"
T = TypeVar("T")
WORKER_MEMORY = 2 * 2**30
PROBE_GRACE = 22.0  # seconds beyond a probe's deadline before its child is killed


def load_settings(**given: Any) -> Settings:
    """The settings; what is `given` and not None goes before all else. Raises BadFiles."""
    return read_settings(**{name: value for name, value in given.items() if value is not None})


def make_home(settings: Settings) -> Path:
    """The folder of all data, made with mode 0700: what lies there names people."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return settings.home


def open_store(settings: Settings) -> Store:
    """The database. Raises StoreUnusable, which names the last backup where one has to be used."""
    from storage.contract import StoreUnusable
    from storage.sql.store import open_store as open_sql_store

    make_home(settings)
    try:
        return open_sql_store(settings.database_url, settings.second_reading)
    except StoreUnusable as error:
        newest = max((settings.home / "backups").glob("recwatch-*.db"), default=None)
        if newest is None or "backup" not in str(error):
            raise
        raise StoreUnusable(f"{error} (recwatch db restore --replace {newest})") from error


def look_at_runs(settings: Settings) -> tuple[Run, ...]:
    """The newest runs; () where no database is there yet, or it can't be opened."""
    from storage.contract import StoreUnusable

    if not settings.database and not (settings.home / "recwatch.db").exists():
        return ()
    try:
        with closing(open_store(settings)) as store:
            return store.runs()
    except StoreUnusable:
        return ()


def pulse_taker(settings: Settings) -> Callable[[], Pulse]:
    """Takes the pulse each time it is called; a database that is away is a pulse too."""
    from storage.contract import StoreUnusable

    def take() -> Pulse:
        free = shutil.disk_usage(make_home(settings)).free
        try:
            store = open_store(settings)
        except StoreUnusable:
            return no_pulse(free)
        try:
            return take_pulse(store, SystemClock().now(), free)
        except StoreUnusable:
            return no_pulse(free)
        finally:
            store.close()

    return take


def load_rules(settings: Settings) -> Rulebook:
    """The register's rules with the overlay in RECWATCH_HOME. Raises BadFiles."""
    return _loaded(load_kept(settings.register_id, settings.home, settings.cache))


def load_changed_rules(settings: Settings, changed: Sequence[ChangedFile]) -> Rulebook:
    """As load_rules, as if these files lay in RECWATCH_HOME. Raises BadFiles."""
    return _loaded(load_rulebook(settings.register_id, settings.home, changed=changed))


def register_names() -> list[str]:
    """The reports that ship, by the names of their folders."""
    return sorted(p.name for p in (SHIPPED_RULES / "registers").iterdir() if p.is_dir())


def rule_folders(settings: Settings) -> tuple[Path, ...]:
    """Where rule files lie: what ships, and the overlay in RECWATCH_HOME."""
    return SHIPPED_RULES, settings.home


def look_at_rules(settings: Settings) -> tuple[Rulebook, tuple[Complaint, ...]]:
    """As load_rules, with the warnings that loading gave. Raises BadFiles."""
    loaded = load_rulebook(settings.register_id, settings.home)
    return _loaded(loaded), loaded.complaints


def load_matcher(settings: Settings) -> Matcher:
    """The compiled rules. Raises BadFiles."""
    return _loaded(load_compiled(settings.register_id, settings.home, settings.cache))


def load_sources(
    settings: Settings, which: str, values: Mapping[str, str] | None = None
) -> tuple[Source, ...]:
    """The catalogue: "demo", or "live" for what ships and the overlay. Raises BadFiles.

    values: what placeholders in addresses stand for, {"newsroom": "127.0.0.1:8000"}; {year} and
    {last_year} are known.
    """
    from monitor.catalogue import load_catalogue, years

    known = years(SystemClock().now().year) | dict(values or {})
    return _loaded(load_catalogue(catalogue_folders(settings, which), known))


def some_sources(settings: Settings) -> tuple[Source, ...]:
    """The live catalogue. Raises BadFiles also where there is nothing in it to crawl."""
    found = load_sources(settings, "live")
    if any(source.disabled_because is None for source in found):
        return found
    place = Place(file=str(settings.home / "catalogue"))
    remedy = "put a source file there; CONTRIBUTING.md shows one"
    raise BadFiles((Complaint(place=place, message="holds no source to crawl", remedy=remedy),))


def keep_to_one_kind(store: Store, which: str, settings: Settings) -> None:
    """The demo's invented news and real news never share a store. Raises BadFiles."""
    store.keep_fact("sources", which)
    kept = store.fact("sources")
    if kept == which:
        return
    place = Place(file=str(settings.home))
    message = f"holds {kept} news, and {which} news may not mix with it"
    remedy = "choose another folder: RECWATCH_HOME=… before the command"
    raise BadFiles((Complaint(place=place, message=message, remedy=remedy),))


def catalogue_folders(settings: Settings, which: str) -> tuple[Path, ...]:
    """The folders of source files, later ones over earlier ones."""
    if which == DEMO:
        return (SHIPPED / DEMO,)
    shipped = [p for p in sorted(SHIPPED.iterdir()) if p.is_dir() and p.name != DEMO]
    own = settings.home / "catalogue"
    folders = (shipped if settings.shipped_catalogue else []) + ([own] if own.is_dir() else [])
    return tuple(folders)


def make_reader(settings: Settings) -> PageReader:
    """The evidence of every run."""
    from storage.archive import Archive

    return Archive(settings.warc_folder)


def make_carrier(settings: Settings) -> Carrier:
    """The mail server of the settings, or the outbox folder where none is set."""
    from monitor.outbox import FolderCarrier
    from monitor.smtp import SmtpCarrier

    if not settings.smtp_host:
        return FolderCarrier(settings.outbox)
    return SmtpCarrier(mail_server(settings), make_sender(settings).address)


def mail_server(settings: Settings) -> "MailServer":
    """Where letters are handed over."""
    from monitor.smtp import MailServer

    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        security=settings.smtp_security,
    )


def make_sender(settings: Settings) -> Sender:
    """Who letters are from. Raises BadFiles where a server is set and no address."""
    if settings.smtp_host and not settings.smtp_from:
        place = Place(file="RECWATCH_SMTP_FROM (environment or settings.toml)")
        message = "a mail server is set, and no address that letters are from"
        remedy = "set it to an address that the server lets you send from"
        raise BadFiles((Complaint(place=place, message=message, remedy=remedy),))
    from monitor.away.attached import FileMaker

    return Sender(address=settings.smtp_from, origin=settings.public_origin, attach=FileMaker())


def make_letter_desk(settings: Settings) -> LetterDesk:
    """What letters are sent with. Raises BadFiles where a server is set and no sender."""
    return LetterDesk(
        carrier=make_carrier(settings),
        sender=make_sender(settings),
        clock=SystemClock(),
        fallback=settings.subscriber,
        administrator=settings.administrator,
    )


def make_probing(settings: Settings) -> Probing:
    """What asking sources needs: no store among it. Raises BadFiles where there is no contact."""
    from monitor.probing import BUNDLES
    from spiders.crawl import ProcessCrawler
    from storage.archive import Archive

    return Probing(
        crawler=ProcessCrawler(concurrent=BUNDLES, grace=PROBE_GRACE),
        reader=Archive,
        make_engine=lambda sources, folder: _engine_maker(settings, folder)(sources),
        user_agent=user_agent(settings),
        loopback=settings.loopback,
        proxy=settings.proxy or None,
        keys=settings.api_keys,
    )


def make_crawler(settings: Settings) -> Crawler:
    """Children that fetch, a few at once."""
    from spiders.crawl import ProcessCrawler

    return ProcessCrawler(concurrent=settings.crawls)


def make_parts(
    settings: Settings,
    store: Store,
    sources: Sequence[Source],
    stopping: Callable[[], bool],
) -> Parts:
    """All that a night needs."""
    from spiders.files import write_file

    rulebook = load_rules(settings)
    return Parts(
        store=store,
        crawler=make_crawler(settings),
        make_engine=_engine_maker(settings, settings.warc_folder),
        make_letter=_letter_maker(settings, store, rulebook, sources),
        clock=SystemClock(),
        register=rulebook.register,
        rules=rules_in_use(rulebook, settings.home),
        write_file=write_file,
        warc_folder=settings.warc_folder,
        stopping=stopping,
    )


def warc_taker() -> TakeWarc:
    """What reads WARC files of others."""
    from spiders.warcfile import take_warc

    return take_warc


def _engine_maker(settings: Settings, archive: Path) -> Callable[[Sequence[Source]], Engine]:
    from monitor.engine.local import LocalEngine
    from monitor.engine.recipe import AssessorRecipe

    def make(sources: Sequence[Source]) -> Engine:
        recipe = AssessorRecipe(
            archive=archive,
            sources=tuple(sources),
            register=settings.register_id,
            overlay=settings.home,
            cache=settings.cache,
        )
        return LocalEngine(
            recipe,
            workers=settings.workers,
            page_seconds=settings.page_seconds,
            memory=WORKER_MEMORY,
        )

    return make


def _letter_maker(
    settings: Settings, store: Store, rulebook: Rulebook, sources: Sequence[Source]
) -> Callable[[Run], DigestOutcome]:
    def make(run: Run) -> DigestOutcome:
        return send_letters(store, make_guide(rulebook, sources), make_letter_desk(settings), run)

    return make


@contextmanager
def stop_signal() -> Iterator[Callable[[], bool]]:
    """Ctrl-C or SIGTERM once: the function given answers True from then on; twice: stop now."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        del frame
        if asked:
            raise KeyboardInterrupt
        asked = True
        signal.signal(number, signal.default_int_handler)

    before = {n: signal.signal(n, ask) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def user_agent(settings: Settings) -> str:
    """What crawled sites are told. Raises BadFiles where the user gave no contact."""
    return user_agent_of(settings.contact)


def user_agent_of(contact: str) -> str:
    """As user_agent, of a contact that is not in the settings yet. Raises BadFiles."""
    if not contact.strip():
        place = Place(file="RECWATCH_CONTACT (environment or settings.toml)")
        remedy = 'set it, for example RECWATCH_CONTACT="research team, mail@example.org"'
        message = "a live crawl needs a contact for the sites it visits, or a neutral word"
        raise BadFiles((Complaint(place=place, message=message, remedy=remedy),))
    clean = " ".join(contact.split()).encode("ascii", "ignore").decode()
    return f"recwatch/0.1 (+{clean})"


def _loaded(loaded: Loaded[T]) -> T:
    if loaded.item is None:
        raise BadFiles(loaded.errors)
    return loaded.item
