"""Making digests: what each subscriber has not been told yet, as a mail that waits to be sent.

    flags not told yet ─► those that the person wants ─► content ─► letter
        ─► digest and mail kept together ─► sent by `monitor.posting`

The flags of a digest are told once it is kept: whatever happens to the mail, no later letter
repeats them, and none is lost.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from monitor.digests.build import ITEMS_AT_MOST, SHAPES, Letter, build_letter, discreet
from monitor.digests.content import (
    Coverage,
    DigestContent,
    Group,
    ReviewFile,
    Ways,
    grouped,
    in_order,
    tally,
)
from monitor.digests.edition import Edition
from monitor.digests.message import Attach, Sender, mail_of, make_message
from monitor.digests.nights import coverage
from monitor.endlinks import PATH as END_PATH
from monitor.endlinks import letters_secret, token_of
from monitor.flagviews import standing_answer
from monitor.subscriptions import is_due, is_heartbeat_due, wanted_recommendations, wants
from storage.contract import Store
from storage.post import Digest, Subscription
from storage.records import Flag, FlagState, Lane

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
    edition: Edition, subscriptions: Sequence[Subscription]
) -> tuple[DigestOutcome, ...]:
    """Make the digest of everybody for whom one is due, and keep it to be sent."""
    found: list[DigestOutcome] = []
    for subscription in subscriptions:
        now, told = edition.clock.now(), edition.store.digests(subscription.address)
        last = told[-1].made_at if told else None
        if is_due(subscription, now, last):
            beat = is_heartbeat_due(subscription, now, last)
            found.append(queue_digest(edition, subscription, beat=beat))
    return tuple(found)


def queue_digest(
    edition: Edition, subscription: Subscription, *, beat: bool = False
) -> DigestOutcome:
    """Keep one person's digest to be sent, due or not. beat: also where there is nothing new."""
    store, sender = edition.store, edition.sender
    end = end_address(store, sender, subscription)
    made = make_digest(edition, subscription, end=end, beat=beat)
    if made.letter is None:
        return DigestOutcome(letter=None, flags=0, reason=made.reason)
    now, who = edition.clock.now(), subscription.address
    name = digest_id(who, made.numbers) if made.numbers else digest_id(f"{who} {now:%G-%V}", ())
    message = make_message(
        made.letter,
        digest_id=name,
        subscriber=who,
        made_at=now,
        sender=sender,
        neutral=subscription.neutral,
        end=end,
    )
    digest = Digest(id=name, subscriber=who, made_at=now, run_id=edition.run_id, flags=made.numbers)
    if not store.queue_mail(digest, mail_of(message, name, who, now)):
        return DigestOutcome(letter=None, flags=0, reason=NOTHING_NEW)
    return DigestOutcome(letter=made.letter, flags=len(made.numbers), reason="ready to be sent")


def end_address(store: Store, sender: Sender, subscription: Subscription) -> str:
    """Where a reader ends these letters; "" where no page is for everybody."""
    if not sender.origin:
        return ""
    return f"{sender.origin}{END_PATH}{token_of(letters_secret(store), subscription)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A letter that nobody has been sent. letter: None where there is nothing to say."""

    letter: Letter | None
    numbers: tuple[int, ...]
    reason: str


def make_digest(
    edition: Edition, subscription: Subscription, *, end: str = "", beat: bool = False
) -> Made:
    """The letter of what a person has not been told, and nothing kept.

    end: where the reader ends these letters; "": the letter does not say.
    """
    flags = unsent_flags(edition, subscription)
    if not flags and not beat:
        return Made(letter=None, numbers=(), reason=NOTHING_NEW)
    store, guide, now = edition.store, edition.guide, edition.clock.now()
    last = max((one.made_at for one in store.digests(subscription.address)), default=None)
    covered = coverage(store, guide, edition.run_id, since=last, zone=subscription.zone)
    content = gather(edition, flags, covered, now.date())
    by, ordered = edition.sender, in_order(flags, guide.register)
    file = _file(by, subscription, lambda attach: attach(store, guide, ordered, now))
    ways = Ways(origin=by.origin, end=end, file=file)
    content = replace(content, ways=ways, reopened=edition.reopened())
    letter = build_letter(content)
    if subscription.neutral or subscription.link_only:
        letter = discreet(letter, content, link_only=subscription.link_only)
    numbers = tuple(flag.number for flag in flags)
    return Made(letter=letter, numbers=numbers, reason="only shown: not sent, not remembered")


def _file(
    sender: Sender,
    subscription: Subscription,
    made: Callable[[Attach], ReviewFile | None],
) -> ReviewFile | None:
    """What comes with the letter: where no page is for all, and no stranger is to see a word."""
    is_discreet = subscription.neutral or subscription.link_only
    if sender.origin or sender.attach is None or is_discreet or not subscription.review_file:
        return None
    return made(sender.attach)


def digest_id(subscriber: str, numbers: Iterable[int]) -> str:
    """The name of the digest that tells this person of these flags."""
    told = f"{subscriber}\n{','.join(str(n) for n in sorted(numbers))}"
    return sha256(told.encode()).hexdigest()[:24]


def unsent_flags(edition: Edition, subscription: Subscription) -> tuple[Flag, ...]:
    """Flags in no earlier digest of this person that he wants, by number; never the backlog.

    Nor joined ones: another flag tells the same.
    """
    store = edition.store
    told = {n for digest in store.digests(subscription.address) for n in digest.flags}
    # A digest tells all that its reader wants, so only what was raised after the last can be new;
    # but what waits to be confirmed may be as old as it likes.
    first = 0 if subscription.confirmed_only else max(told, default=0)
    found = (flag for flag in edition.raised_after(first) if flag.number not in told)
    telling = (f for f in found if f.lane is not Lane.BACKLOG and f.state is not FlagState.JOINED)
    chosen = wanted_recommendations(subscription, edition.guide.register)
    return tuple(flag for flag in telling if _wants(store, subscription, flag, chosen))


def _wants(
    store: Store, subscription: Subscription, flag: Flag, chosen: frozenset[str] | None
) -> bool:
    answered = flag.state is FlagState.ANSWERED
    standing = standing_answer(store.reviews(flag.number)) if answered else None
    language = ""
    if subscription.languages:
        document = store.document(flag.document_id)
        language = document.document.language if document else ""
    return wants(subscription, flag, language, standing, chosen)


def gather(
    edition: Edition, flags: tuple[Flag, ...], covered: Coverage, day: date
) -> DigestContent:
    """What the letter says of these flags; only those that it can show are looked up."""
    return DigestContent(
        register=edition.guide.register,
        day=day,
        coverage=covered,
        happened=_groups(edition, flags, Lane.HAPPENED),
        coming=_groups(edition, flags, Lane.COMING),
        tally=tally(flags),
    )


def _groups(edition: Edition, flags: tuple[Flag, ...], lane: Lane) -> tuple[Group, ...]:
    groups: list[Group] = []
    for index, (name, found) in enumerate(grouped(flags, lane, edition.guide.register)):
        wanted = found[:ITEMS_AT_MOST] if index < _GROUPS_AT_MOST else ()
        recommendation = edition.guide.recommendation(name)
        groups.append(
            Group(
                recommendation=name,
                asks=recommendation.asks if recommendation else "(no longer in the register)",
                count=len(found),
                shown=tuple(edition.view(flag) for flag in wanted),
            )
        )
    return tuple(groups)
