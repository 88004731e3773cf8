"""queries/same_sources.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_same_sources() -> None:
    """Of two calls with three records one is beyond the first of each call; its sources are two bits."""
    same = "SELECT * FROM (VALUES ('r', 'p', 'b'), ('r', 'p', 'a'), ('x', 'p', 'a')) AS t(call, provider, source)"
    found = rows_of(
        "same_sources",
        {"s": same},
        same="s",
        found="bit_or(CASE source WHEN 'a' THEN 1 ELSE 2 END) AS s0",
        sets="s0",
    )

    assert found == [("p", 1, 0), ("p", 3, 1)]
