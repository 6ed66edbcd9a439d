"""A store in which every page has something to show; with hostile words everywhere, if wished."""

from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.people import key_of
from monitor.web.office import Office
from spiders.records import SourceState
from storage.contract import Store
from storage.found import FindState
from storage.people import Account, Role, Session
from storage.queue import FlagClaim, SavedFilter
from storage.reading import Assignment
from storage.records import (
    Answer,
    Changes,
    DocumentMatches,
    FlagEvent,
    FlagState,
    Heading,
    Implementation,
    Lane,
    Story,
)
from tests.factories import (
    make_find,
    make_miss,
    make_review,
    make_run,
    make_source_night,
    make_status,
)
from tests.monitor.flagging import (
    AT,
    TEXT,
    TITLE,
    make_document,
    make_flag,
    make_guide,
    make_match,
    make_source,
)
from tests.web.conftest import make_office

FLAGS = (
    make_flag(1),
    make_flag(2, heading=Heading.REGRESSION),
    make_flag(3, heading=Heading.MIXED),
    make_flag(4, lane=Lane.COMING),
    make_flag(5, lane=Lane.BACKLOG),
    make_flag(6, heading=Heading.REGRESSION),
    make_flag(7),
)
PERSON = "Aru"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What others wrote: the words of outlets, of colleagues, and of names."""

    title: str = TITLE
    text: str = TEXT
    address: str = "https://herald.example/1"
    note: str = "as the court says"
    name: str = "Ruslan"
    filter: str = "bad news"
    source: str = "The Herald"
    reason: str = "nothing answers"


def hostile(words: str) -> Words:
    """These words in every place; beside them the word that the rule found."""
    return Words(
        title=words,
        text=f"{words} освободил {words}",
        address=words,
        note=words,
        name=words,
        filter=words,
        source=words,
        reason=words,
    )


def furnish(store: Store, words: Words | None = None, *, password: str = "x") -> Store:
    """Fill an empty store: flags of every lane and kind, answers, claims, a night with failures."""
    said = words or Words()
    store.apply(_changes(said))
    for number, answer in ((6, Answer.REGRESSION), (7, Answer.UNSURE), (6, Answer.REGRESSION)):
        given = {"note": said.note, "at": AT + timedelta(minutes=number)}
        store.add_review(make_review(number, answer, reviewer=said.name, **given))
    store.add_review(make_review(3, Answer.NO_CHANGE, reviewer=PERSON, at=AT))
    store.add_status(
        make_status(
            recommendation="KZ-ZHA-1",
            clause="release",
            implementation=Implementation.PARTLY,
            rung="released",
            flags=(6,),
            note=said.note,
            reviewer=said.name,
            at=AT,
        )
    )
    _found(store, said)
    for name, role in ((said.name, Role.EDITOR), (PERSON, Role.ADMINISTRATOR)):
        store.add_account(Account(name=name, role=role, password=password, made_at=AT))
    store.save_filter(SavedFilter(account=PERSON, name=said.filter, query="way=regression"))
    store.claim(FlagClaim(flag=2, account=said.name, until=AT + timedelta(minutes=9)), AT)
    given = Assignment(flag=1, account=said.name, by=PERSON, at=AT)
    store.assign([given])
    store.open_run(make_run(1))
    for source, state in (("herald", SourceState.FAILED), ("wire", SourceState.PARTIAL)):
        store.add_source_night(
            make_source_night(source, state=state, reason=said.reason, cure=said.reason)
        )
    return store


def _found(store: Store, said: Words) -> None:
    """What people found: one that waits, one that became a document, and a flag that is missing."""
    given = {"address": said.address, "outlet": said.source, "title": said.title}
    store.add_find(make_find(**given, note=said.note, finder=said.name, said=said.reason))
    taken = store.add_find(make_find(**given, kind="text/plain", finder=said.name, note=said.note))
    store.close_find(replace(taken, state=FindState.TAKEN, document_id="d1"))
    store.add_miss(
        make_miss(
            document_id="d1", recommendation="KZ-ZHA-1", note=said.note, reviewer=said.name, at=AT
        )
    )


def make_house(store: Store, words: Words | None = None) -> Office:
    """The office over a furnished store, at the desk of one who may do everything."""
    said = words or Words()
    office = make_office(furnish(store, words), single_user=PERSON)
    sources = {
        name: replace(make_source(name), name=said.source, publisher=said.source)
        for name in ("herald", "wire")
    }
    return replace(office, guide=replace(make_guide(), sources=sources))


def enter(store: Store) -> str:
    """Sign the one who may do everything in; gives what her cookie holds."""
    token = "the cookie of a test"
    store.add_session(Session(key=key_of(token), account=PERSON, made_at=AT, seen_at=AT))
    return token


def _changes(said: Words) -> Changes:
    documents = [
        replace(
            make_document(flag.number, title=said.title, text=said.text, url=said.address),
            story_id=flag.story_id,
        )
        for flag in FLAGS
    ]
    reprint = make_document(8, title=said.title, text=said.text, url=said.address)
    return Changes(
        documents=(*documents, replace(reprint, story_id="s1", source_id="wire")),
        stories=tuple(
            Story(id=flag.story_id, document_id=flag.document_id, run_id=flag.run_id)
            for flag in FLAGS
        ),
        matches=tuple(
            DocumentMatches(document_id=flag.document_id, matches=(make_match(text=said.text),))
            for flag in FLAGS
        ),
        flags=tuple(replace(flag, reason=said.reason, state=FlagState.WAITING) for flag in FLAGS),
        events=tuple(
            FlagEvent(
                flag=flag.number,
                run_id=flag.run_id,
                at=flag.raised_at,
                what="raised",
                reason=said.reason,
            )
            for flag in FLAGS
        ),
    )
