"""queries/joined.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of

ROWS = """SELECT * FROM (VALUES ('a', true, 1, 2.0, true, false), ('a', false, 2, 1.5, false, true),
    ('b', true, 3, 0.0, false, true)) AS t(d0, stated, requests, cost, priced, unpriced)"""


def test_both_parts_are_one_row_again() -> None:
    """1 + 2 requests and 2 + 1.5 dollars for a; b keeps its 3."""
    found = rows_of(
        "joined",
        {"r": ROWS},
        dimensions="calls.d0,",
        sums="sum(calls.requests) AS requests",
        rows="r",
        grouping="GROUP BY calls.d0",
    )

    assert sorted(found) == [
        ("a", 3, Decimal("3.5"), True, True),
        ("b", 3, Decimal(0), False, True),
    ]
    assert is_unique(found, 1)
