"""Which engine answers questions, for all of them that do not say it themselves.

It is said once, by whoever starts a program, and not handed through every question.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple

from tokenomics.records.errors import ConfigError, unknown

NAMES = ("duckdb", "spark")


class Choice(NamedTuple):
    """An engine by its name, and where Spark's master is."""

    name: str = "duckdb"
    master: str | None = None


DUCKDB = Choice()

_NAME: ContextVar[str | None] = ContextVar("engine", default=None)
_MASTER: ContextVar[str | None] = ContextVar("master", default=None)


def use_engine(name: str | None) -> None:
    """Let questions be answered by the engine of that name; None: by DuckDB."""
    _NAME.set(name)


def use_master(url: str | None) -> None:
    """Let Spark be the one at that master's URL; None: one on this machine."""
    _MASTER.set(url)


def chosen() -> Choice:
    """The engine that was said; ConfigError for one that there is not."""
    return choice(_NAME.get(), _MASTER.get())


def choice(name: str | None, master: str | None) -> Choice:
    """An engine by its name, DuckDB without one.

    Raises ConfigError for an unknown name, and for a master of what has none.
    """
    name = name or DUCKDB.name
    if name not in NAMES:
        raise ConfigError(unknown("engine", name, NAMES))
    if master and name != "spark":
        raise ConfigError(f"--master {master} is Spark's: add --engine spark")
    return Choice(name, master)
