"""queries/agent_groups.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_agent_groups() -> None:
    """A call of a task stands where the task does; apart are 7 of no task and 5 of nobody."""
    calls = """SELECT *, requests * 10 AS tokens, requests AS cost, true AS priced, NULL AS tools, NULL AS fees
        FROM (VALUES ('t', 'ada', 3, 'b'), (NULL, 'ada', 2, 'a'), (NULL, NULL, 5, 'a')) AS v(task, person, requests, d0)"""
    rows = rows_of(
        "agent_groups", {"c": calls, "t": "SELECT 't' AS task, 'a' AS d0"},
        dimensions="CASE WHEN tasks.task IS NULL THEN calls.d0 ELSE tasks.d0 END AS d0, ", calls="c",
        joined="LEFT JOIN t AS tasks ON tasks.task = calls.task", grouping="GROUP BY 1",
    )  # fmt: skip

    assert rows == [("a", 10, 100, 10, True, None, None, 7, 7, 5, 5, True)]
