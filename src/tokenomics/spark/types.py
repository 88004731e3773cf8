"""Types of columns: as statements declare them, as Arrow has them, and as files hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from tokenomics.records.columns import DType
from tokenomics.records.kinds import KINDS
from tokenomics.records.money import AMOUNT_TYPE, QUANTITY_TYPE

_DECIMAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")
_ARROW: Mapping[str, Any] = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "BLOB": pa.binary(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", "UTC"),
}

_STORED: Mapping[DType, str] = {
    "text": "STRING",
    "instant": "TIMESTAMP",
    "count": "BIGINT",
    "quantity": QUANTITY_TYPE,
    "amount": AMOUNT_TYPE,
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "id": "BINARY",
    "tags": "MAP<STRING, STRING>",
    "others": f"ARRAY<STRUCT<meter: STRING, quantity: {QUANTITY_TYPE}, unit: STRING>>",
    "digests": "ARRAY<BINARY>",
}


@cache
def stored() -> str:
    """The columns of all kinds of records with Spark's types: one name has one type in all of them."""
    types = {
        column.name: _STORED[column.dtype] for kind in KINDS.values() for column in kind.columns
    }
    return ", ".join(f"`{name}` {kind}" for name, kind in types.items())


def table_of(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Any:
    """Rows of Python's values as a table of Arrow; `columns` are name -> type in DuckDB's words."""
    types = [arrow_type(kind) for kind in columns.values()]
    values = [list(of) for of in zip(*rows, strict=True)] or [[] for _ in types]
    arrays = [pa.array(of, type=kind) for of, kind in zip(values, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=list(columns))


def schema_of(rows: Any) -> Any:
    """Spark's types of a table of Arrow, which Connect does not find out itself where there are no rows."""
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 # pyright: ignore[reportMissingImports]

    return from_arrow_schema(rows.schema, prefer_timestamp_ntz=False)


def arrow_type(kind: str) -> Any:
    """Arrow's type of one in DuckDB's words."""
    if found := _DECIMAL.fullmatch(kind):
        return pa.decimal128(int(found[1]), int(found[2]))
    return _ARROW[kind]
