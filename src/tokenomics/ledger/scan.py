"""Reading a ledger version: SQL over its Parquet files, without looking at the log again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tokenomics.engine import OWN_COLUMNS, as_pattern
from tokenomics.ledger.layout import UNDIVIDED, DataFile, Known, Ledger, files_of, month_of
from tokenomics.ledger.store import here
from tokenomics.queries import literal
from tokenomics.records.columns import Column
from tokenomics.records.kinds import KINDS


def relation(
    ledger: Ledger,
    kind: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    columns: Sequence[str] | None = None,
) -> str:
    """SQL of a FROM item over the rows of that kind, in parentheses: typed, and empty without files.

    A period leaves out whole months only: filter by `ts` as well. `columns` are the ones
    wanted, in order; all of them by default. KeyError where the kind lacks one.
    """
    return select(within(ledger, kind, since, until), kind, columns)


def used_columns(ledger: Ledger, kind: str) -> frozenset[str]:
    """The columns of that kind that hold anything but nulls in any file."""
    return frozenset[str]().union(*(file.used for file in files_of(ledger, kind)))


def known(files: Sequence[DataFile]) -> Known:
    """What is known of the rows of those files; a count without a bound is not among `greatest`."""
    same = frozenset[tuple[str, str]].intersection(*(file.same for file in files)) if files else ()
    bounds = [dict(file.greatest) for file in files]
    bounded = frozenset[str]().union(*bounds)
    unbounded = {name for file in files for name in file.used - dict(file.greatest).keys()}
    return Known(
        dict(same),
        {name: max(by.get(name, 0) for by in bounds) for name in bounded - unbounded},
    )


def known_of(ledger: Ledger, kind: str) -> Known:
    """What is known of all rows of that kind."""
    return known(files_of(ledger, kind))


def select(
    files: Sequence[DataFile],
    kind: str,
    columns: Sequence[str] | None = None,
    *,
    located: bool = False,
) -> str:
    """SQL of a FROM item over those files, all of one kind.

    `located` adds `filename`, the path of each row's file. A file lacks the columns that are
    null in all its rows, so they come from the declaration where no file has them. A column that
    holds one value throughout is not read. Files of a bucket are fetched, and raise as `here` does.
    """
    declared = KINDS[kind]
    used = frozenset[str]().union(*(file.used for file in files))
    wanted = declared.columns if columns is None else tuple(map(declared.column, columns))
    same = known(files).same
    here(files)
    listed = [_projected(column, used, same) for column in wanted]
    if located:
        listed.append("filename" if files else "NULL::VARCHAR AS filename")
    source = f"FROM {_parquet(files, located=located)}" if files else "WHERE false"
    return f"(SELECT {', '.join(listed)} {source})"


def _parquet(files: Iterable[DataFile], *, located: bool) -> str:
    paths = ", ".join(literal(as_pattern(file.path)) for file in files)
    filename = "filename = true, " if located else ""
    return f"read_parquet([{paths}], {filename}{OWN_COLUMNS}, union_by_name = true)"


def _projected(column: Column, used: frozenset[str], same: Mapping[str, str]) -> str:
    if column.name in same:
        return f"{literal(same[column.name])} AS {column.name}"
    return column.name if column.name in used else f"NULL::{column.sql_type} AS {column.name}"


def within(
    ledger: Ledger, kind: str, since: datetime | None, until: datetime | None
) -> tuple[DataFile, ...]:
    """The files of that kind that may hold rows of a period."""
    files = files_of(ledger, kind)
    if kind in UNDIVIDED:
        return files
    first = month_of(since) if since else ""
    last = month_of(until) if until else "~"
    return tuple(file for file in files if first <= file.month <= last)
