"""queries/flow_cells.sql by hand."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_flow_cells() -> None:
    """Two calls alike in hour 1 are 4 together, one of another team 5; hour 2 has 9, hour 3 is not asked for."""
    calls = "(SELECT * FROM (VALUES (1, 'a', 't', 1.5), (1, 'a', 't', 2.5), (1, 'a', NULL, 5.0), (2, 'a', 't', 9.0), (3, 'a', 't', 7.0)) AS v(hour, d0, d1, cost))"
    text = sql("flow_cells", values="hour, d0, d1", calls=calls)
    rows = connect().execute(text, {"first": 1, "end": 3}).fetchall()

    assert sorted(rows, key=str) == [(1, "a", "t", 4.0), (1, "a", None, 5.0), (2, "a", "t", 9.0)]
