"""The report as a frame and as Parquet."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl

from tokenomics.costing import CostReport
from tokenomics.report.frame import frame


def test_a_frame_keeps_exact_decimals(report: Callable[..., CostReport]) -> None:
    """Money has 18 decimals, whole meters are integers."""
    found = frame(report("feature", per="user"))

    assert found.schema == {
        "feature": pl.String(),
        "requests": pl.Int64(),
        "input": pl.Int64(),
        "cache_read": pl.Int64(),
        "output": pl.Int64(),
        "web_search": pl.Decimal(38, 6),
        "users": pl.Int64(),
        "cost": pl.Decimal(38, 18),
        "cost_with_user": pl.Decimal(38, 18),
        "cost_per_user": pl.Decimal(38, 18),
        "has_unpriced": pl.Boolean(),
    }
    assert found["cost"].to_list() == [
        Decimal("2.800025"),
        Decimal("0.666666"),
        Decimal("0.000001"),
        None,
    ]


def test_an_empty_report_is_an_empty_frame(report: Callable[..., CostReport]) -> None:
    """The columns that are always there keep their types."""
    found = frame(report("model", rows=[]))

    assert found.schema == {
        "model": pl.String(),
        "requests": pl.Int64(),
        "cost": pl.Decimal(38, 18),
        "has_unpriced": pl.Boolean(),
    }
