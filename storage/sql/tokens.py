"""Tokens in a database."""

from datetime import datetime

from sqlalchemy import Connection, Select, delete, select, update

from storage.people import UnknownAccount, name_key
from storage.sql.idempotent import insert, was_added
from storage.sql.rows import Cells
from storage.sql.tables import accounts, tokens
from storage.sql.units import Units
from storage.tokens import Token, TokenNameTaken

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class SqlTokens:
    """The part of a store that knows what programs come with."""

    _units: Units

    def add_token(self, token: Token) -> None:
        self._units.write(_add, token)

    def token(self, key: str) -> Token | None:
        return self._units.read(_token, key)

    def touch_token(self, key: str, used_at: datetime) -> None:
        self._units.write(_touch, key, used_at)

    def tokens(self, account: str | None = None) -> tuple[Token, ...]:
        return self._units.read(_tokens, account)

    def revoke_token(self, account: str, name: str) -> bool:
        return self._units.write(_revoke, account, name)


def _add(connection: Connection, token: Token) -> None:
    own = name_key(token.account)
    if connection.execute(select(accounts.c.key).where(accounts.c.key == own)).scalar() is None:
        raise UnknownAccount(token.account)
    names = ("key", "name", "made_at", "used_at")
    row = {name: getattr(token, name) for name in names} | {"account": own}
    added = insert(connection, tokens).values(row)
    taken = ["account", "name"]
    if not was_added(connection, added.on_conflict_do_nothing(index_elements=taken)):
        raise TokenNameTaken(token.name)


def _token(connection: Connection, key: str) -> Token | None:
    row = connection.execute(_all().where(tokens.c.key == key)).mappings().first()
    return None if row is None else _token_of(row)


def _touch(connection: Connection, key: str, used_at: datetime) -> None:
    connection.execute(update(tokens).where(tokens.c.key == key).values(used_at=used_at))


def _tokens(connection: Connection, account: str | None) -> tuple[Token, ...]:
    query = _all().order_by(tokens.c.account, tokens.c.name)
    if account is not None:
        query = query.where(tokens.c.account == name_key(account))
    return tuple(_token_of(row) for row in connection.execute(query).mappings())


def _revoke(connection: Connection, account: str, name: str) -> bool:
    own = (tokens.c.account == name_key(account), tokens.c.name == name)
    return connection.execute(delete(tokens).where(*own)).rowcount == 1


def _all() -> Select[tuple[object, ...]]:
    return select(tokens, accounts.c.name.label("owner")).join(
        accounts, accounts.c.key == tokens.c.account
    )


def _token_of(row: Cells) -> Token:
    return Token(
        key=row["key"],
        account=row["owner"],
        name=row["name"],
        made_at=row["made_at"],
        used_at=row["used_at"],
    )
