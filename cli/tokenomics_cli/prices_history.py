"""`tokenomics prices history`: what a model has cost since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import ModelName, Pricebooks, RowsForm
from tokenomics_cli.tables import Value, listing
from tokenomics_cli.terminal import emit, say, width

if TYPE_CHECKING:
    from tokenomics.books.history import Episode
    from tokenomics_cli.price_rows import Row, Rows

_COLUMNS = ("meter", "calls", "from", "until", "price", "change %", "known at", "status")


def history(
    model: ModelName,
    every: Annotated[
        bool,
        typer.Option("--all", help="Of every tier, region, variant, context and hour."),
    ] = False,
    pricebook: Pricebooks = None,
    form: RowsForm = "table",
) -> None:
    """The prices of a model in the order of time: announced, changed, taken back, missing."""
    from tokenomics.books.history import hidden, history
    from tokenomics_cli.books import book_of

    book = book_of(pricebook or ())
    rows = [_row(episode) for episode in history(book, model, every=every)]
    if form == "table":
        emit(_text(rows, model))
    else:
        emit(listing(rows, form), exact=True)
    if not every and (others := hidden(book, model)):
        say(f"{others:,} prices of other tiers, regions, variants and contexts: --all")


def _row(episode: Episode) -> dict[str, Value]:
    from tokenomics.books.history import status
    from tokenomics_cli.books import per, price_of
    from tokenomics_cli.price_rows import named, percent

    rate, before = episode.rate, episode.before
    change = percent(before.rate, rate.rate) if rate and before else None
    return {
        **named(episode.key),
        "from": episode.window.start,
        "until": episode.window.end,
        "price": price_of(rate) if rate else None,
        "per": per(episode.key.meter) if rate else None,
        "change %": change or None,
        "known at": rate.known_at.isoformat() if rate and rate.known_at else None,
        "status": status(rate) if rate else episode.why,
    }


def _text(rows: Rows, name: str) -> str:
    """A table a provider; which model is meant is said where the name meant several."""
    from tokenomics_cli.price_text import lean, sections

    parts: dict[str, list[Row]] = {}
    for provider in dict.fromkeys(str(row["provider"]) for row in rows):
        of_provider = [row for row in rows if row["provider"] == provider]
        models = list(dict.fromkeys(str(row["model"]) for row in of_provider))
        columns = ("model", *_COLUMNS) if len(models) > 1 else _COLUMNS
        title = f"{provider}/{models[0]}" if len(models) == 1 else f"{provider}: {name}"
        parts[title] = [lean(row, columns) for row in of_provider]
    return sections(parts, width(), ("until", "known at"))
