"""queries/agent_fees.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of


def test_agent_fees() -> None:
    """3 - 2 = 1; a free use is 0; one without a price is unknown; a call without tools is not there."""
    each = "SELECT * FROM (VALUES (1, 3.0, false, 1), (2, 2.0, false, 1), (3, 2.0, true, 1), (4, 2.0, false, 0)) AS v(record_id, cost, unpriced, uses)"
    without = "SELECT record_id, 2.0 AS cost FROM (VALUES (1), (2), (3), (4)) AS v(record_id)"
    rows = rows_of(
        "agent_fees", {"e": each, "w": without}, each="e", without="w", tools="calls.uses"
    )

    assert sorted(rows) == [(1, Decimal("1.0")), (2, Decimal("0.0")), (3, None)]
