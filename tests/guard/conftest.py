"""Prices and a clock for guards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from support.usage import book_of
from tokenomics.books import Book

# A million tokens of small are 2 dollars sent and 10 generated, of tiny a tenth of it.
PRICES = """
provider = "acme"
[[price]]
model = "small"
from = 2026-01-01
source = "a page"
rates = [{ input = 2, cache_read = 0.2, output = 10 }]
[[price]]
model = "tiny"
from = 2026-01-01
source = "a page"
rates = [{ input = 0.2, output = 1 }]
"""


@pytest.fixture(scope="session")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of two models, whose prices are known by heart."""
    return book_of(tmp_path_factory.mktemp("acme"), PRICES)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        """Begin on 2 November at ten."""
        self.now = datetime(2026, 11, 2, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The instant that was set last."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of one test."""
    return Clock()
