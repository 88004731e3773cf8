"""queries/same_sources.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_same_sources() -> None:
    """Of two calls with three records one is beyond the first of each call."""
    same = "SELECT * FROM (VALUES (1, 'r'), (2, 'r'), (3, 'x')) AS t(record_id, call)"
    usage = "SELECT * FROM (VALUES (1, 'p', 'b'), (2, 'p', 'a'), (3, 'p', 'a')) AS t(record_id, provider, source)"
    found = rows_of("same_sources", {"s": same, "u": usage}, same="s", relation="u")

    assert found == [("p", ["a"], 0), ("p", ["a", "b"], 1)]
