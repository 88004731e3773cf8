"""The prices of the cost tests, for analyses."""

from __future__ import annotations

import pytest

from support.usage import book_of
from tokenomics.books import Book


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book whose prices are known by heart."""
    return book_of(tmp_path_factory.mktemp("book"))
