"""Accounts and sessions in a database."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.people import Account, NameTaken, Role, Session, UnknownAccount, name_key
from storage.sql.idempotent import insert, was_added
from storage.sql.rows import Cells
from storage.sql.tables import accounts, sessions, tokens
from storage.sql.units import Units

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class SqlPeople:
    """The part of a store that knows people."""

    _units: Units

    def add_account(self, account: Account) -> None:
        self._units.write(_add_account, account)

    def change_account(self, account: Account) -> None:
        self._units.write(_change_account, account)

    def remove_account(self, name: str) -> None:
        self._units.write(_remove_account, name)

    def account(self, name: str) -> Account | None:
        return self._units.read(_account, name)

    def accounts(self) -> tuple[Account, ...]:
        return self._units.read(_accounts)

    def add_session(self, session: Session) -> None:
        self._units.write(_add_session, session)

    def session(self, key: str) -> Session | None:
        return self._units.read(_session, key)

    def touch_session(self, key: str, seen_at: datetime) -> None:
        self._units.write(_touch_session, key, seen_at)

    def end_session(self, key: str) -> None:
        self._units.write(_end_session, key)

    def end_sessions(self, account: str) -> int:
        return self._units.write(_end_sessions, account)


def _add_account(connection: Connection, account: Account) -> None:
    row = {
        "key": name_key(account.name),
        "name": account.name,
        "role": account.role.value,
        "password": account.password,
        "made_at": account.made_at,
    }
    statement = insert(connection, accounts).values(row).on_conflict_do_nothing()
    if not was_added(connection, statement):
        raise NameTaken(account.name)


def _change_account(connection: Connection, account: Account) -> None:
    values = {"role": account.role.value, "password": account.password, "made_at": account.made_at}
    key = name_key(account.name)
    changed = update(accounts).where(accounts.c.key == key).values(values)
    if connection.execute(changed).rowcount != 1:
        raise UnknownAccount(account.name)
    _end_sessions(connection, account.name)


def _remove_account(connection: Connection, name: str) -> None:
    removed = delete(accounts).where(accounts.c.key == name_key(name))
    if connection.execute(removed).rowcount != 1:
        raise UnknownAccount(name)
    _end_sessions(connection, name)
    connection.execute(delete(tokens).where(tokens.c.account == name_key(name)))


def _account(connection: Connection, name: str) -> Account | None:
    query = select(accounts).where(accounts.c.key == name_key(name))
    row = connection.execute(query).mappings().first()
    return None if row is None else _account_of(row)


def _accounts(connection: Connection) -> tuple[Account, ...]:
    rows = connection.execute(select(accounts).order_by(accounts.c.key)).mappings()
    return tuple(_account_of(row) for row in rows)


def _account_of(row: Cells) -> Account:
    return Account(
        name=row["name"],
        role=Role(row["role"]),
        password=row["password"],
        made_at=row["made_at"],
    )


def _add_session(connection: Connection, session: Session) -> None:
    if _account(connection, session.account) is None:
        raise UnknownAccount(session.account)
    names = ("key", "made_at", "seen_at")
    row = {name: getattr(session, name) for name in names}
    connection.execute(sessions.insert(), row | {"account": name_key(session.account)})


def _session(connection: Connection, key: str) -> Session | None:
    query = (
        select(sessions, accounts.c.name)
        .join(accounts, accounts.c.key == sessions.c.account)
        .where(sessions.c.key == key)
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return Session(
        key=row["key"], account=row["name"], made_at=row["made_at"], seen_at=row["seen_at"]
    )


def _touch_session(connection: Connection, key: str, seen_at: datetime) -> None:
    connection.execute(update(sessions).where(sessions.c.key == key).values(seen_at=seen_at))


def _end_session(connection: Connection, key: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.key == key))


def _end_sessions(connection: Connection, account: str) -> int:
    ended = delete(sessions).where(sessions.c.account == name_key(account))
    return connection.execute(ended).rowcount
