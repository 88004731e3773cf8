"""queries/agent_calls.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_agent_calls() -> None:
    """10:14:59 and 10:15 are two quarters; fees are joined by the record, a bucket is no call."""
    each = """SELECT 't' AS task, NULL AS agent, 's' AS step, 'ada' AS person, moment AS ts, grain,
        NULL AS source_line, 5 AS input, 1 AS requests, 2.5 AS cost, true AS priced, id AS record_id
        FROM (VALUES (1, TIMESTAMP '2026-11-02 10:14:59', 'request'),
                     (2, TIMESTAMP '2026-11-02 10:15:00', 'bucket')) AS v(id, moment, grain)"""
    fees = "SELECT 2 AS record_id, 0.5 AS fees"
    rows = rows_of(
        "agent_calls", {"e": each, "f": fees}, dimensions="'a' AS d0, ", tokens="calls.input",
        context="calls.input", tools="CAST(NULL AS BIGINT)", fees="fees.fees", each="e",
        besides="LEFT JOIN f AS fees ON fees.record_id = calls.record_id ORDER BY calls.ts",
    )  # fmt: skip

    first, second = (row[6:8] for row in rows)
    assert (first[0], second[0], second[1] - first[1]) == (True, False, 1)
    assert [(row[0], row[8], row[12]) for row in rows] == [("a", 0, None), ("a", 0, rows[1][12])]
    assert str(rows[1][12]) == "0.5"
