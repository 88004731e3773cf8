"""`tokenomics prices`: the rates that costs are computed with."""

from __future__ import annotations

from typing import Annotated

import typer

from tokenomics_cli import prices_diff, prices_import, prices_preview, prices_trend
from tokenomics_cli.groups import group
from tokenomics_cli.options import Pricebooks, RowsForm
from tokenomics_cli.tables import listing
from tokenomics_cli.terminal import emit

app = group("prices", "Look into the pricebook.")
app.command()(prices_diff.diff)
app.command(name="import")(prices_import.import_list)
app.command()(prices_preview.preview)
app.command()(prices_trend.trend)


@app.command(name="list")
def list_models(pricebook: Pricebooks = None, form: RowsForm = "table") -> None:
    """The models that have prices, and how many rates each."""
    from tokenomics_cli.books import book_of

    models = book_of(pricebook or ()).models
    rows = [
        {"provider": provider, "model": model, "rates": len(rates)}
        for (provider, model), rates in sorted(models.items())
        if rates
    ]
    emit(listing(rows, form))


@app.command()
def show(
    model: Annotated[str, typer.Argument(help="A model's name, or provider/model.")],
    pricebook: Pricebooks = None,
    form: RowsForm = "table",
) -> None:
    """Every rate of a model: meter, price of a unit, tier, dates and source."""
    from tokenomics_cli.books import book_of, rates_of

    emit(listing(rates_of(book_of(pricebook or ()), model), form))
