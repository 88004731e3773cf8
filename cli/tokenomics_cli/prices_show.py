"""`tokenomics prices show`: the rates of a model, all of them or those of one instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import ConfigFile, ModelName, Pricebooks, PricesKnown, RowsForm
from tokenomics_cli.tables import listing
from tokenomics_cli.terminal import emit, say, width

if TYPE_CHECKING:
    from tokenomics.books import Book
    from tokenomics_cli.price_rows import Row


def show(
    model: ModelName,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="Only what calls of that day or instant are charged."
        ),
    ] = None,
    pricebook: Pricebooks = None,
    prices_known: PricesKnown = None,
    config: ConfigFile = None,
    form: RowsForm = "table",
) -> None:
    """Every rate of a model with its dates and source; with --on those that are charged then."""
    from tokenomics.config import load
    from tokenomics_cli.books import book_for, rates_of
    from tokenomics_cli.price_text import rates_text

    book = book_for(load(config), pricebook or (), prices_known)
    rows = rates_of(book, model) if on is None else _charged(book, model, on)
    if form != "table":
        emit(listing(rows, form), exact=True)
    elif rows:
        emit(rates_text(rows, width(), ("status", "source", "from") if on else ("source",)))
        say("prices of tokens are by the million")


def _charged(book: Book, name: str, on: str) -> list[Row]:
    """The rates in force at an instant, under each provider that has the name."""
    from tokenomics.books.match import matches, models_named
    from tokenomics.timezones import parse_instant, zone

    models_named(book, name)
    at = parse_instant(on, zone("UTC"))
    providers = [of for of in sorted(book.providers) if matches(book, of, name)]
    for provider in providers:
        for line in _missing(book, provider, name, at):
            say(line)
    return [row for of in providers for row in _of_provider(book, of, name, at)]


def _of_provider(book: Book, provider: str, name: str, at: datetime) -> Iterator[Row]:
    """What a provider charges at an instant for what a name means then."""
    from tokenomics.books.match import matches
    from tokenomics.books.quote import in_force
    from tokenomics.books.windows import covers
    from tokenomics_cli.books import rate_row

    for match in matches(book, provider, name):
        if covers(match.window, at):
            for found in in_force(book, match, at):
                words = [*found.via[-1:], *(["assumed"] if found.assumed else [])]
                row = {**rate_row(found.rate), "model": match.model, "meter": found.meter}
                yield {**row, "as": ", ".join(words) or None}


def _missing(book: Book, provider: str, name: str, at: datetime) -> Iterator[str]:
    """What has no price for the plainest calls, and why, where the book knows."""
    from tokenomics.books import Call, quote
    from tokenomics.books.rates import ANY

    answer = quote(book, Call(provider, name, None, None, None, 0, at))
    if answer.reason and not answer.missing:
        yield f"{provider}/{answer.model or name}: {answer.reason}"
    for meter, why in answer.missing.items():
        of = "" if meter == ANY else f" of {meter}"
        yield f"{provider}/{answer.model}: no price{of}: {why}"
