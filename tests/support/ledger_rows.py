"""Rows for a ledger, and what a ledger holds of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from support.filling import insert
from tokenomics.engine import connect
from tokenomics.intake import staging
from tokenomics.ledger import Committed, Replacement, commit, open_ledger, relation
from tokenomics.places import Where, folder_of
from tokenomics.records.kinds import KINDS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

Row = dict[str, Any]


class Held(NamedTuple):
    """What merging decides of a row: which one stands, and when it was."""

    key: int
    rank: str
    at: datetime


def row(key: int, rank: str = "a", at: datetime = NOW, **values: Any) -> Row:
    """A row of any kind; `key` becomes its record_id."""
    return {
        "record_id": key.to_bytes(16, "big"),
        "merge_rank": rank,
        "ts": at,
        "source": "test",
        **values,
    }


def stage(con: duckdb.DuckDBPyConnection, kind: str, rows: list[Row], table: str = "") -> str:
    """A table of the kind's columns with those rows; its name."""
    name = table or f"staged_{kind}"
    kinds = {column.name: column.sql_type for column in KINDS[kind].columns}
    declared = ", ".join(f"{column} {type_}" for column, type_ in kinds.items())
    con.execute(f"CREATE OR REPLACE TABLE {name} ({declared})")
    insert(con, name, kinds, rows)
    return name


def empty_stage(con: duckdb.DuckDBPyConnection) -> None:
    """The macros of an ingest, and an empty table of all columns a kind."""
    staging.create(con)
    for kind in KINDS:
        stage(con, kind, [])


def put(
    ledger: Where,
    *,
    con: duckdb.DuckDBPyConnection | None = None,
    replaced: tuple[Replacement, ...] = (),
    now: datetime = NOW,
    **kinds: list[Row],
) -> Committed:
    """Commit rows by kind, on a connection of their own unless one is given."""
    return put_kinds(ledger, kinds, con=con, replaced=replaced, now=now)


def put_kinds(
    ledger: Where,
    kinds: Mapping[str, list[Row]],
    *,
    con: duckdb.DuckDBPyConnection | None = None,
    replaced: tuple[Replacement, ...] = (),
    now: datetime = NOW,
) -> Committed:
    """Commit rows whose kinds are data."""
    mine = con or connect(allowed=[folder_of(ledger)])
    staged = {kind: stage(mine, kind, rows) for kind, rows in kinds.items()}
    return commit(mine, ledger, staged, replaced=replaced, now=now)


def select(
    ledger: Where,
    columns: str,
    kind: str = "usage",
    *,
    at: int | None = None,
    con: duckdb.DuckDBPyConnection | None = None,
) -> list[Any]:
    """Those columns of all rows of a kind, ordered by record_id."""
    sql = f"SELECT {columns} FROM {relation(open_ledger(ledger, at), kind)} ORDER BY record_id"
    return (con or connect(allowed=[folder_of(ledger)])).execute(sql).fetchall()


def held(ledger: Where, kind: str = "usage", **options: Any) -> list[Held]:
    """Key, rank and instant of all rows of a kind, by key; options as of `select`."""
    found = select(ledger, "record_id, merge_rank, epoch_us(ts)", kind, **options)
    return [Held(int.from_bytes(key, "big"), rank, _instant(us)) for key, rank, us in found]


def on_disk(ledger: Path) -> set[str]:
    """The data files below a ledger's folder, whether a version names them or not."""
    return {
        str(path) for path in ledger.resolve().rglob("*.parquet") if "_delta_log" not in path.parts
    }


def _instant(microseconds: int) -> datetime:
    seconds, rest = divmod(microseconds, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
