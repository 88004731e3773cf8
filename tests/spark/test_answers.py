from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa

from tokenomics.spark.answers import Table, answer_of


def test_values_are_those_that_duckdb_gives() -> None:
    """Decimals keep their digits, instants are of UTC, maps are dicts, and two columns may share a name."""
    at = datetime(2026, 8, 1, 12, tzinfo=UTC)
    columns = [
        pa.array([Decimal("0.100000000000000001")], pa.decimal128(38, 18)),
        pa.array([at], pa.timestamp("us", "UTC")),
        pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())),
    ]

    found = answer_of(pa.table(columns, names=["x", "y", "z"]), ("cost", "ts", "cost"))

    assert found.fetchall() == [(Decimal("0.100000000000000001"), at, {"a": "b"})]
    assert [name for (name,) in found.description] == ["cost", "ts", "cost"]


def test_a_statement_without_an_answer_has_no_rows() -> None:
    """What makes a table answers nothing."""
    assert Table().fetchall() == []
