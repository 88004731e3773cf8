"""The prices a command asks: the bundled ones with one's own on top, and one model's for people."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from tokenomics.books import Book, Rate, as_known, book_from, exchanged, load_book
from tokenomics.config import Config, exchange_of
from tokenomics.records.meters import BY_NAME, is_token
from tokenomics.records.money import plain
from tokenomics.report.origin import prices_words as prices_words  # noqa: PLC0414 - told to whoever asks
from tokenomics.timezones import parse_instant, zone
from tokenomics_cli.agent_logs import cache_folder
from tokenomics_cli.tables import Value

BUNDLED = "bundled"
_MILLION = Decimal(1_000_000)


def as_billed(prices: str) -> str:
    """Whose prices costs are at that bills charge: those of the book where no bill is known."""
    return f"as billed, else {prices}"


def book_of(overlays: Sequence[Path], known: str | None = None) -> Book:
    """The bundled prices with prices of one's own on top; of several files the last one wins.

    `known` is the day as of which they are to be known. Raises ConfigError where it is none.
    """
    book = book_from(cache_folder(os.environ, Path.home()), overlays)
    return book if known is None else as_known(book, parse_instant(known, zone("UTC")).date())


def book_for(
    config: Config, overlays: Sequence[Path], known: str | None = None, *, currency: str = ""
) -> Book:
    """The same for reports: what is priced in another currency is converted as far as rates are known.

    The currency is that of the configuration where none is given.
    """
    into = currency or config.report.currency
    return exchanged(book_of(overlays, known), exchange_of(config), into)


def book_named(name: str) -> Book:
    """The bundled prices under that name, else those of a file or a folder of files."""
    return book_of(()) if name == BUNDLED else load_book(Path(name))


def rates_of(book: Book, name: str) -> list[dict[str, Value]]:
    """The rates of what a log may mean by a name, `model` or `provider/model`: a row a rate.

    Tokens are priced by the million, everything else by the piece; where quantities count, a column
    says how. Raises PriceError with the nearest name where no provider has it.
    """
    from tokenomics.books.match import models_named

    rates = [rate for key in models_named(book, name) for rate in book.models[key]]
    rows = [rate_row(rate) for rate in rates]
    told = [_by_quantity(book, rate) for rate in rates]
    if any(told):
        return [{**row, "by quantity": text} for row, text in zip(rows, told, strict=True)]
    return rows


def _by_quantity(book: Book, rate: Rate) -> str | None:
    """What an account's quantity makes of a rate, in words; None where it makes nothing."""
    from tokenomics.books.graduated import words
    from tokenomics.books.reach import covers_rate

    entries = [entry for entry in book.graduated if covers_rate(entry.reach, rate)]
    return "; ".join(words(entry) for entry in entries if entry.retracted_at is None) or None


def rate_row(rate: Rate) -> dict[str, Value]:
    """A rate as people write it."""
    from tokenomics.books.history import status

    return {
        "provider": rate.provider,
        "model": rate.model,
        "meter": rate.meter,
        "price": price_of(rate),
        "per": per(rate.meter),
        **_calls(rate),
        "from": rate.start,
        "until": rate.end,
        "status": status(rate),
        "source": rate.source,
    }


def _calls(rate: Rate) -> dict[str, Value]:
    """Of which calls a rate is the price."""
    return {
        "tier": rate.service_tier,
        "context from": rate.context_min,
        "region": rate.region,
        "variant": rate.variant,
        "hours": rate.hours,
    }


def price_of(rate: Rate) -> str:
    """What a rate asks of a million tokens or of a piece, with its currency."""
    return f"{plain(priced(rate.meter, rate.rate))} {rate.currency}"


def priced(meter: str, rate: Decimal) -> Decimal:
    """The price of a unit as people write it: of a million tokens, or of a piece."""
    return rate * _MILLION if is_token(meter) else rate


def per(meter: str) -> str:
    """What the price as people write it buys."""
    if is_token(meter):
        return "1M tokens"
    known = BY_NAME.get(meter)
    return known.unit if known else "piece"
