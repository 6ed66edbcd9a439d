"""What a visit to a watched page brought, and whether to believe it.

    passages now ─► too little left? suspicious, nothing changes
                 ─► first visit, or read in another way: where the page begins
                 ─► differences to the version that stands ─► documents to settle, places that went

A row is a document from its first visit on, for it states its own day. A paragraph is one from the
first visit only if the rules find something in it, else once it changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from monitor.contracts import Assessed, Assessment, WatchedPage
from monitor.differences import Came, differences, rekeyed
from monitor.extract.failures import PageShrank
from monitor.printable import shortened
from rules.records import Match
from storage.records import (
    Flag,
    MadeFrom,
    PageFailure,
    PageRecord,
    PageVersion,
    Passage,
    StoredDocument,
)

ENOUGH = 400  # characters; of less than that half may go
LEFT_AT_LEAST = 0.5
QUOTED_AT_MOST = 160  # characters of a passage in the reason that a person reads
ACCEPTED_BY = 16  # letters of a text's hash that a person copies


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """version: to be kept; None: nothing changed. is_first: there is nothing to compare it with.

    documents: to be settled. went: addresses of passages that are on the page no more.
    """

    version: PageVersion | None = None
    documents: tuple[Assessed, ...] = ()
    went: tuple[str, ...] = ()
    is_first: bool = False


def text_hash(watched: WatchedPage) -> str:
    """Of title and passages, whatever their keys."""
    lines = (watched.title, *(passage.text for passage in watched.passages))
    return sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


def accepted_fact(name: str) -> str:
    """Under which name the store keeps that a person has accepted the text of that hash."""
    return f"accepted-page:{name}"


def shrunk(before: PageVersion | None, watched: WatchedPage) -> str | None:
    """Why so little is left that it may be a fault; None: it can be believed."""
    if before is None or before.read_as != watched.read_as or not before.passages:
        return None
    if not watched.passages:
        return f"none of the {len(before.passages)} rows or paragraphs of before is there"
    was, left = _length(before.passages), _length(watched.passages)
    if was >= ENOUGH and left < LEFT_AT_LEAST * was:
        return f"only {left:,} of {was:,} characters are left"
    return None


def _length(passages: Sequence[Passage]) -> int:
    return sum(len(passage.text) for passage in passages)


def believed(
    before: PageVersion | None, assessment: Assessment, fact: Callable[[str], str | None]
) -> Assessment:
    """The assessment, or a failure in its place, which changes nothing, where a watched page has
    shrunk and no person has accepted that. fact: Store.fact.
    """
    watched = assessment.watched
    why = shrunk(before, watched) if watched else None
    if watched is None or why is None:
        return assessment
    name = text_hash(watched)[:ACCEPTED_BY]
    if fact(accepted_fact(name)):
        return assessment
    reason = f"the page shrank: {why}; if that is right: recwatch pages accept {name}"
    failure = PageFailure(page_id=assessment.page_id, kind=PageShrank.__name__, reason=reason)
    return replace(assessment, documents=(), watched=None, failure=failure)


def decide_visit(
    before: PageVersion | None, page: PageRecord, assessment: Assessment, run_id: str
) -> Visit:
    """What to keep and to settle of an assessment that has `watched`."""
    watched = assessment.watched
    if watched is None:
        return Visit()
    same_way = before is not None and before.read_as == watched.read_as
    passages = watched.passages
    if before is not None and not watched.keyed:
        passages = rekeyed(before.passages, passages)
    documents = _readdressed(assessment, passages)
    version = PageVersion(
        url=assessment.url,
        number=before.number + 1 if before else 1,
        page_id=page.id,
        run_id=run_id,
        source_id=page.written.source_id,
        title=watched.title,
        text_sha256=text_hash(watched),
        read_as=watched.read_as,
        passages=passages,
        seen_at=page.written.fetched_at,
    )
    if before is None or not same_way:
        begin = tuple(d for d in documents if d.matches or d.made_from is MadeFrom.FACT)
        return Visit(version=version, documents=begin, is_first=True)
    changed = differences(before.passages, passages)
    if not changed:
        return Visit()
    news = {d.key for d in changed if d.what is not Came.WENT}
    pairs = zip(passages, documents, strict=True)
    return Visit(
        version=version,
        documents=tuple(document for passage, document in pairs if passage.key in news),
        went=tuple(f"{assessment.url}#{d.key}" for d in changed if d.what is Came.WENT),
    )


def why_anew(
    shown: Sequence[Flag], matches: Sequence[Match], before: StoredDocument, now: StoredDocument
) -> dict[int, str]:
    """By number, why flags of a passage wait for a person again although the same is found.

    matches: those of `before`. Words that a flag quotes are gone, or were gone and are back. Of a
    row every word counts, for each is a cell's.
    """
    found: dict[int, str] = {}
    for flag in shown:
        if before.gone_at is not None or flag.document_id != before.document.id:
            found[flag.number] = "the page says this again, after it had not"
        elif lost := _lost(flag, matches, before, now):
            found[flag.number] = f"it has no longer the words “{shortened(lost, QUOTED_AT_MOST)}”"
    return found


def _lost(
    flag: Flag, matches: Sequence[Match], before: StoredDocument, now: StoredDocument
) -> str | None:
    text = now.document.text
    if now.made_from is MadeFrom.FACT:
        return before.document.text if before.document.text != text else None
    evidence = (e for m in matches if m.recommendation == flag.recommendation for e in m.evidence)
    return next((e.quote for e in evidence if e.field == "text" and e.quote not in text), None)


def _readdressed(assessment: Assessment, passages: Sequence[Passage]) -> tuple[Assessed, ...]:
    addresses = (f"{assessment.url}#{passage.key}" for passage in passages)
    return tuple(
        replace(found, url=url, document=replace(found.document, url=url))
        for found, url in zip(assessment.documents, addresses, strict=True)
    )
