"""queries/known_values.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

ROWS = "SELECT * FROM (VALUES ('b'), ('a'), ('c'), ('c'), (NULL)) AS t(known)"


def test_the_most_common_values_come_first() -> None:
    """Two records have c; a and b stand in their order; what is not stated is no value."""
    found = rows_of("known_values", {"r": ROWS}, calls="r", limit="9")

    assert found == [("c",), ("a",), ("b",)]
    assert is_unique(found, 1)
    assert rows_of("known_values", {"r": ROWS}, calls="r", limit="1") == [("c",)]
