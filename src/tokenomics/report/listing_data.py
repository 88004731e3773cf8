"""A listing as data: exact, one row a row, whatever it looks like to people."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tokenomics.analysis.listing import Column, Listing, Value
from tokenomics.records.escape import csv_line, safe
from tokenomics.records.money import plain, rounded
from tokenomics.report.envelope import known, made_with, spent
from tokenomics.report.listings import notes
from tokenomics.report.origin import Origin

if TYPE_CHECKING:
    import polars as pl

_TEXTS = ("name", "text", "mark")


def to_json(shown: Listing, origin: Origin) -> str:
    """The listing as one JSON object; equal listings and origins give equal bytes."""
    return json.dumps(envelope(shown, origin), indent=2, ensure_ascii=False) + "\n"


def envelope(shown: Listing, origin: Origin) -> dict[str, Any]:
    """The listing as JSON values: decimals are text, whole counts are integers.

    `totals` are those of the calls that were looked at, and the listing's own.
    """
    total = dict(zip(shown.columns, shown.total or (), strict=False))
    figures = {of.name: _json(value) for of, value in total.items() if of.what not in _TEXTS}
    return {
        **made_with(shown.report, origin, shown.kind),
        "rows": [
            {of.name: _json(value) for of, value in zip(shown.columns, row, strict=True)}
            for row in shown.rows
        ],
        "totals": {**spent(shown.report), **figures},
        **known(shown.report),
        "notes": notes(shown),
    }


def to_csv(shown: Listing) -> str:
    """The rows as lines; what is not known is empty, and a text that begins like a formula gets an apostrophe."""
    head = [safe(column.name) for column in shown.columns]
    return "".join(map(csv_line, [head, *([_cell(value) for value in row] for row in shown.rows)]))


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return safe(value)
    return "" if value is None else plain(Decimal(value))


def _json(value: Value) -> str | int | None:
    return plain(value) if isinstance(value, Decimal) else value


def frame(shown: Listing) -> pl.DataFrame:
    """The rows as a frame: texts String, whole counts Int64, all other figures Decimal(38, 18)."""
    import polars as pl  # noqa: PLC0415  # a quarter of a second, needed by frames alone

    columns = list(zip(*shown.rows, strict=True)) or [() for _ in shown.columns]
    data: dict[str, list[Value]] = {}
    schema: dict[str, pl.DataType] = {}
    for column, values in zip(shown.columns, columns, strict=True):
        data[column.name] = [rounded(v) if isinstance(v, Decimal) else v for v in values]
        schema[column.name] = _type(column, values)
    return pl.DataFrame(data, schema=schema)


def _type(column: Column, values: tuple[Value, ...]) -> pl.DataType:
    import polars as pl  # noqa: PLC0415  # as above

    if column.what in _TEXTS:
        return pl.String()
    has_parts = any(isinstance(value, Decimal) for value in values)
    is_whole = column.what == "count" and not has_parts
    return pl.Int64() if is_whole else pl.Decimal(38, 18)
