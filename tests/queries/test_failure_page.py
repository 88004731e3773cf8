"""queries/failure_page.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_failure_page() -> None:
    """Group b costs 5 + 1 of 3 calls, group a 4 of one: two rows of three, b's both."""
    tables = {
        "r": "SELECT * FROM (VALUES ('a', 'ok', 1, 4), ('b', 'ok', 2, 5), ('b', 'failed', 1, 1)) AS v(d0, mode, requests, cost)"
    }
    rows = rows_of(
        "failure_page", tables, grouping="modes.d0", rows="r",
        ordering="ORDER BY group_cost DESC, modes.cost DESC LIMIT 2",
    )  # fmt: skip

    assert rows == [(3, 3, 6, "b", "ok", 2, 5), (3, 3, 6, "b", "failed", 1, 1)]
