from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from tokenomics.records.kinds import KINDS
from tokenomics.spark.types import arrow_type, schema_of, stored, table_of


def test_every_column_of_every_kind_is_declared_once() -> None:
    """Files of any kind are read by one declaration, in which no name stands twice."""
    names = [
        part.split("`")[1] for part in stored().split(", `") for part in [f"`{part.strip('`')}"]
    ]

    assert len(names) == len(set(names))
    assert set(names) == {column.name for kind in KINDS.values() for column in kind.columns}


def test_rows_become_a_table_with_every_digit() -> None:
    """Rates keep their 18 decimals, ids their bytes, and nulls are nulls."""
    columns = {"id": "BLOB", "rate": "DECIMAL(22,18)", "step": "BIGINT", "is_marked": "BOOLEAN"}
    rows = [(b"\x01", Decimal("1234.000000000000000001"), 2, True), (None, None, None, None)]

    made = table_of(columns, rows)

    assert made.schema.field("rate").type == pa.decimal128(22, 18)
    assert [tuple(row.values()) for row in made.to_pylist()] == rows


def test_a_table_without_rows_has_its_columns() -> None:
    """An empty table is typed as one with rows would be."""
    made = table_of({"name": "VARCHAR", "flow": "INTEGER"}, [])

    assert (made.num_rows, made.schema.names) == (0, ["name", "flow"])


def test_a_table_without_rows_has_types_for_spark() -> None:
    """Names and types are known where no row tells of them, lists and instants too."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: make spark")
    made = table_of({"names": "VARCHAR[]", "ts": "TIMESTAMP WITH TIME ZONE"}, [])

    assert schema_of(made).simpleString() == "struct<names:array<string>,ts:timestamp>"


@pytest.mark.parametrize(
    "kind", ["VARCHAR", "VARCHAR[]", "DOUBLE", "TIMESTAMP WITH TIME ZONE", "DECIMAL(18, 6)"]
)
def test_types_are_known_by_duckdbs_words(kind: str) -> None:
    """Each type that a table of rows is made with has one of Arrow's."""
    assert isinstance(arrow_type(kind), pa.DataType)
