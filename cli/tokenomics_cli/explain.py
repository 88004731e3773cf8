"""`tokenomics explain`: why a call cost what it cost."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from tokenomics_cli.options import ConfigFile, Ledger, LedgerAt, Pricebooks, PricesKnown
from tokenomics_cli.terminal import emit


def explain(
    record: Annotated[
        str,
        typer.Argument(help="A record id or its first digits, a request id or a response id."),
    ],
    ledger: Ledger = None,
    ledger_at: LedgerAt = None,
    pricebook: Pricebooks = None,
    prices_known: PricesKnown = None,
    config: ConfigFile = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Text for people, or JSON.")
    ] = "text",
) -> None:
    """Why one call cost what it cost: each meter, its rate, its source."""
    from tokenomics.config import exchange_of
    from tokenomics.explain import explain as look
    from tokenomics.report.explanation import explanation_json, explanation_text
    from tokenomics_cli.books import book_for
    from tokenomics_cli.handles import opened
    from tokenomics_cli.request import authority_of
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger)
    book = book_for(given.config, pricebook or (), prices_known)
    found = look(
        opened(given, ledger_at), book, record,
        exchange=exchange_of(given.config), authority=authority_of(given.config),
    )  # fmt: skip
    text = explanation_json(found) if form == "json" else explanation_text(found)
    emit(text, exact=form == "json")
