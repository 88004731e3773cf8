"""A book with a platform's fee on top of every rate."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tokenomics.books.book import Book
from tokenomics.books.rates import Layer, Rate
from tokenomics.records.money import derived, plain


def with_spread(book: Book, percent: Decimal, name: str) -> Book:
    """The book at its rates and so many percent of them; `name` says whose fee it is.

    A rate is rounded half-even to 18 decimals once, here. The fee is a layer of the book, and in
    each rate's source.
    """
    factor = 1 + Fraction(percent) / 100
    words = f"{plain(percent)} % of {name}"

    def dearer(rate: Rate) -> Rate:
        return rate._replace(rate=derived(rate.rate, factor), source=f"{rate.source}; {words}")

    digest = hashlib.sha256(words.encode()).hexdigest()
    return replace(
        book,
        name=f"{book.name} + {words}",
        layers=(*book.layers, Layer(words, digest, None)),
        models={key: tuple(map(dearer, rates)) for key, rates in book.models.items()},
        retracted=tuple(map(dearer, book.retracted)),
    )
