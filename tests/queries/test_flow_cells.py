"""queries/flow_cells.sql by hand."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_flow_cells() -> None:
    """Two calls alike in hour 1 are 4 together, one of another team 5; hour 2 is not asked for."""
    calls = "(SELECT * FROM (VALUES (1, 'a', 't', 1.5), (1, 'a', 't', 2.5), (1, 'a', NULL, 5.0), (2, 'a', 't', 9.0)) AS v(hour, d0, d1, cost))"
    text = sql("flow_cells", values="d0, d1", calls=calls)
    rows = connect().execute(text, {"hour": 1}).fetchall()

    assert sorted(rows, key=str) == [("a", "t", 4.0), ("a", None, 5.0)]
