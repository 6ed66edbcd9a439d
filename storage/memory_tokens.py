"""Tokens in memory."""

from dataclasses import replace
from datetime import datetime

from storage.memory_people import MemoryPeople
from storage.memory_unit import unit
from storage.people import name_key
from storage.tokens import Token, TokenNameTaken

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryTokens(MemoryPeople):
    """The part of a store in memory that knows what programs come with."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: dict[str, Token] = {}

    @unit
    def add_token(self, token: Token) -> None:
        account = self._known(token.account)
        if any(kept.name == token.name for kept in self.tokens(token.account)):
            raise TokenNameTaken(token.name)
        self._tokens[token.key] = replace(token, account=account.name)

    @unit
    def token(self, key: str) -> Token | None:
        return self._tokens.get(key)

    @unit
    def touch_token(self, key: str, used_at: datetime) -> None:
        if key in self._tokens:
            self._tokens[key] = replace(self._tokens[key], used_at=used_at)

    @unit
    def tokens(self, account: str | None = None) -> tuple[Token, ...]:
        own = None if account is None else name_key(account)
        kept = (t for t in self._tokens.values() if own in (None, name_key(t.account)))
        return tuple(sorted(kept, key=lambda token: (name_key(token.account), token.name)))

    @unit
    def revoke_token(self, account: str, name: str) -> bool:
        kept = next((t for t in self.tokens(account) if t.name == name), None)
        return kept is not None and self._tokens.pop(kept.key, None) is not None

    @unit
    def remove_account(self, name: str) -> None:
        super().remove_account(name)
        for token in self.tokens(name):
            del self._tokens[token.key]
