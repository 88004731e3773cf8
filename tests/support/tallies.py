"""The steps of a cost report one by one, each in one line of a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb

from support.usage import usage_rows
from tokenomics import pricing
from tokenomics.books import Book
from tokenomics.costing.answer import CostQuery
from tokenomics.costing.coverage import by_key
from tokenomics.costing.scope import Scope, scope_of
from tokenomics.costing.tally import Loaded, Tally, load, price, summarise, tally_of
from tokenomics.dimensions import dimension
from tokenomics.pricing import Priced
from tokenomics.rate_keys import RateKey

Records = Sequence[Mapping[str, Any]]


class Step(NamedTuple):
    """Records that are priced: what the steps after pricing are given."""

    tally: Tally
    found: list[Priced]
    quantities: Mapping[RateKey, Mapping[str, Decimal | int]]
    rates: Loaded


def scoped(con: duckdb.DuckDBPyConnection, rows: Records, **options: Any) -> Scope:
    """The scope of some records, which become a table of the connection."""
    return scope_of("usage", usage_rows(con, rows), **options)


def tallied(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    rows: Records,
    *by: str,
    tz: str = "UTC",
    **options: Any,
) -> Tally:
    """The tally of some records by some dimensions; options as of a scope."""
    dims = [dimension(name) for name in by]
    found = tally_of(con, scoped(con, rows, by=dims, **options), book, CostQuery(tz=tz), by=dims)
    assert found is not None
    return found


def priced_step(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    rows: Records,
    *by: str,
    grouped: bool = True,
    **options: Any,
) -> Step:
    """Records priced by group, or one by one; options as of `tallied`."""
    tally = tallied(con, book, rows, *by, **options)
    quantities = by_key(summarise(tally, by=grouped))
    found = pricing.priced(book, quantities, tally.cuts, "USD")
    rates = load(tally, found, quantities)
    price(tally, rates, by=grouped)
    return Step(tally, found, quantities, rates)
