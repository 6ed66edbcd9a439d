"""The store together with what settling has decided and not stored yet.

One transaction holds many documents, and later ones must see earlier ones: every question is
answered from what waits here first and from the store after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from rules.records import Match
from storage.contract import Store
from storage.records import (
    Changes,
    DocumentMatches,
    Fingerprint,
    Flag,
    FlagEvent,
    PageFailure,
    PageVersion,
    StoredDocument,
    Story,
)

DOCUMENTS_A_COMMIT = 200  # so that a reviewer's answer never waits long for the writer
PAGES_A_COMMIT = 200


class Ledger:
    """Questions and decisions of one settling; `flush` stores what was decided."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last_number = store.last_flag_number()
        self._start()

    def _start(self) -> None:
        self._pages: list[str] = []
        self._failures: list[PageFailure] = []
        self._versions: dict[str, list[PageVersion]] = {}
        self._documents: dict[str, StoredDocument] = {}
        self._standing: dict[str, str] = {}
        self._matches: list[DocumentMatches] = []
        self._superseded: dict[str, str] = {}
        self._gone: dict[str, datetime] = {}
        self._stories: list[Story] = []
        self._prints: list[Fingerprint] = []
        self._flags: dict[int, Flag] = {}
        self._events: list[FlagEvent] = []

    # -- questions -------------------------------------------------------------------------------
    @property
    def next_number(self) -> int:
        """The number of the next flag."""
        return self._last_number + 1

    @property
    def is_full(self) -> bool:
        """Whether enough waits for one transaction."""
        return len(self._documents) >= DOCUMENTS_A_COMMIT or len(self._pages) >= PAGES_A_COMMIT

    def fact(self, name: str) -> str | None:
        """What the store keeps under a name."""
        return self._store.fact(name)

    def page_version(self, url: str) -> PageVersion | None:
        """The newest version of a watched page, with what waits here."""
        waiting = self._versions.get(url)
        return waiting[-1] if waiting else self._store.page_version(url)

    def matches(self, document_id: str) -> tuple[Match, ...]:
        """What the rules found in a version of a document, with what waits here."""
        waiting = (m.matches for m in self._matches if m.document_id == document_id)
        return next(waiting, None) or self._store.matches(document_id)

    def address(self, document_id: str) -> str | None:
        """The canonical address of a version of a document; None if there is no such."""
        found = self._documents.get(document_id) or self._store.document(document_id)
        return found.url if found else None

    def document_at(self, url: str) -> StoredDocument | None:
        """The standing version at an address, with what waits here."""
        if url in self._standing:
            return self._documents[self._standing[url]]
        return self._store.document_at(url)

    def story_of(
        self, text_sha256: str, bands: Sequence[int]
    ) -> tuple[str | None, list[Fingerprint]]:
        """The story of the same text, if any, and the fingerprints that share a band."""
        same = self._store.story_of_text(text_sha256) or next(
            (
                d.story_id
                for d in self._documents.values()
                if d.text_sha256 == text_sha256 and d.story_id
            ),
            None,
        )
        if same is not None or not bands:
            return same, []
        wanted = set(bands)
        waiting = [p for p in self._prints if wanted.intersection(p.bands)]
        return None, [*self._store.similar(bands), *waiting]

    def story_flags(self, story_id: str) -> tuple[Flag, ...]:
        """Every flag of a story, by number."""
        return self._merged(self._store.story_flags(story_id), "story_id", story_id)

    def document_flags(self, document_id: str) -> tuple[Flag, ...]:
        """Every flag that shows a version, by number."""
        return self._merged(self._store.document_flags(document_id), "document_id", document_id)

    def _merged(self, stored: Iterable[Flag], name: str, value: str) -> tuple[Flag, ...]:
        flags: dict[int, Flag] = {f.number: f for f in stored} | self._flags
        fitting = (f for f in flags.values() if getattr(f, name) == value)
        return tuple(sorted(fitting, key=lambda f: f.number))

    # -- decisions -------------------------------------------------------------------------------
    def assessed(self, page_id: str, failure: PageFailure | None) -> None:
        """A page is done with."""
        self._pages.append(page_id)
        if failure is not None:
            self._failures.append(failure)

    def add_version(self, version: PageVersion) -> None:
        """A watched page says something else than before."""
        self._versions.setdefault(version.url, []).append(version)

    def add_document(self, document: StoredDocument, matches: Sequence[Match]) -> None:
        """A new version; the one that stood at its address is superseded."""
        before = self.document_at(document.url)
        if before is not None:
            self._supersede(before, document.document.id)
        self._documents[document.document.id] = document
        self._standing[document.url] = document.document.id
        if matches:
            self._matches.append(
                DocumentMatches(document_id=document.document.id, matches=tuple(matches))
            )

    def _supersede(self, before: StoredDocument, by: str) -> None:
        old = before.document.id
        if old in self._documents:
            self._documents[old] = replace(before, superseded_by=by)
        else:
            self._superseded[old] = by

    def add_story(self, story: Story) -> None:
        """A story that begins."""
        self._stories.append(story)

    def add_fingerprint(self, fingerprint: Fingerprint) -> None:
        """What a document in a story is found by."""
        self._prints.append(fingerprint)

    def mark_gone(self, document: StoredDocument, at: datetime) -> None:
        """The address of a standing version answered that it is gone."""
        if document.document.id in self._documents:
            self._documents[document.document.id] = replace(document, gone_at=at)
        else:
            self._gone[document.document.id] = at

    def put_flag(self, flag: Flag, event: FlagEvent) -> None:
        """A flag as it now is, and what is said of the change."""
        self._flags[flag.number] = flag
        self._last_number = max(self._last_number, flag.number)
        self._events.append(event)

    def flush(self) -> None:
        """Store all that waits in one transaction; nothing happens if nothing does."""
        if not self._pages and not self._documents:
            return
        self._store.apply(self._changes())
        # A person may have had flags raised meanwhile, by taking a story apart.
        self._last_number = self._store.last_flag_number()
        self._start()

    def _changes(self) -> Changes:
        fields: dict[str, Any] = {
            "assessed": self._pages,
            "failures": self._failures,
            "versions": (v for versions in self._versions.values() for v in versions),
            "documents": self._documents.values(),
            "matches": self._matches,
            "superseded": self._superseded.items(),
            "gone": self._gone.items(),
            "stories": self._stories,
            "fingerprints": self._prints,
            "flags": (self._flags[number] for number in sorted(self._flags)),
            "events": self._events,
        }
        return Changes(**{name: tuple(values) for name, values in fields.items()})
