"""Calls priced one by one against sums done by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from support.usage import call, usage_rows
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.costing.each import EACH
from tokenomics.costing.run import costs_by, costs_each
from tokenomics.dimensions import dimension


def _each(con: duckdb.DuckDBPyConnection, book: Book, rows: list[dict[str, Any]]) -> list[Any]:
    used = usage_rows(con, rows)
    columns = {"team": dimension("team"), "attempt": "attempt"}
    costs_each(con, "usage", used, book, CostQuery(), columns)
    text = f"SELECT team, attempt, requests, cost, priced, unpriced FROM {EACH} ORDER BY team"
    return con.execute(text).fetchall()


def test_each_call_has_its_own_cost(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """100,000 and 200,000 tokens at 2 dollars a million: 0.2 and 0.4; no attempt is null."""
    rows = [
        call(team="a", input=100_000, attempt=2),
        call(team="b", input=200_000),
    ]

    assert _each(con, book, rows) == [
        ("a", 2, 1, Decimal("0.2"), True, False),
        ("b", None, 1, Decimal("0.4"), True, False),
    ]


def test_meters_that_only_sources_name_are_in_it(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """a: 1 x 2 + 4 x 0.25 with a gap; b: nothing but a gap, which is no price of zero."""
    gadget = {"meter": "gadget", "quantity": Decimal(1), "unit": "piece"}
    gizmo = {"meter": "gizmo", "quantity": Decimal(4), "unit": "piece"}
    rows = [
        call(team="a", input=1_000_000, other=[gizmo, gadget]),
        call(team="b", other=[gadget]),
    ]

    assert _each(con, book, rows) == [
        ("a", None, 1, Decimal(3), True, True),
        ("b", None, 1, Decimal(0), False, True),
    ]


@pytest.mark.parametrize("column", ["model", "user"])
def test_the_calls_sum_to_the_report(
    con: duckdb.DuckDBPyConnection, book: Book, column: str
) -> None:
    """Whatever columns are asked for, the calls' costs sum to the total of the same pass."""
    rows = [call(input=n * 1_000, output=n, user_id=f"u{n % 3}") for n in range(1, 20)]
    used = usage_rows(con, rows)
    report = costs_each(con, "usage", used, book, CostQuery(), {"by": dimension(column)})
    summed = con.execute(f"SELECT sum(cost), count(*) FROM {EACH}").fetchone()

    assert summed == (report.totals.cost, 19)


def test_a_report_by_dimensions_makes_the_same_table(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Of the dimensions of the report and of the table neither is taken for the other."""
    rows = [
        call(team="a", user_id="u", input=100_000, attempt=2),
        call(team="b", user_id="v", input=200_000),
    ]
    used = usage_rows(con, rows)
    columns = {"team": dimension("team"), "attempt": "attempt"}
    text = f"SELECT team, attempt, requests, cost, priced, unpriced FROM {EACH} ORDER BY team"
    report = costs_by(con, "usage", used, book, CostQuery(), dims=[dimension("user")], each=columns)

    assert con.execute(text).fetchall() == [
        ("a", 2, 1, Decimal("0.2"), True, False),
        ("b", None, 1, Decimal("0.4"), True, False),
    ]
    assert [(row.key, row.cost) for row in report.rows] == [
        (("v",), Decimal("0.4")),
        (("u",), Decimal("0.2")),
    ]
