"""Prices by quantity of the tests' pricebook."""

from __future__ import annotations

from pathlib import Path

from support.usage import PRICES, book_of
from tokenomics.books import Book

# Searches of one model are 10 a thousand, of the other 14.
_SEARCHES = '[[price]]\nmodel = "large"\nrates = [{ web_search = 14 }]\n'
FREE = """
[[graduated]]
name = "free searches"
model = ["small", "large"]
meter = "web_search"
per = "month"
steps = [{ upto = 5_000, percent_off = 100 }]
source = "a page"
"""
COMMITTED = """
[[volume]]
name = "committed"
per = "month"
measure = "cost"
pooled = true
steps = [{ upto = 100, percent_off = 0 }, { percent_off = 20 }]
source = "a contract"
"""


def book_with(folder: Path, text: str = FREE) -> Book:
    """The pricebook of the tests with some prices by quantity."""
    return book_of(folder, PRICES + _SEARCHES + text)
