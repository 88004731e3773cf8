"""Meters that only a source names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from support.tallies import priced_step
from support.usage import call, report_of
from tokenomics.books import Book
from tokenomics.costing.others import other_quantities, price_others, unpriced_others
from tokenomics.costing.tally import ROWS, Tally


def _using(quantities: dict[str, str | int], **columns: Any) -> dict[str, Any]:
    items = [
        {"meter": meter, "quantity": Decimal(quantity), "unit": "piece"}
        for meter, quantity in quantities.items()
    ]
    return call(other=items, **columns)


def _priced(
    con: duckdb.DuckDBPyConnection, book: Book, rows: list[dict[str, Any]], *by: str
) -> Tally:
    step = priced_step(con, book, rows, *by)
    price_others(step.tally, step.rates.same)
    return step.tally


@pytest.mark.parametrize("dimension", ["model", "user"])
def test_other_meters_are_priced_where_the_book_has_a_rate(book: Book, dimension: str) -> None:
    """A meter outside the table is priced by name, or else unpriced; it never vanishes."""
    rows = [
        _using({"gizmo": "1.5"}, input=1_000_000),
        _using({"gadget": 2}, input=1_000_000),
        _using({"gadget": 1}),
    ]
    report = report_of(book, rows, dimension)

    assert report.totals.cost == Decimal("4.375")  # 2 + 2 + 1.5 x 0.25
    assert report.rows[0].cost == Decimal("4.375")
    assert report.rows[0].meters["other:gizmo"] == Decimal("1.5")
    assert report.unpriced[0].meters == {"other:gadget": 3}
    assert report.unpriced[0].requests == 2


def test_their_amounts_join_the_rows_of_their_groups(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """a: 1 x 2 + 4 x 0.25 with a gap; b: nothing but a gap; c: free. Requests stay counted once."""
    rows = [
        _using({"gizmo": 4, "gadget": 1}, input=1_000_000, team="a"),
        _using({"gadget": 1}, team="b"),
        _using({"gadget": 1}, team="c", billing="free"),
    ]
    _priced(con, book, rows, "team")
    text = f"SELECT d0, requests, cost, priced, unpriced FROM {ROWS} ORDER BY d0"

    assert con.execute(text).fetchall() == [
        ("a", 1, Decimal(3), True, True),
        ("b", 1, 0, False, True),
        ("c", 1, 0, True, False),
    ]


@pytest.mark.parametrize("dimension", ["team", "user"])
@pytest.mark.parametrize("known", [{}, {"input": 0}])
def test_a_group_of_unknown_meters_alone_has_no_price(
    book: Book, dimension: str, known: dict[str, int]
) -> None:
    """Where all there is lacks a rate, its cost is not known to be zero, however grouped."""
    report = report_of(book, [_using({"gadget": 1}, **known), call(status="failure")], dimension)

    assert [row.cost for row in report.rows] == [None]
    assert report.totals.cost is None


def test_quantities_are_summed_by_any_names(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """1 + 2 gizmos of one group, in order of the meters' names; a quantity of 0 is left out."""
    rows = [
        _using({"gizmo": 1, "zero": 0, "b": "0.5"}, team="a"),
        _using({"gizmo": 2}, team="a", model_served="large"),
        _using({"a": 7, "gizmo": 3}, team="b"),
    ]
    tally = _priced(con, book, rows, "team")
    found = other_quantities(tally, tally.dims)

    assert found == {
        ("a",): {"other:b": Decimal("0.5"), "other:gizmo": 3},
        ("b",): {"other:a": 7, "other:gizmo": 3},
    }
    assert other_quantities(tally, ()) == {
        (): {"other:a": 7, "other:b": Decimal("0.5"), "other:gizmo": 6}
    }
    assert list(found["b",]) == ["other:a", "other:gizmo"]


def test_unpriced_quantities_are_by_provider_and_model(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Only acme's small has a rate for gizmos, and what is not billed needs none."""
    rows = [
        _using({"gizmo": 1, "gadget": 2}),
        _using({"gizmo": 4}, model_served="large"),
        _using({"gizmo": 8}, model_served="large", billing="cached"),
        _using({"gizmo": 16}, provider="other"),
    ]

    assert unpriced_others(_priced(con, book, rows, "team")) == {
        ("acme", "small"): {"other:gadget": 2},
        ("acme", "large"): {"other:gizmo": 4},
        ("other", "small"): {"other:gizmo": 16},
    }
