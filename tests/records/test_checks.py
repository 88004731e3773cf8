"""The declared checks, in SQL and in pandera."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest

from tokenomics.records.checks import polars_type, validate, violation
from tokenomics.records.columns import SQL_TYPES, Kind
from tokenomics.records.errors import InputError
from tokenomics.records.kinds import KINDS, USAGE

GOOD: dict[str, Any] = {
    "ts": datetime(2026, 11, 2, tzinfo=UTC),
    "provider": "openai",
    "grain": "request",
    "billing": "metered",
    "status": None,
    "input": 3,
    "web_search": Decimal("1.5"),
}
BAD = [
    ("provider", None, "provider: missing"),
    ("grain", "week", "grain: not one of request, bucket"),
    ("billing", "gift", "billing: not one of metered"),
    ("status", "maybe", "status: not one of success, failure"),
    ("input", -1, "input: below 0"),
    ("web_search", Decimal(-1), "web_search: below 0"),
]


def frame_of(row: dict[str, Any], kind: Kind = USAGE) -> pl.DataFrame:
    """One row as a typed frame."""
    types = {name: polars_type(kind.column(name).dtype) for name in row}
    return pl.DataFrame({name: [value] for name, value in row.items()}, schema=types)


def sql_says(row: dict[str, Any]) -> str | None:
    """What the SQL check says of a row."""
    values = ", ".join(f"CAST(${n} AS {USAGE.column(n).sql_type}) AS {n}" for n in row)
    with duckdb.connect() as con:
        found = con.execute(f"SELECT {violation(USAGE, row.keys())} FROM (SELECT {values})", row)
        return found.fetchall()[0][0]


def test_a_good_row_passes_both() -> None:
    """A row that holds what is declared is refused by neither."""
    assert sql_says(GOOD) is None
    assert validate(frame_of(GOOD), USAGE).equals(frame_of(GOOD))


@pytest.mark.parametrize(("column", "value", "reason"), BAD)
def test_both_refuse_the_same_rows(column: str, value: Any, reason: str) -> None:
    """A row that one check refuses the other refuses too, naming the same column."""
    row = GOOD | {column: value}

    said = sql_says(row)
    assert said is not None
    assert said.startswith(reason)
    with pytest.raises(InputError, match=column):
        validate(frame_of(row), USAGE)


def test_a_wrong_type_is_refused() -> None:
    """A frame whose counts are fractions is refused."""
    with pytest.raises(InputError, match="input"):
        validate(pl.DataFrame({"input": [1.5]}), USAGE)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_declared_check_is_sql(kind: Kind) -> None:
    """The SQL check of each kind runs over a table of that kind."""
    declared = ", ".join(f'"{column.name}" {column.sql_type}' for column in kind.columns)
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE t ({declared})")
        assert con.execute(f"SELECT {violation(kind, kind.names)} FROM t").fetchall() == []


@pytest.mark.parametrize("dtype", SQL_TYPES)
def test_every_type_has_a_frame_type(dtype: Any) -> None:
    """No declared type is without a type in frames."""
    assert pl.Series("x", [], dtype=polars_type(dtype)).dtype == polars_type(dtype)
