"""queries/groups.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of


def test_quantities_are_summed_by_what_varies() -> None:
    """Constant columns are written along and not grouped by."""
    calls = "SELECT * FROM (VALUES ('a', 1, 2), ('a', 1, 3), ('b', 1, 9)) AS t(d0, requests, input)"
    rows = rows_of(
        "groups",
        {"c": calls},
        keys="d0, 0 AS epoch",
        sums="sum(requests) AS requests, sum(input) AS input",
        calls="c",
        varying="d0",
    )

    assert sorted(rows) == [("a", 0, 2, 5), ("b", 0, 1, 9)]
    assert is_unique(rows, 2)
