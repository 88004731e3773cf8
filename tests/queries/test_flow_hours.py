"""queries/flow_hours.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

CALLS = "SELECT * FROM (VALUES (1, 'a', 2.5), (1, 'a', 1.5), (2, 'a', 1.0), (1, 'b', 0.5), (3, NULL, 9.0)) AS v(hour, d0, cost)"


def test_flow_hours() -> None:
    """Feature a costs 4 in its dearest hour and 1 in another; b half a dollar at most; none has no name."""
    rows = rows_of("flow_hours", {"c": CALLS}, value="d0", calls="c", least="1", most="9")

    assert sorted(rows) == [(1, "a", 4.0), (2, "a", 1.0)]
    assert is_unique(rows, 2)


def test_only_the_dearest_are_followed() -> None:
    """One of two."""
    rows = rows_of("flow_hours", {"c": CALLS}, value="d0", calls="c", least="0", most="1")

    assert {row[1] for row in rows} == {"a"}
