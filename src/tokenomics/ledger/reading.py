"""The engine that answers questions about a ledger."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from tokenomics.engine import Engine, connect
from tokenomics.engines import chosen
from tokenomics.ledger.layout import Ledger

Opening = Callable[..., Engine]


def engine_of(*ledgers: Ledger) -> Engine:
    """A new engine that reads these ledgers' files, answers kept about them, and no others; whoever asks for it closes it."""
    return _OPENING.get()(*ledgers)


def chosen_of(*ledgers: Ledger) -> Engine:
    """The engine that the first ledger is to be asked by, else the one that was said of all."""
    choice = ledgers[0].engine or chosen()
    if choice.name == "duckdb":
        return duckdb_of(*ledgers)
    from tokenomics import spark  # noqa: PLC0415 - a quarter of a second that only Spark needs

    return spark.connect(choice.master, ledgers[0].path.absolute())


def duckdb_of(*ledgers: Ledger) -> Engine:
    """DuckDB in this process."""
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


_OPENING: ContextVar[Opening] = ContextVar("opening", default=chosen_of)
