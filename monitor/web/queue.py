"""The queue: a row a story, in the order of priority, by lane and filter."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Response

from monitor.flagviews import TIER_WORDS
from monitor.printable import shortened
from monitor.web.filters import (
    ANSWERED,
    ANY,
    SETTLE,
    UNSURE,
    Filter,
    question,
    read_filter,
    read_key,
    write_key,
)
from monitor.web.render import page, to
from monitor.web.told import told_of
from monitor.web.visit import AskedNumber, Reader, Reviewer, Sent, Visit
from spiders.records import SourceState, Tier
from storage.queue import QueueItem, SavedFilter
from storage.records import Run, SourceNight

router = APIRouter()
ROWS = 25
_ENOUGH, _ENOUGH_WITH_WORDS = 1000, 100  # flags that are counted
LEAD = 160  # letters of a text
FILTERS_AT_MOST = 20
STATE_WORDS = {
    UNSURE: "waiting for a colleague",
    SETTLE: "waiting to be settled",
    ANSWERED: "answered",
    ANY: "any",
}
_BAD = (SourceState.FAILED, SourceState.SUSPICIOUS, SourceState.PARTIAL)


@router.get("/")
def front(visit: Reader) -> Response:
    """The queue is the front page."""
    del visit
    return to("/queue")


@router.get("/queue")
def queue(visit: Reader, told: AskedNumber = 0) -> Response:
    """The rows that fit. told: the flag answered just before, whose answer can be taken back."""
    office = visit.office
    office.rank_new()
    chosen = read_filter(visit.request.query_params)
    asked = question(chosen, visit)
    after = read_key(visit.request.query_params.get("after", ""))
    enough = _ENOUGH_WITH_WORDS if asked.terms else _ENOUGH
    found_in = office.store.queue_counts(asked, enough + 1)
    is_empty = asked.lane is not None and asked.lane not in found_in
    found = () if is_empty else office.store.queue(asked, after, ROWS + 1)
    counts = {lane.value: _counted(count, enough) for lane, count in found_in.items()}
    run, failed = _last_night(visit)
    return page(
        visit,
        "queue.html.j2",
        title="Queue",
        chosen=chosen,
        items=_rows(visit, found[:ROWS]),
        further=write_key(found[ROWS - 1].key) if len(found) > ROWS else "",
        is_first=after is None,
        counts=counts,
        total=counts.get(chosen.lane, "0"),
        run=run,
        failed=failed,
        claims={c.flag: c.account for c in office.store.claims(office.clock.now())},
        saved=office.store.filters(visit.name),
        choices=_choices(visit),
        told=told_of(visit, told),
        beside=() if found or chosen.is_narrow else _beside(visit),
    )


@router.post("/filters")
def save(visit: Reviewer, sent: Sent) -> Response:
    """Keep a filter under a name, or forget one."""
    chosen = read_filter(dict(sent.fields))
    name = " ".join(sent.one("name").split())[:60]
    if sent.one("forget"):
        visit.office.store.forget_filter(visit.name, sent.one("forget"))
    elif (
        name.isprintable()
        and name
        and len(visit.office.store.filters(visit.name)) < FILTERS_AT_MOST
    ):
        saved = SavedFilter(account=visit.name, name=name, query=chosen.address)
        visit.office.store.save_filter(saved)
    return to(f"/queue?{chosen.address}")


def _beside(visit: Visit) -> list[tuple[str, str]]:
    """What waits, but not for this person: (state, how many in all lanes)."""
    asked = {state: question(Filter(state=state), visit) for state in (UNSURE, SETTLE)}
    counts = {
        state: sum(visit.office.store.queue_counts(each, _ENOUGH + 1).values())
        for state, each in asked.items()
    }
    return [(state, _counted(count, _ENOUGH)) for state, count in counts.items() if count]


def _counted(count: int, enough: int) -> str:
    """A count as it is said: beyond `enough` nobody went on counting."""
    return f"{count:,}" if count <= enough else f"more than {enough:,}"


def _rows(visit: Visit, items: Sequence[QueueItem]) -> list[dict[str, object]]:
    """The rows; those of one title show how their texts begin, which tells them apart."""
    titles = Counter(item.title for item in items)
    return [_row(visit, item) | {"lead": _lead(visit, item, titles)} for item in items]


def _lead(visit: Visit, item: QueueItem, titles: Counter[str]) -> str:
    if titles[item.title] == 1:
        return ""
    found = visit.office.store.document(item.flag.document_id)
    return shortened(found.document.text, LEAD) if found else ""


def _row(visit: Visit, item: QueueItem) -> dict[str, object]:
    source = visit.office.guide.sources.get(item.source_id)
    return {
        "item": item,
        "source": source.name if source else item.source_id,
        "tier": source.tier.value if source else "",
        "tier_words": TIER_WORDS[source.tier] if source else "source unknown",
        "recommendation": visit.office.guide.recommendation(item.flag.recommendation),
    }


def _last_night(visit: Visit) -> tuple[Run | None, Sequence[SourceNight]]:
    runs = visit.office.store.runs(1)
    if not runs:
        return None, ()
    nights = visit.office.store.source_nights(runs[0].id)
    return runs[0], [night for night in nights if night.outcome.state in _BAD]


def _choices(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    guide = visit.office.guide
    return {
        "recommendation": [
            (one.id, f"{one.id} {one.asks}"[:70]) for one in guide.register.recommendations
        ],
        "language": [(code, code) for code in guide.register.languages],
        "tier": [(tier.value, TIER_WORDS[tier]) for tier in Tier],
        "source": sorted((s.id, s.name) for s in guide.sources.values()),
        "state": list(STATE_WORDS.items()),
        "given": [(name, name) for name in visit.office.colleagues() if name != visit.name],
    }


def next_number(visit: Visit, chosen: Filter, number: int) -> int | None:
    """The flag that comes after this one in the filtered queue; None where nothing waits.

    What a colleague is looking at is passed over. Behind the last comes the first.
    """
    office = visit.office
    office.rank_new()
    weight = office.weight(office.store.flag(number))
    key = read_key(f"{weight.priority if weight else 0}.{number}")
    now = office.clock.now()
    held = {c.flag for c in office.store.claims(now) if c.account != visit.name}
    state = chosen.state if chosen.state in (UNSURE, SETTLE) else ""
    asked = replace(question(replace(chosen, state=state), visit), asks=visit.name)
    for after in (key, None):
        for item in office.store.queue(asked, after, ROWS):
            if item.flag.number != number and item.flag.number not in held:
                return item.flag.number
    return None
