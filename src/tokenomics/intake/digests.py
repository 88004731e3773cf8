"""Staged digests get a key before the commit, so that nobody can tell from them what was sent.

A source states a digest as it has it, or a text; equal ones stay equal within a ledger, and nowhere
else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tokenomics.engine import columns_of, duckdb
from tokenomics.queries import quoted
from tokenomics.records.columns import Column
from tokenomics.records.kinds import KINDS, LINEAGE


def give_key(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, str], key: Callable[[], str]
) -> None:
    """Replace the digests in staged tables (kind -> table) by keyed ones of 16 bytes.

    The key is asked for only where there are any.
    """
    for kind, table in tables.items():
        present = map(KINDS[kind].column, columns_of(con, table))
        columns = [c for c in present if c not in LINEAGE and c.dtype in _KEYED]
        found = _filled(con, table, columns)
        if found:
            changed = ", ".join(f"{quoted(c.name)} = {_keyed(c)}" for c in found)
            con.execute(f"UPDATE {table} SET {changed}", {"key": bytes.fromhex(key())})


def _filled(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Column]) -> list[Column]:
    """The columns that hold anything: most logs state no digests."""
    if not columns:
        return []
    counts = ", ".join(f"count({quoted(column.name)})" for column in columns)
    (row,) = con.execute(f"SELECT {counts} FROM {table}").fetchall()
    return [column for column, count in zip(columns, row, strict=True) if count]


def _keyed(column: Column) -> str:
    return _KEYED[column.dtype].format(quoted(column.name))


_KEYED = {
    "id": "unhex(left(sha256($key || {}), 32))",
    "digests": "list_transform({}, lambda one: unhex(left(sha256($key || one), 32)))",
}
