"""queries/placed.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_placed() -> None:
    """Whoever is doubted less stands, then who counts more, then the first by name and by id."""
    same = """SELECT * FROM (VALUES (1, 'r', 10, 5, 'a'), (2, 'r', 0, 1, 'b'), (3, 'x', 0, 1, 'a'), (4, 'x', 0, 2, 'b'),
        (6, 'y', 0, 1, 'a'), (5, 'y', 0, 1, 'a'), (7, 'y', 0, 1, 'A')) AS t(record_id, call, doubt, size, source)"""

    assert sorted(rows_of("placed", {"s": same}, same="s")) == [
        (1, 2, 2), (2, 1, 2), (3, 2, 4), (4, 1, 4), (5, 2, 7), (6, 3, 7), (7, 1, 7),
    ]  # fmt: skip
