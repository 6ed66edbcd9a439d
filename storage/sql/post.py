"""Subscriptions, and the mails on their way."""

import json
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, select, update

from storage.post import Digest, Mail, MailState, Rhythm, Subscription
from storage.records import Heading, Lane
from storage.sql.idempotent import insert
from storage.sql.letters import add_digest
from storage.sql.post_tables import mails
from storage.sql.post_tables import subscriptions as subscription_rows
from storage.sql.rows import Cells, Row, dumps

_MAIL = ("id", "address", "message", "made_at", "due_at", "changed_at", "tries", "said")
_LISTS = ("recommendations", "addressees", "themes", "languages")
_MOMENTS = {
    "paused_from": date.fromisoformat,
    "paused_until": date.fromisoformat,
    "ended_at": datetime.fromisoformat,
}


def keep_subscription(connection: Connection, subscription: Subscription) -> None:
    """Keep what a person wants, in the place of what it was."""
    body = asdict(subscription)
    for name in _MOMENTS:
        body[name] = body[name].isoformat() if body[name] else None
    statement = insert(connection, subscription_rows).values(
        address=subscription.address, body=dumps(body)
    )
    changed = {"body": statement.excluded.body}
    connection.execute(statement.on_conflict_do_update(index_elements=["address"], set_=changed))


def drop_subscription(connection: Connection, address: str) -> bool:
    """Forget what a person wants; False if nobody of this address wants anything."""
    rows = subscription_rows
    known = connection.execute(select(rows.c.address).where(rows.c.address == address)).first()
    connection.execute(delete(rows).where(rows.c.address == address))
    return known is not None


def subscriptions(connection: Connection) -> tuple[Subscription, ...]:
    """By address."""
    query = select(subscription_rows.c.body).order_by(subscription_rows.c.address)
    return tuple(_subscription(body) for body in connection.scalars(query))


def _subscription(body: str) -> Subscription:
    fields = json.loads(body)  # without what later versions added, where an earlier one wrote it
    lists = {name: tuple(fields.get(name, ())) for name in _LISTS}
    moments = {name: fields[name] for name in _MOMENTS if fields.get(name)}
    return Subscription(
        **fields
        | lists
        | {name: _MOMENTS[name](text) for name, text in moments.items()}
        | {
            "directions": tuple(Heading(one) for one in fields["directions"]),
            "lanes": tuple(Lane(one) for one in fields["lanes"]),
            "rhythm": Rhythm(fields["rhythm"]),
        }
    )


# -- mails -----------------------------------------------------------------------------------------
def queue_mail(connection: Connection, digest: Digest, mail: Mail) -> bool:
    """Keep a digest and the mail that tells it; False if the digest is known."""
    if not add_digest(connection, digest):
        return False
    connection.execute(mails.insert(), _row(mail))
    return True


def claim_mails(
    connection: Connection, now: datetime, stale_before: datetime, limit: int
) -> tuple[Mail, ...]:
    """What is due, made SENDING; what was left SENDING becomes UNSURE."""
    left = (mails.c.state == MailState.SENDING.value, mails.c.changed_at < stale_before)
    connection.execute(
        update(mails).where(*left).values(state=MailState.UNSURE.value, changed_at=now)
    )
    query = (
        select(mails.c.id)
        .where(mails.c.state == MailState.WAITING.value, mails.c.due_at <= now)
        .order_by(mails.c.due_at, mails.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = connection.scalars(query).all()
    claimed = mails.c.id.in_(ids)
    connection.execute(
        update(mails).where(claimed).values(state=MailState.SENDING.value, changed_at=now)
    )
    found = select(mails).where(claimed).order_by(mails.c.due_at, mails.c.id)
    return tuple(_mail(row) for row in connection.execute(found).mappings())


def close_mail(connection: Connection, mail: Mail) -> None:
    """Keep what became of a mail. Raises ValueError for an unknown one."""
    known = connection.execute(select(mails.c.id).where(mails.c.id == mail.id)).first()
    if known is None:
        raise ValueError(f"there is no mail {mail.id}")
    connection.execute(update(mails).where(mails.c.id == mail.id).values(_row(mail)))


def waiting_mails(connection: Connection, address: str) -> tuple[Mail, ...]:
    """What waits to be sent to an address."""
    waits = and_(mails.c.address == address, mails.c.state == MailState.WAITING.value)
    query = select(mails).where(waits).order_by(mails.c.due_at, mails.c.id)
    return tuple(_mail(row) for row in connection.execute(query).mappings())


def withdraw_mail(connection: Connection, mail_id: str, now: datetime, said: str) -> bool:
    """Make a mail WITHDRAWN; False if it does not wait any more."""
    waits = and_(mails.c.id == mail_id, mails.c.state == MailState.WAITING.value)
    if connection.execute(select(mails.c.id).where(waits).with_for_update()).first() is None:
        return False
    changed = {"state": MailState.WITHDRAWN.value, "changed_at": now, "said": said}
    connection.execute(update(mails).where(mails.c.id == mail_id).values(changed))
    return True


def mail(connection: Connection, mail_id: str) -> Mail | None:
    """A mail by its id."""
    row = connection.execute(select(mails).where(mails.c.id == mail_id)).mappings().first()
    return None if row is None else _mail(row)


def newest_mails(connection: Connection, state: MailState | None, limit: int) -> tuple[Mail, ...]:
    """The newest first."""
    query = select(mails).order_by(mails.c.changed_at.desc(), mails.c.id).limit(limit)
    if state is not None:
        query = query.where(mails.c.state == state.value)
    return tuple(_mail(row) for row in connection.execute(query).mappings())


def _row(mail: Mail) -> Row:
    return {name: getattr(mail, name) for name in _MAIL} | {"state": mail.state.value}


def _mail(row: Cells) -> Mail:
    return Mail(state=MailState(row["state"]), **{name: row[name] for name in _MAIL})
