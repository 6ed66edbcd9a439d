"""Records as the API says them: exact; whoever shows them makes them fit to be shown."""

from collections.abc import Iterable

from monitor.flagviews import FlagView, Guide, standing_answer
from monitor.web.api import shapes
from rules import records as judged
from rules.records import Ladder, Recommendation
from storage import records
from storage.queue import ListedFlag
from storage.records import Flag, FlagEvent, SourceNight, StoredDocument


def told_flag(listed: ListedFlag) -> shapes.Flag:
    """A flag of a list."""
    flag, standing = listed.flag, standing_answer(listed.reviews)
    return shapes.Flag(
        number=flag.number,
        recommendation=flag.recommendation,
        lane=flag.lane,
        heading=flag.heading,
        state=flag.state,
        raised_at=flag.raised_at,
        reason=flag.reason,
        story=flag.story_id,
        document=flag.document_id,
        title=listed.title,
        language=listed.language,
        source=listed.source_id,
        published=listed.published,
        fetched_at=listed.fetched_at,
        address=listed.address,
        matches=[_match(one) for one in listed.matches],
        answer=told_review(standing) if standing else None,
    )


def listed_of(view: FlagView, reviews: tuple[records.Review, ...]) -> ListedFlag:
    """A flag that was asked for alone, as a list would have it; with the matches it rests on."""
    stored = view.document
    return ListedFlag(
        flag=view.flag,
        title=stored.document.title,
        language=stored.document.language,
        source_id=stored.source_id,
        published=stored.document.published,
        fetched_at=stored.fetched_at,
        address=address_of(stored),
        matches=view.matches,
        reviews=reviews,
    )


def told_review(review: records.Review) -> shapes.Review:
    """An answer."""
    return shapes.Review(
        number=review.number,
        flag=review.flag,
        answer=review.answer,
        note=review.note,
        reviewer=review.reviewer,
        at=review.at,
    )


def told_event(event: FlagEvent) -> shapes.Event:
    """What a run did."""
    return shapes.Event(run=event.run_id, at=event.at, what=event.what, reason=event.reason)


def told_recommendation(
    demand: Recommendation, ladder: Ladder | None, standing: Iterable[records.Status]
) -> shapes.Recommendation:
    """A demand. standing: the statuses that stand, of any demands."""
    set_for = {one.clause: one for one in standing if one.recommendation == demand.id}
    return shapes.Recommendation(
        id=demand.id,
        asks=demand.asks,
        addressees=list(demand.addressees),
        ladder=demand.ladder,
        rungs=list(ladder.rungs) if ladder else [],
        life=demand.life.state.value,
        life_since=demand.life.on,
        clauses=[
            shapes.Clause(
                id=clause,
                text=text,
                status=_status(set_for[clause]) if clause in set_for else None,
            )
            for clause, text in demand.clauses
        ],
    )


def told_document(stored: StoredDocument, flags: Iterable[Flag]) -> shapes.Document:
    """A document, with the flags of its story."""
    document = stored.document
    return shapes.Document(
        id=document.id,
        title=document.title,
        language=document.language,
        source=stored.source_id,
        published=document.published,
        fetched_at=stored.fetched_at,
        address=address_of(stored),
        gone_at=stored.gone_at,
        flags=[flag.number for flag in flags],
    )


def told_night(night: SourceNight, guide: Guide) -> shapes.SourceNight:
    """How a source ended a night."""
    outcome, source = night.outcome, guide.sources.get(night.outcome.source_id)
    return shapes.SourceNight(
        source=outcome.source_id,
        name=source.name if source else outcome.source_id,
        state=outcome.state.value,
        reason=outcome.reason,
        read=outcome.read,
        unchanged=outcome.unchanged,
        refused=outcome.refused,
        documents=night.documents,
        last_good=night.last_good,
        cure=night.cure,
        refusals=[shapes.Refusal(address=r.url, reason=r.reason) for r in outcome.refusals],
    )


def address_of(stored: StoredDocument) -> str:
    """A document's own address, or the canonical one."""
    return stored.document.url or stored.url


def _match(match: judged.Match) -> shapes.Match:
    return shapes.Match(
        clause=match.clause,
        signal=match.signal,
        toward=match.toward.value,
        factuality=match.factuality.value,
        rung=match.rung,
        evidence=[
            shapes.Evidence(field=e.field, start=e.start, end=e.end, quote=e.quote, part=e.part)
            for e in match.evidence
        ],
    )


def _status(status: records.Status) -> shapes.Status:
    return shapes.Status(
        number=status.number,
        implementation=status.implementation,
        rung=status.rung,
        flags=list(status.flags),
        note=status.note,
        reviewer=status.reviewer,
        at=status.at,
    )
