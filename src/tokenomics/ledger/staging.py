"""Rows that wait in a connection's table to be merged into a ledger, and the guard over them."""

from __future__ import annotations

from typing import NamedTuple

from tokenomics.engine import duckdb
from tokenomics.records.kinds import KINDS

_COUNT = "SELECT count(*), {counted} FROM {table}"
_KEYS = ("record_id", "merge_rank", "ts")


class Staged(NamedTuple):
    """A table with exactly the columns of one kind: its rows, and the columns with any value."""

    table: str
    rows: int
    used: frozenset[str]


def look_through(con: duckdb.DuckDBPyConnection, kind: str, table: str) -> Staged:
    """A staged table, looked through once.

    Raises ValueError where its columns or types differ from the kind's declaration, or a row
    lacks its record_id, merge_rank or ts: the Delta log itself checks nothing of that.
    """
    if kind not in KINDS or not table.isidentifier():
        raise ValueError(f"cannot stage kind {kind!r} from table {table!r}")
    _compare(con, kind, table)
    names = KINDS[kind].names
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


def _compare(con: duckdb.DuckDBPyConnection, kind: str, table: str) -> None:
    actual = [(name, sql) for name, sql, *_ in con.execute(f"DESCRIBE {table}").fetchall()]
    declared = [(column.name, column.sql_type) for column in KINDS[kind].columns]
    for should, is_ in zip(declared, actual, strict=False):
        if should != is_:
            raise ValueError(f"staged {kind}: column {is_} should be {should}")
    if len(actual) != len(declared):
        raise ValueError(f"staged {kind}: {len(actual)} columns should be {len(declared)}")
