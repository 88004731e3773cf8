"""Accounts of one process: a lock around plain numbers."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from threading import Lock

from tokenomics.guard.levels import Account, Ask, Refusal, admit, is_through, judged, settle


class MemoryStore:
    """Accounts by key that all threads of a process spend from."""

    def __init__(self) -> None:
        """Begin with nothing spent anywhere."""
        self._lock = Lock()
        self._accounts: dict[str, Account] = defaultdict(Account)

    def reserve(self, ask: Ask, *, force: bool = False) -> Refusal | None:
        """Let a call through at all its levels or at none; what they have too little of, None where it fits.

        With `force` it is let through whatever the limits say.
        """
        with self._lock:
            accounts = [self._accounts[level.key] for level in ask.levels]
            found = judged(ask, accounts)
            if force or is_through(found):
                for account in accounts:
                    admit(account, ask)
        return found

    def settle(self, ask: Ask, units: int, tokens: int) -> None:
        """What a call that was let through cost."""
        with self._lock:
            for level in ask.levels:
                settle(self._accounts[level.key], ask, units, tokens)

    def close(self, key: str, why: str) -> None:
        """Let nothing through an account any more; the first reason counts."""
        with self._lock:
            account = self._accounts[key]
            account.closed = account.closed or why

    def reopen(self, key: str) -> None:
        """Let an account that was closed let calls through again, as far as its limits do."""
        with self._lock:
            self._accounts[key].closed = ""

    def account(self, key: str) -> Account:
        """What is spent and reserved now."""
        with self._lock:
            return copy(self._accounts[key])
