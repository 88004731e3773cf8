"""queries/stated.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of

ROWS = """SELECT * FROM (VALUES ('a', true, 2.0, true, false), ('a', false, 1.5, false, true),
    ('b', true, 0.0, false, true), ('c', false, 7.0, true, false))
    AS t(d0, states_unit, cost, priced, unpriced)"""


def test_only_the_stated_part_counts() -> None:
    """2 dollars of a; b could not be priced; c states nobody."""
    found = rows_of(
        "stated", {"r": ROWS}, dimensions="calls.d0,", rows="r", grouping="GROUP BY calls.d0"
    )

    assert sorted(found) == [("a", Decimal(2), False), ("b", None, True)]
    assert is_unique(found, 1)


def test_everything_is_one_row_or_none() -> None:
    """Without dimensions the stated parts are summed; where there is none there is no row."""
    none = "(SELECT * FROM r WHERE NOT states_unit)"

    assert rows_of("stated", {"r": ROWS}, dimensions="", rows="r", grouping="") == [
        (Decimal(2), True)
    ]
    assert rows_of("stated", {"r": ROWS}, dimensions="", rows=none, grouping="") == []
