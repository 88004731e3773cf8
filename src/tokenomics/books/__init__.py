"""Pricebooks: dated rates, the names they answer to, and what one call is quoted.

book = with_overlay(bundled(), Path("contract.toml"))
answer = quote(book, Call("openai", "gpt-4o", None, None, None, 12_000, at))
answer.rates["input"].rate.rate     # dollars per token, a Decimal
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics.books.book import Book, as_known, bundled, load_book
from tokenomics.books.quote import (
    Boundaries,
    Call,
    MeterRate,
    Quote,
    agreed,
    boundaries,
    quote,
    why_unpriced,
)
from tokenomics.books.rates import Layer, Rate
from tokenomics.later import later

if TYPE_CHECKING:
    from tokenomics.books.compiled import book_from
    from tokenomics.books.difference import Difference, differences
    from tokenomics.books.foreign import exchanged
    from tokenomics.books.overlay import with_overlay

__all__ = [
    "Book",
    "Boundaries",
    "Call",
    "Difference",
    "Layer",
    "MeterRate",
    "Quote",
    "Rate",
    "agreed",
    "as_known",
    "book_from",
    "boundaries",
    "bundled",
    "differences",
    "exchanged",
    "load_book",
    "quote",
    "why_unpriced",
    "with_overlay",
]

# What a program that only asks for list prices needs nothing of, by the modules that have it.
__getattr__ = later(
    __name__,
    {
        "Difference": "difference",
        "book_from": "compiled",
        "differences": "difference",
        "exchanged": "foreign",
        "with_overlay": "overlay",
    },
)
