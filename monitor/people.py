"""Who may sign in: accounts with roles, passwords, and sessions that end.

    name, password ─► argon2 ─► a session: its token goes to the browser, its hash into the store

Passwords are kept as argon2id hashes only. A session ends after hours of rest, at the latest a day
after signing in, and whenever the account changes.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from monitor.contracts import Clock
from monitor.notes import checked_name
from storage.contract import Store
from storage.people import Account, Role, Session, UnknownAccount

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PASSWORD_AT_LEAST, PASSWORD_AT_MOST = 12, 1000
IDLE = timedelta(hours=4)
ABSOLUTE = timedelta(hours=24)
_TOUCH_EVERY = timedelta(minutes=1)


class BadPassword(ValueError):
    """A password that can't be taken: say why to whoever typed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session that was opened. token: for the browser; it is kept nowhere else."""

    account: Account
    session: Session
    token: str


def add_person(store: Store, name: str, role: Role, password: str, clock: Clock) -> Account:
    """Make an account. Raises BadAnswer for a name, BadPassword, NameTaken."""
    account = Account(
        name=checked_name(name),
        role=role,
        password=_hashed(checked_password(password, name)),
        made_at=clock.now(),
    )
    store.add_account(account)
    return account


def set_password(store: Store, name: str, password: str) -> Account:
    """Another password; all sessions end. Raises UnknownAccount, BadPassword."""
    account = known_person(store, name)
    changed = replace(account, password=_hashed(checked_password(password, account.name)))
    store.change_account(changed)
    return changed


def set_role(store: Store, name: str, role: Role) -> Account:
    """Another role; all sessions end. Raises UnknownAccount."""
    changed = replace(known_person(store, name), role=role)
    store.change_account(changed)
    return changed


def known_person(store: Store, name: str) -> Account:
    """An account by its name. Raises UnknownAccount."""
    found = store.account(name)
    if found is None:
        raise UnknownAccount(name)
    return found


def checked_password(password: str, name: str) -> str:
    """A password that can be kept. Raises BadPassword."""
    if len(password) < PASSWORD_AT_LEAST:
        raise BadPassword(f"a password needs at least {PASSWORD_AT_LEAST} characters")
    if len(password) > PASSWORD_AT_MOST:
        raise BadPassword(f"a password has at most {PASSWORD_AT_MOST} characters")
    if len(set(password)) < 4 or password.casefold() == name.casefold():
        raise BadPassword("this password is too easy to guess: take some words of your own")
    return password


def sign_in(store: Store, name: str, password: str, clock: Clock) -> SignedIn | None:
    """Open a session; None where name or password is wrong, and nothing tells which."""
    account = store.account(name) if _is_bearable(name) else None
    # Without an account the same work is done, so that the time says nothing of who has one.
    kept = account.password if account else _nobodys_hash()
    if not _fits(kept, password) or account is None:
        return None
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session = Session(key=key_of(token), account=account.name, made_at=now, seen_at=now)
    store.add_session(session)
    return SignedIn(account=account, session=session, token=token)


def person_of(store: Store, token: str, clock: Clock) -> Account | None:
    """Whose session this is; None where there is none or its time is over (it is then ended)."""
    session = store.session(key_of(token))
    if session is None:
        return None
    now = clock.now()
    if now - session.seen_at > IDLE or now - session.made_at > ABSOLUTE:
        store.end_session(session.key)
        return None
    if now - session.seen_at > _TOUCH_EVERY:
        store.touch_session(session.key, now)
    return store.account(session.account)


def sign_out(store: Store, token: str) -> None:
    """End one session."""
    store.end_session(key_of(token))


def key_of(token: str) -> str:
    """What the store knows a session by: a database that is read opens no session."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _is_bearable(name: str) -> bool:
    return 0 < len(name) <= 200 and "\0" not in name and name.isprintable()


def _hashed(password: str) -> str:
    return _hasher().hash(password)


def _fits(kept: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > PASSWORD_AT_MOST:
        return False
    try:
        return _hasher().verify(kept, password.encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hashed(secrets.token_urlsafe(16))
