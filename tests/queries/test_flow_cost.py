"""queries/flow_cost.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_flow_cost() -> None:
    """Hours 1 and 2 of a: 1.5 and 2.5; hour 3 is the end, b another flow."""
    calls = "(SELECT * FROM (VALUES (1, 'a', 1.5), (2, 'a', 2.5), (2, 'b', 7.0), (3, 'a', 9.0)) AS v(hour, d0, cost))"
    text = sql("flow_cost", calls=calls, of_flow="d0 = $value")
    given = {"first": 1, "end": 3, "value": "a"}

    assert connect().execute(text, given).fetchall() == [(Decimal("4.0"),)]
