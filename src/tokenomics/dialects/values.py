"""Python's values in statements: as literals of syntax trees, never as pasted text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlglot import exp, parse_one


def literal(value: object) -> exp.Expr:  # noqa: PLR0911
    """A value as a literal: an exact number, a text whatever it holds, an instant, bytes or a list of them.

    Raises TypeError for what has no literal.
    """
    match value:
        case None:
            return exp.null()
        case bool():
            return exp.Boolean(this=value)
        case int() | Decimal() | float():
            return _number(value)
        case str():
            return exp.Literal.string(value)
        case datetime():
            return exp.cast(exp.Literal.string(value.isoformat(" ")), exp.DType.TIMESTAMPTZ)
        case bytes():
            return exp.Unhex(this=exp.Literal.string(value.hex()))
        case list() | tuple():
            return exp.Array(expressions=[literal(each) for each in value])
        case _:
            raise TypeError(f"{value!r} has no literal")


def _number(value: float | Decimal) -> exp.Expr:
    if not math.isfinite(value):
        return exp.cast(exp.Literal.string(str(value)), exp.DType.DOUBLE)
    if isinstance(value, float):
        return exp.cast(_signed(repr(value)), exp.DType.DOUBLE)
    return _signed(format(value, "f") if isinstance(value, Decimal) else str(value))


def _signed(text: str) -> exp.Expr:
    number = exp.Literal.number(text.removeprefix("-"))
    return exp.Neg(this=number) if text.startswith("-") else number


def bound(tree: exp.Expr, values: Mapping[str, object]) -> exp.Expr:
    """A statement with its values in the places of its parameters; KeyError where one is missing."""
    for place in [*tree.find_all(exp.Placeholder)]:
        place.replace(literal(values[place.name]))
    return tree


def table_of(table: str, columns: Mapping[str, str]) -> exp.Expr:
    """The statement that makes a temporary table anew, without rows; `columns` are name -> DuckDB's type."""
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    return parse_one(f'CREATE OR REPLACE TEMP TABLE "{table}" ({declared})', read="duckdb")


def rows_into(table: str, rows: Iterable[Sequence[object]]) -> exp.Expr:
    """The statement that adds rows of values to a table."""
    listed = [exp.Tuple(expressions=[literal(value) for value in row]) for row in rows]
    return exp.Insert(this=exp.to_table(table), expression=exp.Values(expressions=listed))
