"""queries/keyed_days.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

KEPT = "SELECT * FROM (VALUES (1, 'x', 2), (1, 'x', 3), (2, 'x', 4), (1, 'y', 5)) AS t(d0, provider, input)"


def test_usage_is_summed_by_day_and_rate_key() -> None:
    """2 + 3 of x on the first day, 4 on the second, 5 of y."""
    rows = rows_of(
        "keyed_days", {"k": KEPT}, keys="d0, provider", sums="sum(input) AS input", kept="k"
    )

    assert sorted(rows) == [(1, "x", 5), (1, "y", 5), (2, "x", 4)]
    assert is_unique(rows, 2)
