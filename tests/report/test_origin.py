"""Tests of tokenomics/report/origin.py."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tokenomics.books import as_known, bundled
from tokenomics.costing import CostQuery
from tokenomics.report.origin import prices_words


def test_prices_are_said_in_words() -> None:
    """Which basis, of which day, and as known when."""
    book, day = bundled(), datetime(2026, 11, 2, tzinfo=UTC)

    assert prices_words(book, CostQuery()) == "list prices"
    assert prices_words(book, CostQuery(prices_at=day)) == "list prices of 2026-11-02"
    assert prices_words(as_known(book, date(2026, 11, 1)), CostQuery()).startswith("list prices ")
