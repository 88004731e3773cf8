"""Accounts that processes share: one SQLite file.

Every change is one transaction that holds the file's lock, so what is let through and what is
spent never exceed a limit, whoever asks. A reservation has a lease: while it lasts it counts as spent,
whatever became of its process; then it is given up, which is logged.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from weakref import WeakSet

from tokenomics.guard.levels import (
    Account,
    Ask,
    Refusal,
    admit,
    is_through,
    judged,
    settle,
    settle_late,
)
from tokenomics.records.errors import OutsideError

# Whole numbers of money and tokens are texts: SQLite's own end at 2^63.
_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    key TEXT PRIMARY KEY, spent TEXT NOT NULL, reserved TEXT NOT NULL, steps INTEGER NOT NULL,
    tokens TEXT NOT NULL, reserved_tokens TEXT NOT NULL, closed TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reservations (
    id TEXT NOT NULL, key TEXT NOT NULL, units TEXT NOT NULL, tokens TEXT NOT NULL,
    owner TEXT NOT NULL, ends REAL NOT NULL, PRIMARY KEY (id, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS leases ON reservations (ends);
CREATE TABLE IF NOT EXISTS given_up (
    at REAL NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, units TEXT NOT NULL, owner TEXT NOT NULL
);
"""
# How long another process may hold the file before it counts as broken.
_PATIENCE = 30.0
# All stores of this process, and those that wait for it to have forked.
_STORES: WeakSet[SharedStore] = WeakSet()
_FORKING: list[SharedStore] = []


class GivenUp(NamedTuple):
    """A reservation whose lease ended before anybody said what its call cost."""

    at: float
    id: str
    key: str
    units: int
    owner: str


class SharedStore:
    """Accounts in a file, which threads and processes of one machine spend from.

    `lease` is in seconds. Raises OutsideError where the file cannot be used.
    """

    def __init__(
        self, path: Path, *, lease: float = 600.0, clock: Callable[[], float] = time.time
    ) -> None:
        """Open nothing yet: the file is made where it is first needed."""
        self._path, self._lease, self._clock = path.absolute(), lease, clock
        self._lock = Lock()
        self._con: sqlite3.Connection | None = None
        self._file = (0, 0)
        _STORES.add(self)

    def reserve(self, ask: Ask, *, force: bool = False) -> Refusal | None:
        """As the store in memory does, across processes."""
        with self._changing() as con:
            now = self._clock()
            _give_up(con, now)
            accounts = [_account(con, level.key) for level in ask.levels]
            found = judged(ask, accounts)
            if force or is_through(found):
                for level, account in zip(ask.levels, accounts, strict=True):
                    admit(account, ask)
                    _put(con, level.key, account)
                    _hold(con, ask, level.key, now + self._lease)
            return found

    def settle(self, ask: Ask, units: int, tokens: int) -> None:
        """As the store in memory does; what was given up meanwhile is spent all the same."""
        with self._changing() as con:
            for level in ask.levels:
                account = _account(con, level.key)
                if _drop(con, ask, level.key):
                    settle(account, ask, units, tokens)
                else:
                    settle_late(account, units, tokens)
                _put(con, level.key, account)

    def close(self, key: str, why: str) -> None:
        """As the store in memory does."""
        with self._changing() as con:
            account = _account(con, key)
            account.closed = account.closed or why
            _put(con, key, account)

    def reopen(self, key: str) -> None:
        """As the store in memory does."""
        with self._changing() as con:
            con.execute("UPDATE accounts SET closed = '' WHERE key = ?", (key,))

    def account(self, key: str) -> Account:
        """What is spent and reserved now; leases that have ended are given up first."""
        with self._changing() as con:
            _give_up(con, self._clock())
            return _account(con, key)

    def given_up(self) -> list[GivenUp]:
        """The reservations that nobody settled, in the order in which they were given up."""
        with self._changing() as con:
            _give_up(con, self._clock())
            rows = con.execute(
                "SELECT at, id, key, units, owner FROM given_up ORDER BY at, id"
            ).fetchall()
        return [GivenUp(at, name, key, int(units), owner) for at, name, key, units, owner in rows]

    @contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        """A transaction that nobody else changes anything in."""
        with self._lock:
            try:
                con = self._opened()
                try:
                    con.execute("BEGIN IMMEDIATE")
                    yield con
                    con.execute("COMMIT")
                finally:
                    # Also where somebody interrupts it, wherever that is.
                    if con.in_transaction:
                        con.execute("ROLLBACK")
            except (sqlite3.Error, ValueError) as error:
                raise OutsideError(
                    f"{self._path}: the guard's file cannot be used: {error}"
                ) from None

    def _opened(self) -> sqlite3.Connection:
        """The connection of this process, to the file that others find by its name too."""
        if self._con is None:
            con = sqlite3.connect(
                self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            con.execute("PRAGMA journal_mode = WAL")
            # A killed process loses nothing that was committed; a power cut may lose the last moments.
            con.execute("PRAGMA synchronous = NORMAL")
            con.executescript(_TABLES)
            self._con, self._file = con, _identity(self._path)
        elif _identity(self._path) != self._file:
            raise OutsideError(
                f"{self._path}: the guard's file was removed or replaced while it was in use: put it back,"
                " or start all that spend from it anew"
            )
        return self._con

    def pause(self) -> None:
        """Wait until nobody changes anything, and let nobody until it goes on."""
        self._lock.acquire()
        if self._con is not None:
            self._con.close()
            self._con = None

    def go_on(self) -> None:
        """Open the file anew where it is next needed."""
        self._lock.release()


def _before_fork() -> None:
    """Neither a connection nor a lock of SQLite's may be in two processes."""
    _FORKING.extend(_STORES)
    for store in _FORKING:
        store.pause()


def _after_fork() -> None:
    for store in _FORKING:
        store.go_on()
    _FORKING.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork
    )


