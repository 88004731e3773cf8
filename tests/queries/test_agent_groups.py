"""queries/agent_groups.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_agent_groups() -> None:
    """Two quarters of named people, 3 of 10 requests are nobody's, and 5 + 6 of 18 are named cost."""
    windows = """SELECT *, tokens AS tools, NULL AS fees, 1 AS untasked, 2 AS untasked_cost, true AS priced
        FROM (VALUES ('ada', 1, 3, 30, 5), ('bob', 1, 4, 40, 6), (NULL, NULL, 3, 30, 7))
        AS v(person, quarter, requests, tokens, cost)"""
    (row,) = rows_of(
        "agent_groups", {"w": windows}, dimensions="", windows="w", grouping="",
        quarters="count(calls.quarter)",
    )  # fmt: skip

    assert row == (10, 100, 18, True, 100, None, 3, 6, 2, 3, 11, True)
