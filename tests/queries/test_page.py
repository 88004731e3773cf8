"""queries/page.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of

ROWS = """SELECT * FROM (VALUES ('a', 1, 2.0, true, false), ('b', 2, 0.0, false, true),
    ('c', 3, 5.0, true, true)) AS t(d0, requests, cost, priced, unpriced)"""


def test_rows_come_in_order_and_without_false_zeros() -> None:
    """B has usage and no price: null and last."""
    rows = rows_of(
        "page",
        {"r": ROWS},
        dimensions="calls.d0,",
        names="requests",
        rows="r",
        ordering="ORDER BY shown DESC NULLS LAST",
    )

    assert rows == [
        ("c", 3, Decimal(5), True),
        ("a", 1, Decimal(2), False),
        ("b", 2, None, True),
    ]
    assert is_unique(rows, 1)