def _identity(path: Path) -> tuple[int, int]:
    """Which file a name means; none where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


def _account(con: sqlite3.Connection, key: str) -> Account:
    row = con.execute(
        "SELECT spent, reserved, steps, tokens, reserved_tokens, closed FROM accounts WHERE key = ?",
        (key,),
    ).fetchone()
    if row is None:
        return Account()
    spent, reserved, steps, tokens, reserved_tokens = map(int, row[:5])
    return Account(spent, reserved, steps, tokens, reserved_tokens, row[5])


def _put(con: sqlite3.Connection, key: str, of: Account) -> None:
    numbers = (of.spent, of.reserved, of.steps, of.tokens, of.reserved_tokens)
    con.execute(
        "INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, *map(str, numbers), of.closed),
    )


def _hold(con: sqlite3.Connection, ask: Ask, key: str, ends: float) -> None:
    con.execute(
        "INSERT INTO reservations VALUES (?, ?, ?, ?, ?, ?)",
        (ask.id, key, str(ask.units), str(ask.tokens), str(os.getpid()), ends),
    )


def _drop(con: sqlite3.Connection, ask: Ask, key: str) -> bool:
    """Whether a reservation was still held; it no longer is."""
    text = "DELETE FROM reservations WHERE id = ? AND key = ?"
    return bool(con.execute(text, (ask.id, key)).rowcount)


def _give_up(con: sqlite3.Connection, now: float) -> None:
    """Release what was reserved by calls whose lease has ended, and note it."""
    rows = con.execute(
        "SELECT id, key, units, tokens, owner FROM reservations WHERE ends <= ?", (now,)
    ).fetchall()
    for name, key, units, tokens, owner in rows:
        account = _account(con, key)
        account.reserved -= int(units)
        account.reserved_tokens -= int(tokens)
        _put(con, key, account)
        con.execute("INSERT INTO given_up VALUES (?, ?, ?, ?, ?)", (now, name, key, units, owner))
    if rows:
        con.execute("DELETE FROM reservations WHERE ends <= ?", (now,))
