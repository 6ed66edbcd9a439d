"""Subscriptions, and the mails on their way."""

import json
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection, delete, select, update

from storage.post import Mail, MailState, Rhythm, Subscription
from storage.records import Digest, Heading, Lane
from storage.sql.idempotent import insert
from storage.sql.letters import add_digest
from storage.sql.rows import Cells, Row, dumps
from storage.sql.tables import mails
from storage.sql.tables import subscriptions as subscription_rows

_MAIL = ("id", "address", "message", "made_at", "due_at", "changed_at", "tries", "said")


def keep_subscription(connection: Connection, subscription: Subscription) -> None:
    """Keep what a person wants, in the place of what it was."""
    body = asdict(subscription)
    body["paused_until"] = str(subscription.paused_until) if subscription.paused_until else None
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
    fields = json.loads(body)
    lists = ("recommendations", "languages")
    day = fields["paused_until"]
    return Subscription(
        **fields
        | {name: tuple(fields[name]) for name in lists}
        | {
            "directions": tuple(Heading(one) for one in fields["directions"]),
            "lanes": tuple(Lane(one) for one in fields["lanes"]),
            "rhythm": Rhythm(fields["rhythm"]),
            "paused_until": date.fromisoformat(day) if day else None,
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
