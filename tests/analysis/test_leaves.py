"""A flow's usage by model and way, with average rates."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from support.usage import call, usage_rows
from tokenomics.analysis.leaves import Leaf, Metered, Uses, Way, uses
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.costing.keyed import cells
from tokenomics.costing.run import costs_keyed
from tokenomics.engine import connect

EARLY, LATE = datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
MICRO = Fraction(1, 1_000_000)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """An engine without tables."""
    return connect()


def _uses(con: duckdb.DuckDBPyConnection, book: Book, *rows: dict[str, Any]) -> Uses:
    kept = costs_keyed(con, "usage", usage_rows(con, rows), book, CostQuery(), "kept")
    assert kept.cuts is not None
    return uses(cells(con, kept, []), book, kept.cuts, kept.meters)


def test_a_rate_is_the_average_of_what_was_used_at_each_price(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """1 token at 4 and 3 tokens at 3 a million are 13 millionths for 4 tokens."""
    moving = {"model_served": "moving"}

    found = _uses(con, book, call(ts=EARLY, input=1, **moving), call(ts=LATE, input=3, **moving))

    (use,) = found.values()
    assert list(found) == [Leaf(("acme", "moving"), Way("standard"))]
    assert (use.requests, use.meters["input"]) == (2, Metered(Fraction(4), Fraction(13, 4) * MICRO))


def test_what_was_not_used_has_the_rate_it_would_have_had(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Small used no cache, which would have cost 0.50 a million; batch has no rate for it at all."""
    found = _uses(
        con, book, call(input=1), call(input=1, service_tier="batch"), call(input=0, cache_read=1)
    )

    standard, batch = (found[Leaf(("acme", "small"), Way(tier))] for tier in ("standard", "batch"))
    assert standard.meters["cache_read"] == Metered(Fraction(1), Fraction(1, 2) * MICRO)
    assert batch.meters["cache_read"] == Metered(Fraction(), None)
    assert batch.meters["input"].rate == MICRO


def test_a_context_tier_is_a_leaf_and_other_models_thresholds_make_none(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Large is dearer from 272,001 tokens on; small is not, though they are in one report."""
    found = _uses(
        con,
        book,
        call(model_served="large", input=300_000),
        call(model_served="large", input=1),
        call(input=300_000),
        call(input=1),
    )

    assert {(leaf.model[1], leaf.step) for leaf in found} == {
        ("large", 272_001), ("large", 0), ("small", 0),
    }  # fmt: skip


def test_usage_without_a_count_is_left_out(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Of a bucket without requests nothing per request can be said."""
    found = _uses(con, book, call(input=3), call(grain="bucket", requests=None, input=4))

    (use,) = found.values()
    assert use.meters["input"].quantity == 3


def test_a_price_that_is_missing_for_a_part_of_the_usage_is_not_known(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """`moving` had no price in 2025: an average over that time would be no rate."""
    old = call(ts=datetime(2025, 12, 1, tzinfo=UTC), model_served="moving", input=1)

    found = _uses(con, book, old, call(ts=EARLY, model_served="moving", input=1))

    (use,) = found.values()
    assert use.meters["input"] == Metered(Fraction(2), None)
