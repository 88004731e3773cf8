"""The declared checks of a kind, as SQL for bulk ingest and as a pandera schema for eager frames.

Both are derived from the columns; a test proves that they refuse the same rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from tokenomics.records.columns import Column, DType, Kind
from tokenomics.records.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def violation(kind: Kind, columns: Collection[str]) -> str:
    """SQL text giving "field: reason" for the first declared check a row fails, else null.

    Only `columns` are checked: those that the relation has.
    """
    found = [sql for column in kind.columns if column.name in columns for sql in _cases(column)]
    return f"CASE {' '.join(found)} END" if found else "CAST(NULL AS VARCHAR)"


def _cases(column: Column) -> list[str]:
    name, cases = f'"{column.name}"', list[str]()
    if column.required:
        cases.append(f"WHEN {name} IS NULL THEN '{column.name}: missing'")
    if column.choices:
        choices = ", ".join(f"'{choice}'" for choice in column.choices)
        reason = "not one of " + ", ".join(column.choices)
        cases.append(f"WHEN {name} NOT IN ({choices}) THEN '{column.name}: {reason}'")
    if column.minimum is not None:
        cases.append(f"WHEN {name} < {column.minimum} THEN '{column.name}: below {column.minimum}'")
    return cases


def validate(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The frame as it is, when all its columns hold what the kind declares.

    Columns the frame lacks are not checked; the row's problem, if any, is named in an InputError.
    A lazy frame must be collected first: only values can be checked.
    """
    import pandera.errors  # noqa: PLC0415 - a second that only eager frames need
    import pandera.polars as pa  # noqa: PLC0415

    declared = {column.name: _pandera(pa, column) for column in kind.columns}
    held = {name: declared[name] for name in frame.columns if name in declared}
    try:
        return pa.DataFrameSchema(held, name=kind.name).validate(frame)
    except pandera.errors.SchemaError as error:
        sentence = str(error).splitlines()[0]
        raise InputError(f"{kind.name}: column {error.schema.name!r}: {sentence}") from None


def _pandera(pa: Any, column: Column) -> Any:
    checks = []
    if column.choices:
        checks.append(pa.Check.isin(list(column.choices)))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum))
    dtype = polars_type(column.dtype)
    return pa.Column(dtype, checks, nullable=not column.required, required=False)


def polars_type(dtype: DType) -> Any:
    """The type of a column in a polars frame."""
    import polars as pl  # noqa: PLC0415 - the frames' own library, wanted only with frames

    types: dict[DType, Any] = {
        "text": pl.String,
        "instant": pl.Datetime("us", "UTC"),
        "count": pl.Int64,
        "quantity": pl.Decimal(18, 6),
        "amount": pl.Decimal(38, 18),
        "number": pl.Float64,
        "flag": pl.Boolean,
        "id": pl.Binary,
        "tags": pl.List(pl.Struct({"key": pl.String, "value": pl.String})),
        "others": pl.List(
            pl.Struct({"meter": pl.String, "quantity": pl.Decimal(18, 6), "unit": pl.String})
        ),
        "digests": pl.List(pl.Binary),
    }
    return types[dtype]
