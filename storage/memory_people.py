"""Accounts and sessions in memory."""

from dataclasses import replace
from datetime import datetime

from storage.memory_unit import Guarded, unit
from storage.people import Account, NameTaken, Session, UnknownAccount, name_key

# ruff: noqa: D102 - the contract says what each method promises; twice would drift apart.


class MemoryPeople(Guarded):
    """The part of a store in memory that knows people."""

    def __init__(self) -> None:
        super().__init__()
        self._accounts: dict[str, Account] = {}
        self._sessions: dict[str, Session] = {}

    @unit
    def add_account(self, account: Account) -> None:
        if name_key(account.name) in self._accounts:
            raise NameTaken(account.name)
        self._accounts[name_key(account.name)] = account

    @unit
    def change_account(self, account: Account) -> None:
        before = self._known(account.name)
        self._accounts[name_key(account.name)] = replace(account, name=before.name)
        self.end_sessions(account.name)

    @unit
    def remove_account(self, name: str) -> None:
        self._known(name)
        self.end_sessions(name)
        del self._accounts[name_key(name)]

    @unit
    def account(self, name: str) -> Account | None:
        return self._accounts.get(name_key(name))

    @unit
    def accounts(self) -> tuple[Account, ...]:
        return tuple(self._accounts[key] for key in sorted(self._accounts))

    @unit
    def add_session(self, session: Session) -> None:
        account = self._known(session.account)
        self._sessions[session.key] = replace(session, account=account.name)

    @unit
    def session(self, key: str) -> Session | None:
        return self._sessions.get(key)

    @unit
    def touch_session(self, key: str, seen_at: datetime) -> None:
        if key in self._sessions:
            self._sessions[key] = replace(self._sessions[key], seen_at=seen_at)

    @unit
    def end_session(self, key: str) -> None:
        self._sessions.pop(key, None)

    @unit
    def end_sessions(self, account: str) -> int:
        own = [s.key for s in self._sessions.values() if name_key(s.account) == name_key(account)]
        for key in own:
            del self._sessions[key]
        return len(own)

    def _known(self, name: str) -> Account:
        found = self._accounts.get(name_key(name))
        if found is None:
            raise UnknownAccount(name)
        return found
