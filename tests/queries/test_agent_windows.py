"""queries/agent_windows.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of


def test_agent_windows() -> None:
    """Two calls of a quarter are one row; a bucket and nobody's calls have none; a task says where."""
    calls = """SELECT *, 1 AS requests, 10 AS tokens, 1.0 AS cost, true AS priced, NULL::BIGINT AS tools, NULL::DECIMAL(3,1) AS fees
        FROM (VALUES (true, 'ada', 5, 't', 'b'), (true, 'ada', 5, NULL, 'a'), (false, 'ada', 6, NULL, 'a'),
                     (true, NULL, 7, NULL, 'a')) AS v(is_call, person, quarter, task, d0)"""
    rows = rows_of(
        "agent_windows", {"c": calls, "t": "SELECT 't' AS task, 'a' AS d0"},
        dimensions="CASE WHEN tasks.task IS NULL THEN calls.d0 ELSE tasks.d0 END AS d0, ", calls="c",
        joined="LEFT JOIN t AS tasks ON tasks.task = calls.task", group="1, 2, 3",
    )  # fmt: skip

    assert {row[:3]: row[3:6] for row in rows} == {
        ("a", "ada", 5): (2, 20, Decimal("2.0")),
        ("a", None, None): (2, 20, Decimal("2.0")),
    }
    assert {row[2]: row[9] for row in rows} == {5: 1, None: 2}
