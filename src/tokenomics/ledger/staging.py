"""Rows that wait in a connection's table to be merged into a ledger, and the guard over them."""

from __future__ import annotations

from typing import NamedTuple

from tokenomics.engine import duckdb
from tokenomics.records.kinds import KINDS

_COUNT = "SELECT count(*), {counted} FROM {table}"
_KEYS = ("record_id", "merge_rank", "ts")
_NEEDED = (*_KEYS, "source_file", "source_line")


class Staged(NamedTuple):
    """A table of rows of one kind: how many they are, and the columns with any value."""

    table: str
    rows: int
    used: frozenset[str]


def look_through(con: duckdb.DuckDBPyConnection, kind: str, table: str) -> Staged:
    """A staged table, looked through once; the columns that it lacks are null in all of its rows.

    Raises ValueError where a column is not of the kind or of another type, or a row lacks its
    record_id, merge_rank or ts: the Delta log itself checks nothing of that.
    """
    if kind not in KINDS or not table.isidentifier():
        raise ValueError(f"cannot stage kind {kind!r} from table {table!r}")
    names = _checked(con, kind, table)
    counted = ", ".join(f"count({name})" for name in names)
    rows, *values = con.execute(_COUNT.format(counted=counted, table=table)).fetchall()[0]
    by_name = dict(zip(names, values, strict=True))
    for key in _KEYS:
        if by_name[key] < rows:
            raise ValueError(f"staged {kind}: {rows - by_name[key]} rows have no {key}")
    return Staged(table, rows, frozenset(name for name, count in by_name.items() if count))


def nothing_staged(con: duckdb.DuckDBPyConnection, kind: str, table: str) -> Staged:
    """An empty temporary table of that kind, made under the given name."""
    declared = ", ".join(f"{column.name} {column.sql_type}" for column in KINDS[kind].columns)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({declared})")
    return Staged(table, 0, frozenset())


def _checked(con: duckdb.DuckDBPyConnection, kind: str, table: str) -> tuple[str, ...]:
    """The columns of a table, each as the kind declares it."""
    declared = {column.name: column.sql_type for column in KINDS[kind].columns}
    actual = {name: sql for name, sql, *_ in con.execute(f"DESCRIBE {table}").fetchall()}
    for name, sql in actual.items():
        if name not in declared:
            raise ValueError(f"staged {kind}: there is no column {name!r}")
        if sql != declared[name]:
            raise ValueError(
                f"staged {kind}: column {name!r} is {sql} and should be {declared[name]}"
            )
    for key in _NEEDED:
        if key not in actual:
            raise ValueError(f"staged {kind}: there is no column {key!r}, by which rows are merged")
    return tuple(actual)
