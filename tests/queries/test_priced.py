"""queries/priced.sql by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from support.tables import is_unique, rows_of

CALLS = """SELECT * FROM (VALUES ('a', 'm', 10, 1), ('a', 'n', 10, 1), ('b', 'm', 7, 2))
    AS t(d0, model, input, requests)"""
RATES = (
    """SELECT * FROM (VALUES ('m', CAST(0.5 AS DECIMAL(22,18))), ('n', NULL)) AS t(model, input)"""
)


def _priced(dimensions: str, grouping: str) -> list[tuple[Any, ...]]:
    return rows_of(
        "priced",
        {"c": CALLS, "r": RATES},
        dimensions=dimensions,
        sums="sum(calls.requests) AS requests",
        amount="sum(coalesce(CAST(calls.input AS DECIMAL(15,0)) * rates.input, 0))",
        priced="bool_or(rates.input IS NOT NULL)",
        unpriced="bool_or(rates.input IS NULL)",
        source="c",
        rates="r",
        same_key="calls.model = rates.model",
        grouping=grouping,
    )


def test_quantities_are_multiplied_by_their_rates() -> None:
    """a: 10 x 0.5, and 10 without a rate; b: 7 x 0.5."""
    rows = _priced("calls.d0,", "GROUP BY calls.d0")

    assert sorted(rows) == [
        ("a", 2, Decimal(5), True, True),
        ("b", 2, Decimal("3.5"), True, False),
    ]
    assert is_unique(rows, 1)


def test_without_dimensions_there_is_one_row() -> None:
    """17 x 0.5."""
    assert _priced("", "") == [(4, Decimal("8.5"), True, True)]
