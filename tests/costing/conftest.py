"""The pricebook of the cost tests."""

from __future__ import annotations

import pytest

from support.usage import book_of
from tokenomics.books import Book


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Four models of one provider: tiers, long context, a change of price, an undated price."""
    return book_of(tmp_path_factory.mktemp("book"))
