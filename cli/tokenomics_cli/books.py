"""The prices a command asks: the bundled ones with one's own on top, and one model's for people."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from tokenomics.books import Book, Rate, bundled_from, load_book, with_overlay
from tokenomics.books.match import models_named
from tokenomics.records.meters import BY_NAME, is_token
from tokenomics.records.money import plain
from tokenomics_cli.agents import cache_folder
from tokenomics_cli.tables import Value

BUNDLED = "bundled"
_MILLION = Decimal(1_000_000)


def book_of(overlays: Sequence[Path]) -> Book:
    """The bundled prices with prices of one's own on top; of several files the last one wins."""
    book = _bundled()
    for path in overlays:
        book = with_overlay(book, path)
    return book


@lru_cache(maxsize=1)
def _bundled() -> Book:
    return bundled_from(cache_folder(os.environ, Path.home()))


def book_named(name: str) -> Book:
    """The bundled prices under that name, else those of a file or a folder of files."""
    return _bundled() if name == BUNDLED else load_book(Path(name))


def rates_of(book: Book, name: str) -> list[dict[str, Value]]:
    """The rates of what a log may mean by a name, `model` or `provider/model`: a row a rate.

    Tokens are priced by the million, everything else by the piece. Raises PriceError with the
    nearest name where no provider has it.
    """
    return [_row(rate) for key in models_named(book, name) for rate in book.models[key]]


def _row(rate: Rate) -> dict[str, Value]:
    return {
        "provider": rate.provider,
        "model": rate.model,
        "meter": rate.meter,
        "price": f"{plain(priced(rate.meter, rate.rate))} {rate.currency}",
        "per": per(rate.meter),
        "tier": rate.service_tier,
        "context from": rate.context_min,
        "region": rate.region,
        "variant": rate.variant,
        "from": rate.start,
        "until": rate.end,
        "source": rate.source,
    }


def priced(meter: str, rate: Decimal) -> Decimal:
    """The price of a unit as people write it: of a million tokens, or of a piece."""
    return rate * _MILLION if is_token(meter) else rate


def per(meter: str) -> str:
    """What the price as people write it buys."""
    if is_token(meter):
        return "1M tokens"
    known = BY_NAME.get(meter)
    return known.unit if known else "piece"
