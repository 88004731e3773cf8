"""Rows of a test put into a table of DuckDB all at once: one by one each takes five milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb


def insert(
    con: duckdb.DuckDBPyConnection,
    table: str,
    kinds: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Insert rows in their order, nothing where a row states nothing; `kinds` are the SQL types of the table's columns."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = [[_cell(row.get(name)) for row in rows] for name in names]
    insert_columns(con, table, {name: kinds[name] for name in names}, columns)


def insert_columns(
    con: duckdb.DuckDBPyConnection,
    table: str,
    kinds: Mapping[str, str],
    columns: Sequence[Sequence[Any]],
) -> None:
    """Insert rows that are given column by column; `kinds` are the columns' names and SQL types."""
    if columns:
        lists = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in kinds.values())
        con.execute(f"INSERT INTO {table} ({', '.join(kinds)}) SELECT {lists}", columns)


def _cell(value: object) -> object:
    """A value as the client takes it in a list, where a mapping as it is would be a structure."""
    if isinstance(value, dict):
        return {"key": list(value), "value": list(value.values())}
    return value
