"""Tiny tables for tests of single queries."""

from __future__ import annotations

from typing import Any

import duckdb

from tokenomics.engine import connect
from tokenomics.queries import sql


def rows_of(name: str, tables: dict[str, str], **parts: str) -> list[tuple[Any, ...]]:
    """The rows of queries/NAME.sql over tables given as `VALUES` SQL with column names."""
    with connect() as con:
        for table, definition in tables.items():
            con.execute(f"CREATE TABLE {table} AS {definition}")
        return fetch(con, sql(name, **parts))


def fetch(
    con: duckdb.DuckDBPyConnection, text: str, values: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return con.execute(text, values or {}).fetchall()


def is_unique(rows: list[tuple[Any, ...]], columns: int) -> bool:
    """Whether the first columns are a key of the rows."""
    return len({row[:columns] for row in rows}) == len(rows)
