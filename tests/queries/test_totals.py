"""queries/totals.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of

ROWS = """SELECT * FROM (VALUES ('a', 1, 2.0, true, false), ('b', 2, 0.0, false, true))
    AS t(d0, requests, cost, priced, unpriced)"""


def test_totals_are_the_sum_of_the_rows() -> None:
    """Two rows, three requests, 2 dollars and something unpriced."""
    sums = "sum(requests) AS requests"

    assert rows_of("totals", {"r": ROWS}, sums=sums, rows="r") == [(2, 1, 3, Decimal(2), True)]
    only = "(SELECT * FROM r WHERE NOT priced)"
    assert rows_of("totals", {"r": ROWS}, sums=sums, rows=only) == [(1, 1, 2, None, True)]
