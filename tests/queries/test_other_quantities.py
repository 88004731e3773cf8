"""queries/other_quantities.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_quantities_of_a_meter_are_summed_over_models() -> None:
    """Grain: the names and the meter; sums of nothing are left out."""
    others = """SELECT * FROM (VALUES ('a', 'm', 'x', 1), ('a', 'n', 'x', 2), ('b', 'm', 'x', 0))
        AS t(d0, model, meter, quantity)"""
    rows = rows_of(
        "other_quantities", {"o": others}, names="calls.d0,", quantity="quantity", others="o"
    )

    assert rows == [("a", "x", 3)]


def test_meters_come_in_order() -> None:
    """Equal questions give equal answers, to the order of what they list."""
    others = """SELECT 'a' AS d0, 'm' || (200 - n) AS meter, n AS quantity
        FROM (SELECT unnest(range(1, 101)) AS n)"""
    rows = rows_of(
        "other_quantities", {"o": others}, names="calls.d0,", quantity="quantity", others="o"
    )

    assert [row[1] for row in rows] == [f"m{number}" for number in range(100, 200)]
