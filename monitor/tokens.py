"""Tokens for programs: made for a person, shown once, kept as a hash.

    account, name ─► a secret for the program; its hash into the store
    a secret      ─► its owner, with the role that she has now

A token ends when it is revoked or its owner's account is removed; unlike a session it outlives a
change of password.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from monitor.contracts import Clock
from monitor.notes import BadAnswer
from monitor.printable import printable
from storage.contract import Store
from storage.people import Account
from storage.tokens import Token, TokenNameTaken

PREFIX = "recwatch_"  # so that one that lies about is known for what it is
NAME_AT_MOST = 60
_TOKENS_AT_MOST = 20  # of a person
_SECRET_AT_MOST = 200  # characters that are looked at
_TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token that was made. secret: for the program; it is kept nowhere else."""

    token: Token
    secret: str


def make_token(store: Store, account: str, name: str, clock: Clock) -> NewToken:
    """Make a token for a person. Raises BadAnswer, UnknownAccount."""
    if len(store.tokens(account)) >= _TOKENS_AT_MOST:
        raise BadAnswer(f"{account} has {_TOKENS_AT_MOST} tokens; revoke one first")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        key=_key_of(secret), account=account, name=_checked_name(name), made_at=clock.now()
    )
    try:
        store.add_token(token)
    except TokenNameTaken as error:
        raise BadAnswer(f"{account} has a token named {name} already; revoke it first") from error
    return NewToken(token=token, secret=secret)


def bearer_of(store: Store, secret: str, clock: Clock) -> Account | None:
    """Whose token this is; None where it is none. Notes, about to the minute, that it was used."""
    if not secret.startswith(PREFIX) or len(secret) > _SECRET_AT_MOST:
        return None
    token = store.token(_key_of(secret))
    if token is None:
        return None
    now = clock.now()
    if token.used_at is None or now - token.used_at > _TOUCH_EVERY:
        store.touch_token(token.key, now)
    return store.account(token.account)


def _key_of(secret: str) -> str:
    """What the store knows a token by: a database that is read opens nothing."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _checked_name(name: str) -> str:
    clean = " ".join(printable(name).split())
    if not clean:
        raise BadAnswer("a token needs a name: say which program it is for")
    if len(clean) > NAME_AT_MOST:
        raise BadAnswer(f"a token's name has at most {NAME_AT_MOST} characters")
    return clean
