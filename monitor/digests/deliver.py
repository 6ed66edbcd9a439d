"""Making and handing over a digest: what a subscriber has not been sent yet.

    flags after the last letter ─► without what a person dismissed ─► content ─► letter
        ─► handed over, durable ─► remembered

Killed before the last step, the next digest of the same flags has the same name and does not
become a second letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from monitor.contracts import Clock, Mailer
from monitor.digests.build import ITEMS_AT_MOST, SHAPES, Letter, build_letter
from monitor.digests.content import (
    Coverage,
    DigestContent,
    Group,
    Trouble,
    grouped,
    tally,
)
from monitor.digests.message import make_message
from monitor.flagviews import Guide, standing_answer, view_flag
from spiders.records import SourceState
from storage.contract import Store
from storage.records import Answer, Digest, Flag, FlagQuery, FlagState, Lane

_AT_ONCE = 500
_TROUBLED = (SourceState.FAILED, SourceState.SUSPICIOUS, SourceState.PARTIAL)
_GROUPS_AT_MOST = SHAPES[0][0]


@dataclass(frozen=True, slots=True)
class DigestOutcome:
    """What became of a digest. letter: None where there was nothing to say; reason says so.

    path: the file it lies in; None where it was sent or only shown. flags: how many it tells.
    """

    letter: Letter | None
    path: Path | None
    flags: int
    reason: str


def make_digest(
    store: Store,
    clock: Clock,
    guide: Guide,
    mailer: Mailer | None,
    *,
    subscriber: str,
    run_id: str,
) -> DigestOutcome:
    """Make the digest of what `subscriber` has not been sent, and hand it over.

    run_id: the night whose coverage it states. mailer: None makes the letter and keeps nothing.
    Raises OSError where the letter can't be handed over; it then counts as not sent.
    """
    flags = unsent_flags(store, subscriber)
    if not flags:
        return DigestOutcome(None, None, 0, "nothing new since the last digest, so no letter")
    letter = build_letter(gather(store, guide, flags, clock, run_id))
    if mailer is None:
        return DigestOutcome(letter, None, len(flags), "only shown: not sent, not remembered")
    numbers = tuple(flag.number for flag in flags)
    digest = Digest(
        id=digest_id(subscriber, numbers),
        subscriber=subscriber,
        made_at=clock.now(),
        run_id=run_id,
        flags=numbers,
    )
    path = _hand_over(store, mailer, letter, digest)
    return DigestOutcome(letter, path, len(flags), "handed over")


def _hand_over(store: Store, mailer: Mailer, letter: Letter, digest: Digest) -> Path | None:
    message = make_message(
        letter, digest_id=digest.id, subscriber=digest.subscriber, made_at=digest.made_at
    )
    path = mailer.deliver(message, digest.id)
    store.add_digest(digest)
    return path


def digest_id(subscriber: str, numbers: Iterable[int]) -> str:
    """The name of the digest that tells this person of these flags."""
    told = f"{subscriber}\n{','.join(str(n) for n in sorted(numbers))}"
    return sha256(told.encode()).hexdigest()[:24]


def unsent_flags(store: Store, subscriber: str) -> tuple[Flag, ...]:
    """Flags in no earlier digest of this person, by number; never the backlog.

    What a person has found not relevant meanwhile is left out.
    """
    sent = {number for digest in store.digests(subscriber) for number in digest.flags}
    # Every digest tells all there was, so only what was raised after the last can be new.
    found = _flags_after(store, max(sent, default=0))
    return tuple(f for f in found if f.lane is not Lane.BACKLOG and not _dismissed(store, f))


def _flags_after(store: Store, number: int) -> Iterable[Flag]:
    while some := store.flags(FlagQuery(after=number, limit=_AT_ONCE)):
        yield from some
        number = some[-1].number


def _dismissed(store: Store, flag: Flag) -> bool:
    if flag.state is not FlagState.ANSWERED:
        return False
    answer = standing_answer(store.reviews(flag.number))
    return answer is not None and answer.answer is Answer.NOT_RELEVANT


def gather(
    store: Store, guide: Guide, flags: tuple[Flag, ...], clock: Clock, run_id: str
) -> DigestContent:
    """What the letter says of these flags; only those that it can show are looked up."""
    return DigestContent(
        register=guide.register,
        day=clock.now().date(),
        coverage=coverage(store, guide, run_id),
        happened=_groups(store, guide, flags, Lane.HAPPENED),
        coming=_groups(store, guide, flags, Lane.COMING),
        tally=tally(flags),
        reopened=_reopened(store, run_id),
    )


def _groups(store: Store, guide: Guide, flags: tuple[Flag, ...], lane: Lane) -> tuple[Group, ...]:
    groups: list[Group] = []
    for index, (name, found) in enumerate(grouped(flags, lane, guide.register)):
        wanted = found[:ITEMS_AT_MOST] if index < _GROUPS_AT_MOST else ()
        recommendation = guide.recommendation(name)
        groups.append(
            Group(
                recommendation=name,
                asks=recommendation.asks if recommendation else "(no longer in the register)",
                count=len(found),
                shown=tuple(view_flag(store, guide, flag) for flag in wanted),
            )
        )
    return tuple(groups)


def coverage(store: Store, guide: Guide, run_id: str) -> Coverage:
    """What a night read, and which sources it could not read as it should."""
    nights = store.source_nights(run_id)
    return Coverage(
        sources=sum(n.outcome.state is not SourceState.SKIPPED for n in nights),
        pages=store.counts(run_id).get("pages", 0),
        troubles=tuple(
            Trouble(name=_name(guide, o.source_id), state=o.state, reason=o.reason)
            for o in (night.outcome for night in nights)
            if o.state in _TROUBLED
        ),
    )


def _name(guide: Guide, source_id: str) -> str:
    source = guide.sources.get(source_id)
    return source.name if source else source_id


def _reopened(store: Store, run_id: str) -> int:
    touched = sum(count.count for count in store.flag_counts(run_id))
    raised, after = 0, 0
    while some := store.flags(FlagQuery(run_id=run_id, after=after, limit=_AT_ONCE)):
        raised, after = raised + len(some), some[-1].number
    return max(0, touched - raised)
