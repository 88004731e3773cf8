"""A cost report as a Polars frame or a Parquet file, with exact decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tokenomics.costing import CostReport
from tokenomics.records import meters
from tokenomics.records.money import rounded
from tokenomics.report.units import count_name, more_figures, share_name, unit_name

_VERDICTS = ("failures", "open", "unknown")

if TYPE_CHECKING:
    import polars as pl


def frame(report: CostReport) -> pl.DataFrame:
    """The rows as a frame: one row a group.

    Columns: the dimensions (String), `requests` (Int64), each meter in use (Int64, or
    Decimal(38, 6) where it need not be whole), `cost` (Decimal(38, 18), null where nothing
    could be priced), `has_unpriced`, and with `per` the number of users or sessions (Int64),
    the cost of the calls that state one and the unit cost (both Decimal(38, 18)).
    """
    import polars as pl  # noqa: PLC0415  # a quarter of a second, needed by frames alone

    rows = report.rows
    per = report.query.per
    count, quantity, money = pl.Int64(), pl.Decimal(38, 6), pl.Decimal(38, 18)
    data: dict[str, list[object]] = {}
    schema: dict[str, pl.DataType] = {}

    def add(name: str | None, dtype: pl.DataType, values: list[object]) -> None:
        if name is not None:
            data[name], schema[name] = values, dtype

    for index, name in enumerate(report.by):
        add(name, pl.String(), [row.key[index] for row in rows])
    add("requests", count, [row.requests for row in rows])
    for name in report.totals.meters:
        dtype = count if _is_whole(name) else quantity
        add(name, dtype, [row.meters.get(name) for row in rows])
    add(count_name(per), count, [row.counted for row in rows])
    add("cost", money, [_amount(row.cost) for row in rows])
    add(share_name(per), money, [_amount(row.counted_cost) for row in rows])
    add(unit_name(per), money, [_amount(row.unit_cost) for row in rows])
    for name in more_figures(per, report.totals):
        dtype = count if name in _VERDICTS else money
        add(name, dtype, [more_figures(per, row)[name] for row in rows])
    add("has_unpriced", pl.Boolean(), [row.has_unpriced for row in rows])
    return pl.DataFrame(data, schema=schema)


def _is_whole(meter: str) -> bool:
    return meter in meters.BY_NAME and meters.is_whole(meters.BY_NAME[meter])


def _amount(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value)
