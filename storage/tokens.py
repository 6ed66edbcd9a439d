"""What programs come with: tokens of a person, and what a store promises of them.

A token opens the API with its owner's role of the moment. What opens it is never kept, only its
hash.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """key: the SHA-256 of what the program holds. name: unlike all others of its account.

    used_at: about when it was last used; None: never.
    """

    key: str
    account: str
    name: str
    made_at: datetime
    used_at: datetime | None = None


class TokenNameTaken(ValueError):
    """The account has a token of this name: choose another, or revoke that one first."""


class KeepsTokens(Protocol):
    """What a store promises of tokens. `storage.contract` says what holds for every call."""

    def add_token(self, token: Token) -> None:
        """Keep a token. Raises UnknownAccount, TokenNameTaken."""

    def token(self, key: str) -> Token | None:
        """A token by its key; None if there is none or it was revoked."""

    def touch_token(self, key: str, used_at: datetime) -> None:
        """Note that a token was used; nothing happens to one that was revoked."""

    def tokens(self, account: str | None = None) -> tuple[Token, ...]:
        """The tokens of an account, None: of all, by account without regard to case, and name."""

    def revoke_token(self, account: str, name: str) -> bool:
        """Forget a token; False if there is none. An account that is removed loses all of its."""
