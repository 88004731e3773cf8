"""Usage kept with the rates it is charged."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from support.usage import call, usage_rows
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.costing.keyed import REST, cells
from tokenomics.costing.run import costs_keyed
from tokenomics.pricing import rate_of


def test_a_flow_is_read_with_its_rates_and_all_others_as_one(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Chat's 3 + 4 tokens at 2 a million are one cell; what search and mail used is the rest's, 5 + 6."""
    rows = [
        call(feature="chat", input=3), call(feature="chat", input=4),
        call(feature="search", input=5), call(feature="mail", input=6),
    ]  # fmt: skip
    query = CostQuery(by=("feature",))

    kept = costs_keyed(con, "usage", usage_rows(con, rows), book, query, "kept")
    found = {cell.flow: cell for cell in cells(con, kept, [("chat",)])}

    assert {flow: (cell.requests, cell.quantities["input"]) for flow, cell in found.items()} == {
        0: (2, 7), REST: (2, 11),
    }  # fmt: skip
    assert rate_of(found[0].priced, "input") == Decimal("0.000002")
    assert all(cell.counted for cell in found.values())
    assert kept.report.totals.cost == Decimal("0.000036")


def test_a_sum_without_a_count_of_requests_is_a_cell_of_its_own(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """A bucket that tells no requests is not added to the calls at the same rates."""
    rows = [call(input=3), call(grain="bucket", requests=None, input=4)]

    kept = costs_keyed(con, "usage", usage_rows(con, rows), book, CostQuery(), "kept")

    found = {
        (cell.counted, cell.requests, cell.quantities["input"]) for cell in cells(con, kept, [])
    }
    assert found == {(True, 1, 3), (False, 0, 4)}


def test_without_any_record_there_is_nothing_to_read(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """No call is of the feature asked for."""
    query = CostQuery(where=(("feature", "none"),))

    kept = costs_keyed(con, "usage", usage_rows(con, [call(input=3)]), book, query, "kept")

    assert list(cells(con, kept, [])) == []
    assert kept.report.first is None
