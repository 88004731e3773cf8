"""The pricebook and the engine of the cost tests."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from support.usage import book_of
from tokenomics.books import Book
from tokenomics.engine import connect


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Four models of one provider: tiers, long context, a change of price, an undated price."""
    return book_of(tmp_path_factory.mktemp("book"))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine without tables."""
    with connect() as connection:
        yield connection
