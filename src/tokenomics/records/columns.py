"""What a column is, and the types it has in each engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from tokenomics.records.money import AMOUNT_TYPE, QUANTITY_TYPE

DType = Literal[
    "text",
    "instant",
    "count",
    "quantity",
    "amount",
    "number",
    "flag",
    "id",
    "tags",
    "others",
    "digests",
]

SQL_TYPES: dict[DType, str] = {
    "text": "VARCHAR",
    "instant": "TIMESTAMP WITH TIME ZONE",
    "count": "BIGINT",
    "quantity": QUANTITY_TYPE,
    "amount": AMOUNT_TYPE,
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "id": "BLOB",
    "tags": "MAP(VARCHAR, VARCHAR)",
    "others": f"STRUCT(meter VARCHAR, quantity {QUANTITY_TYPE}, unit VARCHAR)[]",
    "digests": "BLOB[]",
}


class Column(NamedTuple):
    """One column of a record: declared once, everything else derives from it.

    A column is nullable unless `required`; `choices` closes a text column; `minimum` bounds
    a number from below.
    """

    name: str
    dtype: DType
    doc: str
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None

    @property
    def sql_type(self) -> str:
        """The column's type in DuckDB."""
        return SQL_TYPES[self.dtype]


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of record: its name, what one row is, and its columns in order.

    It is asked for its names thousands of times, so they are put together once.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        if name not in self._by_name:
            raise KeyError(f"{self.name} has no column {name!r}")
        return self._by_name[name]
