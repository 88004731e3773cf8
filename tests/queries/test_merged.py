"""queries/merged.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of


def test_amounts_of_other_meters_join_the_row_of_their_group() -> None:
    """1 + 0.5 for a; b keeps its 2; quantities of known meters are not touched."""
    rows = """SELECT * FROM (VALUES ('a', 3, 7, 1.0, true, false), ('b', 4, 8, 2.0, true, false))
        AS t(d0, requests, input, cost, priced, unpriced)"""
    others = """SELECT * FROM (VALUES ('a', 0.5, true, false), ('a', 0.0, false, true))
        AS t(d0, cost, priced, unpriced)"""
    found = rows_of(
        "merged",
        {"r": rows, "o": others},
        dimensions="calls.d0,",
        sums="sum(calls.requests) AS requests, sum(calls.input) AS input",
        names="calls.requests, calls.input",
        nulls="0, NULL",
        rows="r",
        others="o",
        grouping="GROUP BY calls.d0",
    )

    assert sorted(found) == [
        ("a", 3, 7, Decimal("1.5"), True, True),
        ("b", 4, 8, Decimal(2), True, False),
    ]
    assert is_unique(found, 1)
