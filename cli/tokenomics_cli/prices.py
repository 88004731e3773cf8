"""`tokenomics prices`: the rates that costs are computed with."""

from __future__ import annotations

from tokenomics_cli import (
    prices_check,
    prices_diff,
    prices_history,
    prices_import,
    prices_preview,
    prices_show,
    prices_trend,
)
from tokenomics_cli.groups import group
from tokenomics_cli.options import Pricebooks, RowsForm
from tokenomics_cli.tables import listing
from tokenomics_cli.terminal import emit

app = group("prices", "Look into the pricebook.")
app.command()(prices_show.show)
app.command()(prices_history.history)
app.command()(prices_check.check)
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
    emit(listing(rows, form), exact=form != "table")
