"""Rates in another currency than reports, converted at dated exchange rates when a book is put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from tokenomics.books.book import Book
from tokenomics.books.rates import Layer, Rate
from tokenomics.books.reach import covers_rate
from tokenomics.books.windows import Window, common
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import Era, Exchange, eras, rates_words
from tokenomics.records.money import EXACT, rounded
from tokenomics.timezones import midnight

AT_RATES = " at rates of [fx]"

# The exchange rates of a currency with the time that each is in force.
_InForce = Sequence[tuple[Window, Era]]


@lru_cache(maxsize=8)
def exchanged(book: Book, exchange: Exchange, currency: str) -> Book:
    """The book with its rates in a currency, as far as exchange rates are known.

    A converted rate is half-even to 18 decimals, once, here; one in force over a change of exchange
    rates is several. What is converted is a layer of the book, and in each rate's source. Rates of a
    time without an exchange rate stay as they are. Raises PriceError where steps of a price by
    quantity count money of another currency.
    """
    if not exchange.pairs:
        return book
    known = _known(exchange, book, currency)
    if not known:
        return book
    _check_steps(book, known)
    return replace(
        book,
        layers=(*book.layers, *(_layer(name, currency, found) for name, found in known.items())),
        models={
            key: tuple(part for rate in of_model for part in _parts(rate, known, currency))
            for key, of_model in book.models.items()
        },
        retracted=tuple(part for rate in book.retracted for part in _parts(rate, known, currency)),
    )


def _known(exchange: Exchange, book: Book, currency: str) -> dict[str, _InForce]:
    """The exchange rates of each other currency that the book has rates in."""
    names = {rate.currency for rate in book.rates} - {currency}
    found = {name: eras(exchange, name, currency) for name in sorted(names)}
    return {name: _in_force(exchange, several) for name, several in found.items() if several}


def _in_force(exchange: Exchange, several: Sequence[Era]) -> _InForce:
    starts = [midnight(exchange.tz, era.start) for era in several]
    windows = map(Window, starts, (*starts[1:], None))
    return tuple(zip(windows, several, strict=True))


def _check_steps(book: Book, known: Mapping[str, _InForce]) -> None:
    foreign = [rate for rate in book.rates if rate.currency in known]
    for entry in book.graduated:
        of = next(
            (r for r in foreign if entry.measure == "cost" and covers_rate(entry.reach, r)), None
        )
        if of is not None:
            raise PriceError(
                f"{entry.name}: its steps count money, and {of.provider} {of.model} is priced in"
                f" {of.currency}: state these prices in the currency of reports"
            )


def _layer(name: str, currency: str, found: _InForce) -> Layer:
    import hashlib  # noqa: PLC0415

    said = "".join(f"{name} {currency} {window} {era.rate}" for window, era in found)
    return Layer(f"{name}{AT_RATES}", hashlib.sha256(said.encode()).hexdigest(), None)


def _parts(rate: Rate, known: Mapping[str, _InForce], currency: str) -> Iterator[Rate]:
    """The rate in the currency, one for each exchange rate in its time; before the first as it is."""
    if rate.currency not in known:
        yield rate
        return
    own, found = Window(rate.start, rate.end), known[rate.currency]
    if before := common(own, Window(None, found[0][0].start)):
        yield rate._replace(start=before.start, end=before.end)
    for window, era in found:
        if part := common(own, window):
            words = rates_words(rate.currency, currency, [era])
            yield rate._replace(
                rate=rounded(EXACT.multiply(rate.rate, era.rate)),
                currency=currency,
                start=part.start,
                end=part.end,
                source=f"{rate.source}; {words}",
            )
