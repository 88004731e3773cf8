"""How a ledger lies on disk: one Delta table, a folder a kind and month, Parquet files in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tokenomics.engines import Choice
from tokenomics.kept import Kept
from tokenomics.places import Remote, Where, place
from tokenomics.records.columns import Column
from tokenomics.shelf import Shelf

PARTITIONS = ("kind", "month")

_FEW = frozenset({"source", "provider"})

# Kinds that are few and looked up whole; their ts is when they were written, not a period.
UNDIVIDED = frozenset({"file", "reject"})
UNDIVIDED_MONTH = "all"

# Kinds whose merged row keeps the smallest ts of all its candidates.
EARLIEST = frozenset({"usage"})


# What becomes of a record id in a commit.
VERDICTS = ("added", "changed", "unchanged", "removed")

# Bytes below which a data file is small, and how many small ones a month may have.
SMALL = 32 * 2**20
CROWD = 8


class DataFile(NamedTuple):
    """One Parquet file of a ledger version.

    `path` is absolute, `size` in bytes. `used` are the columns that hold anything but nulls,
    `same` the text columns that hold one value in every row, `greatest` the counts' greatest values.
    `committed` is when a version first named it, in milliseconds of the epoch; 0 before that.
    `remote` is the ledger in a bucket whose file is to be fetched to `path` before it is read.
    """

    path: str
    kind: str
    month: str
    size: int
    rows: int
    used: frozenset[str]
    same: frozenset[tuple[str, str]] = frozenset()
    greatest: frozenset[tuple[str, int]] = frozenset()
    committed: int = 0
    remote: Remote | None = None


class Known(NamedTuple):
    """What is known of rows without reading them: as of a file, and true of all files together.

    `kept` are answers about them, where any are kept.
    """

    same: Mapping[str, str]
    greatest: Mapping[str, int]
    kept: Kept | None = None


NOTHING = Known({}, {})


class Ledger(NamedTuple):
    """A frozen handle on one version of a ledger; version -1 is a ledger that does not exist yet.

    `path` is the folder that its files are read in, `remote` the bucket that they come from, if any.
    Answers about its files are kept on `shelf`, where there is one. `engine` is what questions about it are
    answered by; None: what was said of all questions.
    """

    path: Path
    version: int
    files: tuple[DataFile, ...]
    shelf: Shelf | None = None
    engine: Choice | None = None
    remote: Remote | None = None

    @property
    def where(self) -> Where:
        """What names it."""
        return self.remote or self.path


def located(named: str | Path | Remote) -> Where:
    """The ledger of that name, its folder by the real path. Raises ConfigError as `place` does."""
    where = place(named)
    return where if isinstance(where, Remote) else where.resolve()


class Committed(NamedTuple):
    """What a commit did: the ledger's version after it, and numbers of record ids by kind.

    `unchanged` counts the staged ids whose row stood already, `changed` those whose row was
    beaten or got an earlier ts, `removed` those that a replacement took out for good.
    """

    version: int
    added: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]
    removed: Mapping[str, int]


def files_of(ledger: Ledger, kind: str) -> tuple[DataFile, ...]:
    """The files that hold records of that kind."""
    return tuple(file for file in ledger.files if file.kind == kind)


def is_bounded(column: Column) -> bool:
    """Whether the log says of a column what it holds throughout, or its greatest value.

    Only a column of few and short values can be told by its bounds, and only such a one may
    stand in the log.
    """
    return column.dtype == "count" or bool(column.choices) or column.name in _FEW


def month_of(instant: datetime) -> str:
    """The month of an instant in UTC, such as '2026-11'."""
    utc = instant.astimezone(UTC)
    return f"{utc.year:04d}-{utc.month:02d}"


def month_sql(kind: str) -> str:
    """SQL of the month folder that a row of that kind belongs to, from its `ts`."""
    if kind in UNDIVIDED:
        return f"'{UNDIVIDED_MONTH}'"
    return "strftime(make_timestamp(epoch_us(ts)), '%Y-%m')"  # no time zone arithmetic a row


def relative(kind: str, month: str, name: str) -> str:
    """The path of a data file below the ledger's folder."""
    return f"kind={kind}/month={month}/{name}.parquet"
