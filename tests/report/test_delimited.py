"""The CSV report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from tokenomics.costing import CostReport
from tokenomics.report.delimited import to_csv


def test_the_csv_holds_every_digit(report: Callable[..., CostReport]) -> None:
    """Dimensions, requests, meters, counts and exact money; what is not known is empty."""
    rows = list(csv.reader(io.StringIO(to_csv(report("feature", per="user")))))

    assert rows[0] == [
        "feature", "requests", "input", "cache_read", "output", "web_search",
        "users", "cost_with_user", "cost_per_user", "cost", "has_unpriced",
    ]  # fmt: skip
    assert rows[1] == [
        "search",
        "1",
        "1000000",
        "50",
        "100000",
        "",
        "1",
        "2.800025",
        "2.800025",
        "2.800025",
        "false",
    ]
    assert rows[4] == ["'=cmd()", "1", "7", "", "", "", "1", "", "", "", "true"]
