"""The people who review: accounts, and the sessions that they are signed in by.

Names are compared without regard to case. What opens a session is never kept, only its hash.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person may do; each may also do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"

    def covers(self, needed: "Role") -> bool:
        """Whether this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in. name: what colleagues see, too; a pseudonym will do.

    password: its argon2 hash, with salt and costs.
    """

    name: str
    role: Role
    password: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser's being signed in. key: the SHA-256 of what its cookie holds."""

    key: str
    account: str
    made_at: datetime
    seen_at: datetime


class NameTaken(ValueError):
    """Another account has this name: choose another."""


class UnknownAccount(KeyError):
    """No account has this name: say so to whoever typed it."""


class KeepsPeople(Protocol):
    """What a store promises of people. `storage.contract` says what holds for every call."""

    def add_account(self, account: Account) -> None:
        """Keep a new account. Raises NameTaken, also where only the case of letters differs."""

    def change_account(self, account: Account) -> None:
        """Put this in the place of the account of its name, and end its sessions.

        Whoever was signed in with the old password or role is so no longer. Raises UnknownAccount.
        """

    def remove_account(self, name: str) -> None:
        """Forget an account, its sessions and tokens; what it answered stays.

        Raises UnknownAccount.
        """

    def account(self, name: str) -> Account | None:
        """The account of this name, in any case of letters; None if there is none."""

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name without regard to case."""

    def add_session(self, session: Session) -> None:
        """Keep a session. Raises UnknownAccount."""

    def session(self, key: str) -> Session | None:
        """A session by its key; None if there is none or it was ended."""

    def touch_session(self, key: str, seen_at: datetime) -> None:
        """Note that a session was used; nothing happens to one that was ended."""

    def end_session(self, key: str) -> None:
        """Forget a session, if it is there."""

    def end_sessions(self, account: str) -> int:
        """Forget every session of an account; gives their number."""


def name_key(name: str) -> str:
    """What a name is compared by."""
    import unicodedata

    return unicodedata.normalize("NFKC", name).casefold()
