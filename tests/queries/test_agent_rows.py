"""queries/agent_rows.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of


def test_agent_rows() -> None:
    """Of multipliers 1, 2, 10 and an unknown one the median is 2; 13 tokens are of first calls of 6."""
    tasks = """SELECT 'a' AS d0, requests, tokens, 1.0 AS cost, true AS priced, 0 AS sub_agents, 0.0 AS sub_agent_cost,
        first_tokens, multiplier, growth, growth AS growth_a_call, NULL AS steps, NULL AS step_tokens,
        CAST(NULL AS DECIMAL(3,1)) AS step_cost, CAST(NULL AS BOOLEAN) AS step_priced
        FROM (VALUES (1, 1, 1, 1000000, NULL), (2, 2, 1, 2000000, 3), (5, 10, 4, 10000000, 5), (3, 8, NULL, NULL, 4))
        AS v(requests, tokens, first_tokens, multiplier, growth)"""
    (row,) = rows_of(
        "agent_rows", {"t": tasks}, dimensions="d0, ", tasks="t", grouping="GROUP BY d0"
    )

    assert row[:6] == ("a", 4, 11, 21, Decimal("4.0"), True)
    assert row[8:12] == (None, None, None, False)
    assert row[12:15] == (1, 6, 13)
    assert row[15:19] == (2_000_000, 10_000_000, 10_000_000, 10_000_000)
    assert row[19:22] == (3, 4, 5)
    assert row[24:] == (2, 5, 5)
