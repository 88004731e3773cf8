"""The words of an ingest: a file to read, what became of its rows, and the work space between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tokenomics.engine import duckdb
from tokenomics.intake.watermarks import Reading

if TYPE_CHECKING:
    from tokenomics.sources.contract import Container, Source

# How many rejects a sentence about them shows.
SHOWN_REJECTS = 5

# Told how many bytes of the logs are read, and how many there are to read.
Progress = Callable[[int, int], None]


class Unit(NamedTuple):
    """One file to read, and how: what holds its rows, and what they mean."""

    source: Source
    container: Container
    reading: Reading


class Counts(NamedTuple):
    """What became of a file's rows: rows = recorded + skipped + rejected.

    `beside` counts the records of another kind that rows state besides.
    """

    unit: Unit
    rows: int
    recorded: int
    skipped: int
    rejected: int
    read_to: int
    digest: str | None
    note: str | None
    beside: int = 0


class Stage(NamedTuple):
    """The connection being staged on, and the lineage, account and labels that all its rows share."""

    con: duckdb.DuckDBPyConnection
    spool: Path
    ingest_id: str
    micros: int
    scope: str | None = None
    labels: tuple[tuple[str, str], ...] = ()
