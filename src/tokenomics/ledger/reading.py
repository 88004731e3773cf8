"""The engine that answers questions about a ledger."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from tokenomics.engine import Engine, connect
from tokenomics.ledger.layout import Ledger

Opening = Callable[..., Engine]


def engine_of(*ledgers: Ledger) -> Engine:
    """A new engine that reads these ledgers' files, answers kept about them, and no others; whoever asks for it closes it."""
    return _OPENING.get()(*ledgers)


def duckdb_of(*ledgers: Ledger) -> Engine:
    """DuckDB in this process, as `engine_of` gives it unless somebody said otherwise."""
    shelves = [ledger.shelf.folder for ledger in ledgers if ledger.shelf]
    return connect(allowed=[*(ledger.path for ledger in ledgers), *shelves])


@contextmanager
def opening(make: Opening) -> Generator[None]:
    """Have questions answered by the engines that `make` makes of ledgers, within this context."""
    token = _OPENING.set(make)
    try:
        yield
    finally:
        _OPENING.reset(token)


_OPENING: ContextVar[Opening] = ContextVar("opening", default=duckdb_of)
