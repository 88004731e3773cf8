"""queries/left_out.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_left_out() -> None:
    """Records are counted by provider and source."""
    left = "SELECT * FROM (VALUES ('p', 'b'), ('p', 'a'), ('p', 'b')) AS t(provider, source)"

    assert rows_of("left_out", {"l": left}, left="l") == [("p", "a", 1), ("p", "b", 2)]
