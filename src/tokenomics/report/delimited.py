"""A cost report as CSV: plain decimals, and no cell that a spreadsheet would run."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.costing import CostReport, CostRow
from tokenomics.records import meters
from tokenomics.records.escape import csv_line, safe
from tokenomics.records.money import plain
from tokenomics.report.units import count_name, more_figures, share_name, unit_name


def to_csv(report: CostReport) -> str:
    """The rows as lines: dimensions, requests, every meter in use, cost and unit cost.

    What is not known is empty. A text that begins like a formula gets an apostrophe.
    """
    used = report.totals.meters
    names = [*(n for n in meters.NAMES if n in used), *(n for n in used if n not in meters.BY_NAME)]
    per = report.query.per
    extra = [name for name in (count_name(per), share_name(per), unit_name(per)) if name]
    extra += more_figures(per, report.totals)
    head = [*report.by, "requests", *map(safe, names), *extra, "cost", "has_unpriced"]
    return "".join(map(csv_line, [head, *(_cells(report, row, names) for row in report.rows)]))


def _cells(report: CostReport, row: CostRow, names: list[str]) -> list[str]:
    per = report.query.per
    return [
        *("" if value is None else safe(value) for value in row.key),
        str(row.requests),
        *(_number(row.meters.get(name)) for name in names),
        *([_number(row.counted), _number(row.counted_cost)] if count_name(per) else []),
        *([_number(row.unit_cost)] if unit_name(per) else []),
        *map(_number, more_figures(per, row).values()),
        _number(row.cost),
        "true" if row.has_unpriced else "false",
    ]


def _number(value: Decimal | int | None) -> str:
    return "" if value is None else plain(Decimal(value))
