"""The Delta schema of the one table: the columns of all kinds side by side, all nullable."""

from __future__ import annotations

from collections.abc import Iterable

from deltalake import Field, Schema
from deltalake.schema import ArrayType, DataType, MapType, PrimitiveType, StructType

from tokenomics.ledger.layout import PARTITIONS
from tokenomics.records.columns import DType, Kind
from tokenomics.records.kinds import KINDS

_QUANTITY = PrimitiveType("decimal(18,6)")
_OTHER = StructType(
    [
        Field("meter", PrimitiveType("string")),
        Field("quantity", _QUANTITY),
        Field("unit", PrimitiveType("string")),
    ]
)

DELTA_TYPES: dict[DType, DataType] = {
    "text": PrimitiveType("string"),
    "instant": PrimitiveType("timestamp"),
    "count": PrimitiveType("long"),
    "quantity": _QUANTITY,
    "amount": PrimitiveType("decimal(38,18)"),
    "number": PrimitiveType("double"),
    "flag": PrimitiveType("boolean"),
    "id": PrimitiveType("binary"),
    "tags": MapType(PrimitiveType("string"), PrimitiveType("string")),
    "others": ArrayType(_OTHER),
    "digests": ArrayType(PrimitiveType("binary")),
}


def delta_schema(kinds: Iterable[Kind] = tuple(KINDS.values())) -> Schema:
    """The table's schema: the partition columns, then every column of every kind once.

    Raises ValueError where two kinds declare one name with different types.
    """
    types: dict[str, DType] = {}
    for kind in kinds:
        for column in kind.columns:
            if types.setdefault(column.name, column.dtype) != column.dtype:
                raise ValueError(f"two kinds declare {column.name!r} with different types")
    names = [Field(name, PrimitiveType("string")) for name in PARTITIONS]
    return Schema([*names, *(Field(name, DELTA_TYPES[dtype]) for name, dtype in types.items())])
