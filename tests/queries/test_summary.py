"""queries/summary.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_groups_are_summed_by_rate_key_in_order() -> None:
    """Grain: the keys; nulls come last."""
    groups = """SELECT * FROM (VALUES ('x', 'p', 1), ('y', 'p', 2), ('x', 'o', 4), ('x', NULL, 8))
        AS t(d0, provider, requests)"""
    rows = rows_of(
        "summary",
        {"g": groups},
        keys="provider",
        sums="sum(requests) AS requests",
        groups="g",
    )

    assert rows == [("o", 4), ("p", 3), (None, 8)]
