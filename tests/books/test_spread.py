"""A book with a platform's fee on top."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.usage import T0, book_of
from tokenomics.books import Call, quote
from tokenomics.books.spread import with_spread


def test_every_rate_is_dearer_by_the_share_and_says_whose_it_is(tmp_path: Path) -> None:
    """2 a million and 5.5 % of it are 2.11, at the batch price 1.055."""
    book = with_spread(book_of(tmp_path), Decimal("5.5"), "a platform")
    plain, batch = (
        quote(book, Call("acme", "small", tier, None, None, 0, T0)).rates["input"].rate
        for tier in (None, "batch")
    )

    assert (plain.rate, batch.rate) == (Decimal("0.00000211"), Decimal("0.000001055"))
    assert plain.source.endswith("; 5.5 % of a platform")


def test_it_is_another_book(tmp_path: Path) -> None:
    """Its digest is another one, so that nothing kept of the old one is taken for it."""
    book = book_of(tmp_path)

    assert with_spread(book, Decimal(1), "x").digest != book.digest
