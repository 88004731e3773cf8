"""queries/agent_tails.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_agent_tails() -> None:
    """Of costs 1 to 40 the dearest twentieth are 40 + 39, a hundredth is no task; 10 calls > 3 x 3."""
    tasks = "SELECT 'a' AS d0, n AS cost, CASE WHEN n = 7 THEN 10 WHEN n = 8 THEN 9 ELSE 1 END AS requests FROM range(1, 41) AS r(n)"
    (row,) = rows_of(
        "agent_tails", {"t": tasks, "r": "SELECT 'a' AS d0, 40 AS tasks, 3 AS depth_p90"},
        ranked_dimensions="d0, ", dimensions="tasks.d0, ", partition="PARTITION BY tasks.d0",
        tasks="t", rows="r", same="tasks.d0 IS NOT DISTINCT FROM ranks.d0", grouping="GROUP BY d0",
    )  # fmt: skip

    assert row == ("a", None, 79, 1, 7)
