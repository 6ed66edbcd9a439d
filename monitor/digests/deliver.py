"""Making digests: what each subscriber has not been told yet, as a mail that waits to be sent.

    flags not told yet ─► those that the person wants ─► content ─► letter
        ─► digest and mail kept together ─► sent by `monitor.posting`

The flags of a digest are told once it is kept: whatever happens to the mail, no later letter
repeats them, and none is lost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from monitor.contracts import Clock
from monitor.digests.build import ITEMS_AT_MOST, SHAPES, Letter, build_letter, discreet
from monitor.digests.content import (
    Coverage,
    DigestContent,
    Group,
    Trouble,
    grouped,
    tally,
)
from monitor.digests.message import Sender, mail_of, make_message
from monitor.flagviews import Guide, standing_answer, view_flag
from monitor.subscriptions import is_due, is_heartbeat_due, wants
from spiders.records import SourceState
from storage.contract import Store
from storage.post import Subscription
from storage.records import Digest, Flag, FlagQuery, FlagState, Lane

_AT_ONCE = 500
_TROUBLED = (SourceState.FAILED, SourceState.SUSPICIOUS, SourceState.PARTIAL)
_GROUPS_AT_MOST = SHAPES[0][0]
NOTHING_NEW = "nothing new since the last digest, so no letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOutcome:
    """What became of a digest. letter: None where there was nothing to say; reason says so.

    path: the file it lies in; None where it was sent, waits, or was only shown. flags: how many it
    tells.
    """

    letter: Letter | None
    flags: int
    reason: str
    path: Path | None = None


def queue_digests(
    store: Store,
    clock: Clock,
    guide: Guide,
    subscriptions: Sequence[Subscription],
    *,
    run_id: str,
    sender: Sender,
) -> tuple[DigestOutcome, ...]:
    """Make the digest of everybody for whom one is due, and keep it to be sent.

    run_id: the night whose coverage it states.
    """
    found: list[DigestOutcome] = []
    for subscription in subscriptions:
        told = store.digests(subscription.address)
        last = told[-1].made_at if told else None
        if not is_due(subscription, clock.now(), last):
            continue
        beat = is_heartbeat_due(subscription, clock.now(), last)
        found.append(
            queue_digest(store, clock, guide, subscription, run_id=run_id, sender=sender, beat=beat)
        )
    return tuple(found)


def queue_digest(
    store: Store,
    clock: Clock,
    guide: Guide,
    subscription: Subscription,
    *,
    run_id: str,
    sender: Sender,
    beat: bool = False,
) -> DigestOutcome:
    """Keep one person's digest to be sent, due or not. beat: also where there is nothing new."""
    made = make_digest(store, clock, guide, subscription, run_id=run_id, beat=beat)
    if made.letter is None:
        return DigestOutcome(letter=None, flags=0, reason=made.reason)
    now, who = clock.now(), subscription.address
    name = digest_id(who, made.numbers) if made.numbers else digest_id(f"{who} {now:%G-%V}", ())
    message = make_message(
        made.letter,
        digest_id=name,
        subscriber=who,
        made_at=now,
        sender=sender,
        neutral=subscription.neutral,
    )
    digest = Digest(id=name, subscriber=who, made_at=now, run_id=run_id, flags=made.numbers)
    if not store.queue_mail(digest, mail_of(message, name, who, now)):
        return DigestOutcome(letter=None, flags=0, reason=NOTHING_NEW)
    return DigestOutcome(letter=made.letter, flags=len(made.numbers), reason="ready to be sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A letter that nobody has been sent. letter: None where there is nothing to say."""

    letter: Letter | None
    numbers: tuple[int, ...]
    reason: str


def make_digest(
    store: Store,
    clock: Clock,
    guide: Guide,
    subscription: Subscription,
    *,
    run_id: str,
    beat: bool = False,
) -> Made:
    """The letter of what a person has not been told, and nothing kept."""
    flags = unsent_flags(store, subscription)
    if not flags and not beat:
        return Made(letter=None, numbers=(), reason=NOTHING_NEW)
    content = gather(store, guide, flags, clock, run_id)
    letter = build_letter(content)
    if subscription.neutral or subscription.link_only:
        letter = discreet(letter, content, link_only=subscription.link_only)
    numbers = tuple(flag.number for flag in flags)
    return Made(letter=letter, numbers=numbers, reason="only shown: not sent, not remembered")


def digest_id(subscriber: str, numbers: Iterable[int]) -> str:
    """The name of the digest that tells this person of these flags."""
    told = f"{subscriber}\n{','.join(str(n) for n in sorted(numbers))}"
    return sha256(told.encode()).hexdigest()[:24]


def unsent_flags(store: Store, subscription: Subscription) -> tuple[Flag, ...]:
    """Flags in no earlier digest of this person that he wants, by number; never the backlog.

    Nor joined ones: another flag tells the same.
    """
    told = {n for digest in store.digests(subscription.address) for n in digest.flags}
    # A digest tells all that its reader wants, so only what was raised after the last can be new;
    # but what waits to be confirmed may be as old as it likes.
    first = 0 if subscription.confirmed_only else max(told, default=0)
    found = (flag for flag in _flags_after(store, first) if flag.number not in told)
    telling = (f for f in found if f.lane is not Lane.BACKLOG and f.state is not FlagState.JOINED)
    return tuple(flag for flag in telling if _wants(store, subscription, flag))


def _wants(store: Store, subscription: Subscription, flag: Flag) -> bool:
    answered = flag.state is FlagState.ANSWERED
    standing = standing_answer(store.reviews(flag.number)) if answered else None
    language = ""
    if subscription.languages:
        document = store.document(flag.document_id)
        language = document.document.language if document else ""
    return wants(subscription, flag, language, standing)


def _flags_after(store: Store, number: int) -> Iterator[Flag]:
    while some := store.flags(FlagQuery(after=number, limit=_AT_ONCE)):
        yield from some
        number = some[-1].number


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
            Trouble(
                name=_name(guide, night.outcome.source_id),
                state=night.outcome.state,
                reason=night.outcome.reason,
                last_good=night.last_good.date() if night.last_good else None,
                cure=night.cure,
            )
            for night in nights
            if night.outcome.state in _TROUBLED
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
